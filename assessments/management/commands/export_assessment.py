"""Write the workbook of an assessment, or an OSCAL document of it, to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.models import Assessment
from assessments.readers.keeping import WrittenCells
from assessments.reports.assessment import assessment_workbook
from assessments.reports.lists import KIND
from assessments.reports.oscal import DOCUMENTS, NoGap, WrittenDocument
from assessments.selectors.oscal import OscalContents, oscal_contents
from assessments.selectors.workbook import Making, workbook_contents
from assessments.services.exporting import MadeWorkbook, record_export
from matrix.selectors import printed_edition

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
        printed = printed_edition(assessment.edition, language=language)
        making = Making(uuid4(), language, None, now)
        kind = options["format"]
        if kind == WORKBOOK:
            book = assessment_workbook(workbook_contents(assessment, printed, making))
            content, made = book.content, _made(making, KIND, book.cells)
        else:
            document = _document(kind, oscal_contents(assessment, printed, making))
            content, made = document.content, _made(making, kind, document.cells)
        record_export(assessment=assessment, made=made, by=None, at=now)
        _write(options["output"], content)
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


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise CommandError(message) from error
