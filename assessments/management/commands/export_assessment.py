"""Write the workbook of an assessment to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.models import Assessment
from assessments.reports.assessment import assessment_workbook
from assessments.reports.lists import KIND
from assessments.selectors.workbook import Making, workbook_contents
from assessments.services.exporting import MadeWorkbook, record_export
from matrix.selectors import printed_edition


class Command(BaseCommand):
    """The workbook of all rows of an assessment, recorded as made by the installation."""

    help = "Write the workbook of an assessment to a file, and put it on record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of CONTRACTS.md, "Commands"."""
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("assessment", type=int, help="the number in its address")
        parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
        parser.add_argument(
            "--language", choices=languages, help="of the workbook; the organisation's by default"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make, record, write. A file that is there is replaced."""
        assessment = _assessment(options["assessment"])
        now = timezone.now()
        language = options["language"] or assessment.organisation.language
        printed = printed_edition(assessment.edition, language=language)
        making = Making(uuid4(), language, None, now)
        book = assessment_workbook(workbook_contents(assessment, printed, making))
        made = MadeWorkbook(making.key, KIND, language, "", book.cells_sha256)
        record_export(assessment=assessment, made=made, by=None, at=now)
        _write(options["output"], book.content)
        self.stdout.write(f"{options['output']}: export {making.key}")


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
