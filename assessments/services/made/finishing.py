"""A workbook is made: on record, and to be had, in one transaction with the end of its job."""

from collections.abc import Callable
from datetime import datetime

from assessments.models import MadeFile
from assessments.services.exporting import MadeWorkbook, record_export
from database.transactions import change


class AlreadyMade(Exception):
    """The workbook was made by another worker, or nobody waits for it any more."""


@change
def finish_made_file(
    *,
    made: MadeFile,
    workbook: MadeWorkbook,
    placed: tuple[str, int],
    ended: Callable[[], None],
    at: datetime,
) -> None:
    """Put `workbook` on record as handed out to who asked; `placed` is its place and its size.

    `ended` ends the job: what it raises undoes all of it. Raises `AlreadyMade`.
    """
    export = record_export(assessment=made.assessment, made=workbook, by=made.asked_by, at=at)
    place, size = placed
    waiting = MadeFile.objects.filter(pk=made.pk, made_at=None)
    if not waiting.update(export=export, place=place, size=size, made_at=at):
        raise AlreadyMade
    ended()
