"""The command check_matrix: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl import Workbook

from tests.matrix.readers.pages import make_page

PAGE = make_page(
    "| Choose **the size** | RA | I |",
    "| Restore on request | A | R |",
    "| Host |  | RA |",
    before="---\ntitle: A page\nupdated: 2024-02-29\n---\n",
)


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    """Return the path of a small page."""
    path = tmp_path / "page.en.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def check(*arguments: object) -> str:
    """Return what the command prints."""
    out = StringIO()
    call_command("check_matrix", *map(str, arguments), stdout=out)
    return out.getvalue()


def check_json(*arguments: object) -> dict[str, Any]:
    """Return the JSON the command prints."""
    printed: dict[str, Any] = json.loads(check(*arguments, "--json"))
    return printed


def test_json_has_the_figures_of_the_contract(page_file: Path) -> None:
    printed = check_json(page_file)

    findings = printed.pop("findings")
    assert printed == {
        "activities": 3,
        "duties": 2,
        "sections": 1,
        "sections_with_rows": 1,
        "language": "en",
        "published_on": "2024-02-29",
        "dates": ["2024-02-29"],
        "parties": ["Customer", "Provider"],
        "client_party": "Customer",
        "client_cells": {"RA": 1, "A": 1, "": 1},
        "provider_cells": {"I": 1, "R": 1, "RA": 1},
        "format": "markdown",
        "family": "raci",
        "sheet": None,
    }
    assert findings == [
        {
            "code": "accountable-only",
            "severity": "info",
            "line": 10,
            "sheet": None,
            "cell": "Customer",
            "message": "Customer is accountable here and not responsible: to verify, not to do.",
        }
    ]


def test_rows_are_printed_on_demand(page_file: Path) -> None:
    printed = check_json(page_file, "--rows")

    assert printed["rows"][0] == {
        "line": 9,
        "sheet": None,
        "section": "1. Start",
        "text": "Choose the size",
        "client": "RA",
        "others": {"Provider": "I"},
    }
    assert [row["line"] for row in printed["rows"]] == [9, 10, 11]


def test_the_section_of_a_row_is_its_title_where_no_number_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(make_page("| Size | RA | I |").replace("1. ", ""), encoding="utf-8")

    printed = check_json(path, "--rows")

    assert printed["rows"][0]["section"] == "Start"


def test_another_party_can_be_the_client(page_file: Path) -> None:
    printed = check_json(page_file, "--party", "Provider")

    assert (printed["client_party"], printed["duties"]) == ("Provider", 2)
    assert printed["provider_cells"] == {"RA": 1, "A": 1, "": 1}


def test_only_the_rows_of_a_product_are_counted(tmp_path: Path) -> None:
    header = "| Basic | Activity | Customer | Provider |\n|---|---|---|---|\n"
    path = tmp_path / "page.md"
    rows = ("| X | Size | RA | I |", "|  | Run | I | RA |")
    path.write_text(make_page(*rows, header=header), encoding="utf-8")

    printed = check_json(path, "--product", "Basic")

    assert (printed["activities"], printed["published_on"]) == (1, None)


def test_the_sheet_of_a_workbook_can_be_chosen_and_is_told(tmp_path: Path) -> None:
    book = Workbook()
    for name, text in (("First", "Size"), ("Second", "Run")):
        sheet = book.create_sheet(name)
        for row in (["Activity", "Customer", "Provider"], [text, "RA", "us"], ["Stop", "R", "A"]):
            sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)

    printed = check_json(path, "--sheet", "Second", "--rows")
    text = check(path, "--sheet", "Second")

    assert (printed["format"], printed["family"], printed["sheet"]) == ("xlsx", "raci", "Second")
    assert [(row["sheet"], row["line"]) for row in printed["rows"]] == [
        ("Second", 2),
        ("Second", 3),
    ]
    assert {found["sheet"] for found in printed["findings"]} == {"Second"}
    assert "\nRead as: raci, from xlsx, sheet Second\n" in text
    assert "error cell-unknown, Second, row 2: " in text


def test_several_other_parties_are_counted_by_name(tmp_path: Path) -> None:
    header = "| Activity | Customer | Host | Partner |\n|---|---|---|---|\n"
    path = tmp_path / "page.md"
    path.write_text(make_page("| Size | RA | I |  |", header=header), encoding="utf-8")

    printed = check_json(path)

    assert printed["provider_cells"] == {"Host": {"I": 1}, "Partner": {"": 1}}


def test_without_json_a_person_can_read_it(page_file: Path) -> None:
    printed = check(page_file, "--rows")

    assert printed.splitlines() == [
        "3 activities, 2 duties of Customer, 1 sections (1 with rows)",
        "Read as: raci, from markdown",
        "Language: en",
        "Published on: 2024-02-29 (printed: 2024-02-29)",
        "Parties: Customer, Provider",
        "Cells of Customer: RA 1, A 1, empty 1",
        "1 findings:",
        "  info accountable-only, line 10: Customer is accountable here and not responsible:"
        " to verify, not to do.",
        "9: RA | Provider I | Choose the size",
        "10: A | Provider R | Restore on request",
        "11: - | Provider RA | Host",
    ]


def test_what_is_unknown_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text(make_page("| Backup | RA |  |"), encoding="utf-8")

    printed = check(path)

    assert "Language: unknown\nPublished on: unknown (printed: no date)\n" in printed
    assert "\n1 findings:\n  info date-missing, page: The page gives no date" in printed


def test_a_page_without_findings_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page"
    page = make_page("| Backup | RA |  |", before="Last update 22/12/2022\n\n")
    path.write_text(page, encoding="utf-8")

    printed = check(path)

    assert printed.endswith("\n0 findings\n")


def test_a_refusal_is_json_on_standard_output_with_status_two(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"a\nb\xff")
    out = StringIO()

    with pytest.raises(CommandError) as caught:
        call_command("check_matrix", str(path), "--json", stdout=out)

    assert caught.value.returncode == 2
    assert json.loads(out.getvalue()) == {
        "refused": "not-text",
        "where": "line 2, byte 3",
        "message": "The file is not UTF-8 text: byte 0xff cannot stand there.",
    }


def test_a_refusal_without_json_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"")
    out = StringIO()

    with pytest.raises(CommandError, match=r"refused \(empty\): The file is empty. \(byte 0\)"):
        call_command("check_matrix", str(path), stdout=out)

    assert out.getvalue() == ""


@pytest.mark.parametrize(
    "name", [pytest.param("missing.md", id="missing"), pytest.param("", id="folder")]
)
def test_a_file_that_cannot_be_opened_is_an_error_of_the_command(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(CommandError, match="cannot be read: ") as caught:
        check(tmp_path / name, "--json")

    assert caught.value.returncode == 1


def test_a_file_of_fifty_megabytes_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    with pytest.raises(CommandError, match="too-large") as caught:
        check(path)

    assert caught.value.returncode == 2


@pytest.mark.thorough
def test_it_runs_with_no_variable_set_and_no_database(page_file: Path, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    # Only the place of the installation's own data, so that the test leaves none behind.
    environment = {"PATH": os.environ["PATH"], "REMIT_DATA": str(tmp_path / "none")}

    ended = subprocess.run(  # noqa: S603 - our own command on a file of this test
        [sys.executable, "manage.py", "check_matrix", str(page_file), "--json"],
        cwd=root,
        env=environment,
        capture_output=True,
        check=False,
        text=True,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["duties"] == 2
    assert not list(tmp_path.rglob("*.sqlite3"))
