"""A workbook that is too long for a page is compared by the command, one cell at a time."""

import json
import tracemalloc
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from assessments.readers.cells import CellHash
from assessments.readers.opened import opened_workbook
from assessments.selectors.verifying.checking import streaming_limits
from matrix.readers.workbooks import scanning
from tests.assessments.shared import Shared
from tests.assessments.verifying.files import Exported, text_xml, with_cell
from tests.matrix.readers.workbooks.files import SHEET, make_workbook, sheet_xml, text_cell

pytestmark = pytest.mark.django_db


@pytest.fixture
def _few_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read ten cells while somebody waits."""
    monkeypatch.setattr(scanning, "MAX_CELLS", 10)


def compared(file: Path) -> dict[str, object]:
    """Run the command and return its JSON; whether it ended with 1 stands in it."""
    out = StringIO()
    with suppress(SystemExit):
        call_command("verify_export", str(file), "--json", stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def long_book(rows: int) -> bytes:
    """Make a workbook of rows of three cells, each with a text of its own."""
    lines = "".join(
        f'<row r="{row}">{text_cell(f"A{row}", f"Note {row}")}'
        f'<c r="B{row}"><v>{row}</v></c><c r="C{row}"><v>1</v></c></row>'
        for row in range(1, rows + 1)
    )
    return make_workbook({SHEET: sheet_xml(lines)})


def memory_of_reading(rows: int) -> int:
    """Return the most bytes that reading the cells of an opened workbook took."""
    cells = CellHash()
    with opened_workbook(long_book(rows), streaming_limits()) as book:
        tracemalloc.start()
        for cell in book.cells(book.sheets[0]):
            cells.add("", cell.address, cell.canonical)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak


@pytest.mark.usefixtures("_few_cells")
def test_the_page_says_who_can_verify_it(
    client: Client, full: "Shared", exported: Exported
) -> None:
    client.force_login(full.member.user)
    url = f"/o/{full.member.organisation.slug}/verify/check/"
    file = SimpleUploadedFile("x.xlsx", exported.content)

    answer = client.post(url, {"file": file}, headers={"accept-language": "en"})

    assert answer.status_code == 422
    assert "manage.py verify_export FILE" in answer.content.decode()
    assert "Bring only the part" not in answer.content.decode()


def test_the_command_compares_it_and_names_the_cell_that_was_changed(
    exported: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same, changed = tmp_path / "same.xlsx", tmp_path / "changed.xlsx"
    same.write_bytes(exported.content)
    changed.write_bytes(with_cell(exported.content, "Duties", "B2", text_xml("other")))
    monkeypatch.setattr(scanning, "MAX_CELLS", 10)

    found, other = compared(same), compared(changed)

    assert (found["same"], found["count"]) == (True, 0)
    assert (other["same"], other["count"]) == (False, 1)


@pytest.mark.thorough
def test_memory_does_not_grow_with_the_rows() -> None:
    few, many = memory_of_reading(300), memory_of_reading(2_000)

    assert many < 2 * few
