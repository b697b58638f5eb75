"""Write the workbook of an assessment, or an OSCAL document of it, to a file."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.models import Assessment
from assessments.readers.keeping import Piece, WrittenCells
from assessments.readers.spooling import Spool
from assessments.reports.assessment import write_workbook
from assessments.reports.lists import KIND
from assessments.reports.oscal import DOCUMENTS, NoGap, WrittenDocument
from assessments.selectors.large import NeverStill, large_contents
from assessments.selectors.oscal import OscalContents, oscal_contents
from assessments.selectors.workbook import Making
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.services.made import incoming
from matrix.selectors import printed_edition
from matrix.selectors.paging import paged_edition

WORKBOOK = "workbook"


class Command(BaseCommand):
    """The file of all rows of an assessment, recorded as made by the installation."""

    help = "Write the workbook or an OSCAL document of an assessment, and put it on record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of CONTRACTS.md, "Commands"."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("assessment", type=int, help="the number in its address")
        parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
        parser.add_argument(
            "--language", choices=languages, help="of the file; the organisation's by default"
        )
        parser.add_argument(
            "--format", choices=[WORKBOOK, *DOCUMENTS], default=WORKBOOK, help="what to write"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make, record, write. A file that is there is replaced."""
        assessment = _assessment(options["assessment"])
        now = timezone.now()
        language = options["language"] or assessment.organisation.language
        making = Making(uuid4(), language, None, now)
        kind = options["format"]
        if kind == WORKBOOK:
            _write_workbook(assessment, making, options["output"])
        else:
            printed = printed_edition(assessment.edition, language=language)
            document = _document(kind, oscal_contents(assessment, printed, making))
            made = _made(making, kind, document.cells)
            record_export(assessment=assessment, made=made, by=None, at=now)
            with _refusing(options["output"]):
                options["output"].write_bytes(document.content)
        self.stdout.write(f"{options['output']}: export {making.key}")


def _made(making: Making, kind: str, cells: WrittenCells) -> MadeWorkbook:
    return MadeWorkbook(making.key, kind, making.language, "", cells)


def _document(kind: str, contents: OscalContents) -> WrittenDocument:
    try:
        return DOCUMENTS[kind](contents)
    except NoGap as error:
        message = "There is no gap: a plan of action would be empty."
        raise CommandError(message) from error


def _assessment(number: int) -> Assessment:
    found = Assessment.objects.with_matrix().select_related("organisation").filter(pk=number)
    try:
        return found.get()
    except Assessment.DoesNotExist as error:
        message = f"There is no assessment {number}."
        raise CommandError(message) from error


def _write_workbook(assessment: Assessment, making: Making, output: Path) -> None:
    """Write the workbook in pages, however long it is."""
    pages = paged_edition(assessment.edition, language=making.language)
    try:
        with (
            large_contents(assessment, pages, making) as contents,
            incoming() as folder,
            Spool[Piece](block=8) as pieces,
        ):
            path = folder / "workbook"
            with path.open("wb") as file:
                cells = write_workbook(file, contents, pieces=pieces, folder=folder)
            made = _made(making, KIND, cells)
            record_export(assessment=assessment, made=made, by=None, at=making.at)
            with _refusing(output):
                copyfile(path, output)
    except NeverStill as error:
        message = "Its rows came and went each time they were read. Try again."
        raise CommandError(message) from error


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise CommandError(message) from error
