"""`verify_export FILE --json`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.models import ExportedCells
from tests.assessments.verifying.files import EMPTY, Exported, text_xml, with_cell, with_part
from tests.matrix.readers.workbooks.files import make_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a workbook is put."""
    return tmp_path / "book.xlsx"


def told(file: Path, *arguments: str) -> tuple[int, str]:
    """Run the command and return its exit status and what it printed."""
    out = StringIO()
    try:
        call_command("verify_export", str(file), *arguments, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, out.getvalue() or str(error)
    return 0, out.getvalue()


def told_json(file: Path) -> tuple[int, dict[str, Any]]:
    """Run the command and return its exit status and its JSON."""
    status, printed = told(file, "--json")
    found: dict[str, Any] = json.loads(printed)
    return status, found


def test_the_same_ends_with_0(file: Path, exported: Exported) -> None:
    file.write_bytes(exported.content)

    status, found = told_json(file)

    assert status == 0
    assert (found["same"], found["export"]) == (True, str(exported.export.key))
    assert (found["count"], found["differences"]) == (0, [])


def test_different_ends_with_1_and_names_the_cells(file: Path, exported: Exported) -> None:
    content = with_cell(exported.content, "Lists", "A1", EMPTY)
    file.write_bytes(with_cell(content, "Lists", "Z99", text_xml("new")))

    status, found = told_json(file)

    assert (status, found["same"], found["count"]) == (1, False, 2)
    assert found["differences"] == [
        {"sheet": "Lists", "cell": "A1", "as_exported": "Coverage", "in_file": None},
        {"sheet": "Lists", "cell": "Z99", "as_exported": None, "in_file": "new"},
    ]


def test_the_same_beside_a_broken_record_ends_with_1(file: Path, exported: Exported) -> None:
    ExportedCells.objects.all().delete()
    file.write_bytes(exported.content)

    status, found = told_json(file)

    assert (status, found["same"], found["compared_with"]) == (1, True, "cells-broken")


def test_it_is_told_in_words_as_well(file: Path, exported: Exported) -> None:
    content = with_cell(exported.content, "Duties", "A1", text_xml("x"))
    file.write_bytes(
        with_part(
            content, "xl/workbook.xml", lambda xml: xml.replace('name="Lists"', 'name="Words"')
        )
    )

    status, printed = told(file)

    assert status == 1
    assert f"Export {exported.export.key} of " in printed
    assert "by the installation itself: different, compared with: cells." in printed
    assert "Sheet added: Words\nSheet removed: Lists\nDuties!A1: 'No.' -> 'x'\n" in printed


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"a;b", "unsupported-format", id="unreadable"),
        pytest.param(make_workbook(), "unknown-export", id="not-made-here"),
    ],
)
def test_what_cannot_be_compared_ends_with_2(file: Path, content: bytes, code: str) -> None:
    file.write_bytes(content)

    status, found = told_json(file)

    assert (status, found["refused"]) == (2, code)
    assert found["message"] in told(file)[1]


def test_a_file_that_is_not_there_ends_with_1(file: Path) -> None:
    assert told(file) == (1, f"{file} cannot be read: No such file or directory.")
