"""LibreOffice reads the workbook: each sheet as CSV equals the rows of the selector."""

import csv
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.utils import timezone, translation
from openpyxl.worksheet.worksheet import Worksheet

from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import ProviderRow, WorkbookContents
from tests.assessments.workbooks import FORMULA, Shelf, lines

pytestmark = pytest.mark.django_db

Lines = list[list[str]]

# Comma, quote, UTF-8, numbers and days as shown, every sheet.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def converted(books: dict[str, bytes], office: str, folder: Path) -> dict[str, list[Lines]]:
    """Return each sheet of each book as LibreOffice writes it, in the order of the file."""
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", AS_CSV, "--outdir", "."]
    subprocess.run(  # noqa: S603
        [*command, *(f"{name}.xlsx" for name in books)],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: [_read(path) for path in _written(folder, name)] for name in books}


def _written(folder: Path, name: str) -> list[Path]:
    return sorted(folder.glob(f"{name}-*.csv"), key=lambda path: path.stat().st_mtime_ns)


def _read(path: Path) -> Lines:
    return list(csv.reader(StringIO(path.read_bytes().decode(), newline="")))


def shown(day: date | None) -> str:
    """Return a day as the file shows it."""
    return day.isoformat() if day else ""


def printed(row: DutyRow | ProviderRow, language: str) -> list[str]:
    """Return what every list says of a row."""
    section = row.section
    assert section is not None
    texts = [section.number, section.title.text, row.activity.text]
    texts += [row.activity.original] if language == "en" else []
    return [*texts, row.client_letters, *(letters for _, letters in row.provider_letters)]


def duty(row: DutyRow, language: str) -> list[str]:
    """Return a row of the sheet of duties."""
    return [
        *printed(row, language),
        row.question_text,
        row.coverage_text,
        "to recheck" if row.is_to_recheck else "",
        row.reason,
        row.note,
        row.owner.name if row.owner else "",
        shown(row.due_on),
        "",  # nothing is attached; `proofs/test_filed.py` says what would stand here
        shown(row.changed_at.date() if row.changed_at else None),
        *["", "", ""],  # what an auditor fills in
        str(row.key),
        str(row.revision),
        row.coverage,
    ]


def gap(row: DutyRow, language: str, day: date) -> list[str]:
    """Return a row of the sheet of gaps as of a day."""
    plan, since = row.plan, row.gap_since
    return [
        *printed(row, language),
        row.coverage_text,
        row.note,
        row.owner.name if row.owner else "",
        shown(row.due_on),
        str(row.days_late),
        *(plan.severity_text, plan.action, plan.responsible, shown(plan.by_when)),
        *(plan.state_text, plan.ticket_url),
        shown(since),
        str((day - since).days) if since else "",
        *(shown(plan.expires_on), plan.accepted_by, plan.acceptance_reason),
    ]


def exempt(row: DutyRow, language: str) -> list[str]:
    """Return a row of the sheet of what is not applicable."""
    until = shown(row.until)
    changed = shown(row.changed_at.date() if row.changed_at else None)
    return [*printed(row, language), row.reason, until, row.note, changed, row.changed_by]


def as_text(sheet: Worksheet) -> Lines:
    """Return what a sheet shows, as openpyxl reads it."""
    return [[str(value) for value in row] for row in lines(sheet)]


def expected(contents: WorkbookContents) -> list[Lines]:
    """Return the rows of the five lists of a workbook."""
    rows, language = contents.rows, contents.language
    day = timezone.localdate(contents.made_at)
    return [
        [duty(row, language) for row in rows],
        [gap(row, language, day) for row in rows if row.coverage in {"gap", "partial"}],
        [exempt(row, language) for row in rows if row.coverage == "not_applicable"],
        [],
        [printed(row, language) for row in contents.provider_rows],
    ]


@pytest.mark.thorough
def test_each_sheet_equals_the_rows_of_the_selector_in_both_languages_filtered_or_not(
    libreoffice: str, tmp_path: Path, shelf: Shelf
) -> None:
    made = {
        f"{language}{coverage}": shelf.take(language, coverage)
        for language in ("en", "fr")
        for coverage in ("", "partial")
    }
    books = {name: each.written.content for name, each in made.items()}

    converted_books = converted(books, libreoffice, tmp_path)

    for name, each in made.items():
        found = converted_books[name]
        assert found == [as_text(sheet) for sheet in each.book.worksheets]
        summary, *lists = found[:6]
        with translation.override(each.contents.language):
            assert [[row for row in rows[1:] if row[1]] for rows in lists] == expected(
                each.contents
            )
        assert any(FORMULA in row for row in lists[0])
        assert str(each.contents.key) in [row[1] for row in summary]
