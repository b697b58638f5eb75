"""`export_assessment` and `recount`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Assessment, DayCount, Export
from tests.assessments.workbooks import hash_of, lines, opened
from tests.builders import make_assessment

pytestmark = pytest.mark.django_db


def told(*arguments: object, **options: str) -> str:
    """Run a command and return what it printed."""
    out = StringIO()
    given = [str(argument) for argument in arguments]
    given += [f"--{name}={value}" for name, value in options.items()]
    call_command(*given, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param({}, "fr", id="of-the-organisation"),
        pytest.param({"language": "en"}, "en", id="chosen"),
    ],
)
def test_the_workbook_is_written_and_recorded_as_nobody_s(
    language: dict[str, str], expected: str, tmp_path: Path, full_assessment: Assessment
) -> None:
    path = tmp_path / "book.xlsx"

    printed = told("export_assessment", full_assessment.pk, "-o", path, **language)

    book = opened(path.read_bytes())
    export = Export.objects.get()
    assert (export.made_by, export.language, export.filter) == (None, expected, "")
    assert export.cells_sha256 == hash_of(book)
    assert printed == f"{path}: export {export.key}\n"
    assert len(lines(book.worksheets[1])) == 5


def test_an_assessment_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no assessment 999\."):
        told("export_assessment", 999, "-o", tmp_path / "book.xlsx")


def test_a_file_that_cannot_be_written_is_said(
    tmp_path: Path, full_assessment: Assessment
) -> None:
    with pytest.raises(CommandError, match="cannot be written: Is a directory"):
        told("export_assessment", full_assessment.pk, "-o", tmp_path)


def test_recount_finds_no_difference(full_assessment: Assessment) -> None:
    assert told("recount") == "1 assessments, 0 differed.\n"
    assert json.loads(told("recount", "--json")) == {"assessments": 1, "differences": []}


@pytest.mark.parametrize("arguments", [("recount",), ("recount", "--json")])
def test_recount_reports_and_mends_what_differs(
    arguments: tuple[str, ...], full_assessment: Assessment
) -> None:
    wrong = make_assessment()
    DayCount.objects.filter(assessment=wrong).update(covered=2)
    out = StringIO()

    with pytest.raises(CommandError, match="they are mended") as refused:
        call_command(*arguments, stdout=out)

    assert refused.value.returncode == 1
    assert str(wrong.pk) in out.getvalue()
    assert told("recount") == "2 assessments, 0 differed.\n"
