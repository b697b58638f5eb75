"""Any table as sheets of text, or a refusal that says why not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.readers.trackers import (
    Layout,
    Role,
    Tracker,
    TrackerTooLarge,
    entries_of,
    guess,
    match_rows,
    read_tracker,
    said_of,
)
from assessments.readers.trackers.tables import MAX_CHARACTERS, Sheet
from matrix.readers import Limits, MatrixRefused
from matrix.readers.grids.cells import GridRow
from tests import needs
from tests.assessments.trackers.reading import activities, known, text_of, workbook_of

TWO = [["Activité", "Statut"], ["Installer l'OS", "fait"]]


def cells(tracker: Tracker) -> list[list[str]]:
    """Return the cells of the first sheet."""
    return [list(row.cells) for row in tracker.sheets[0].rows]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(text_of(*TWO).encode(), "Pasted text", id="copied"),
        pytest.param(text_of(*TWO, sign=";").encode(), "suivi.csv", id="semicolons"),
        pytest.param(text_of(*TWO, sign=",").encode("utf-8-sig"), "a.csv", id="commas with BOM"),
        pytest.param(text_of(*TWO, sign=";").encode("cp1252"), "a.csv", id="Windows-1252"),
        pytest.param(text_of(*TWO).encode("utf-16"), "Unicode.txt", id="UTF-16"),
        pytest.param(text_of(*TWO, sign=";").encode(), "copied", id="semicolons, no name"),
        pytest.param(workbook_of({"S": TWO}), "suivi.xlsx", id="workbook"),
        pytest.param(
            b"| Activit\xc3\xa9 | Statut |\n| --- | --- |\n| Installer l'OS | fait |\n",
            "notes.md",
            id="Markdown",
        ),
        pytest.param(
            "<table><tr><td>Activité</td><td>Statut</td></tr>"
            "<tr><td>Installer l'OS</td><td>fait</td></tr></table>".encode(),
            "pasted.html",
            id="HTML",
        ),
    ],
)
def test_a_table_is_read_whatever_it_comes_in(content: bytes, name: str) -> None:
    tracker = read_tracker(content, name=name)

    assert cells(tracker) == TWO


def test_titles_of_a_page_stay_between_its_tables() -> None:
    page = "# 1. Avant\n\n| Activité | Statut |\n| --- | --- |\n| Installer l'OS | fait |\n"

    tracker = read_tracker(page.encode(), name="notes.md")

    assert cells(tracker) == [["1 Avant"], *TWO]
    assert tracker.sheets[0].rows[0].is_spanning


def test_a_few_tabs_among_lines_of_text_still_part_cells() -> None:
    content = "Suivi\n\nnote\nActivité\tStatut\nfin\nfin\nfin"

    tracker = read_tracker(content.encode())

    assert ["Activité", "Statut"] in cells(tracker)


def test_only_sheets_that_are_tables_are_offered() -> None:
    content = workbook_of({"Vide": [], "Note": [["une phrase"], ["deux"]], "Suivi": TWO})

    tracker = read_tracker(content, name="a.xlsx")

    assert [sheet.name for sheet in tracker.sheets] == ["Suivi"]


def test_a_sheet_that_is_too_large_is_left_out_and_named() -> None:
    content = workbook_of({"Journal": [["x" * 8_001, "y"], ["a", "b"]], "Suivi": TWO})

    tracker = read_tracker(content, name="a.xlsx")

    assert [sheet.name for sheet in tracker.sheets] == ["Suivi"]
    assert tracker.left_out == ("Journal",)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        pytest.param([["a", "b"]] * 5_001, "rows", id="rows"),
        pytest.param([["a"] * 101] * 2, "columns", id="columns"),
        pytest.param([["a", "b" * 8_001]] * 2, "cell", id="cell"),
        pytest.param(
            [["a", "b" * 8_000]] * (MAX_CHARACTERS // 8_000 + 1), "characters", id="all together"
        ),
    ],
)
def test_a_table_that_is_too_large_is_refused(rows: list[list[str]], what: str) -> None:
    with pytest.raises(TrackerTooLarge) as refused:
        read_tracker(text_of(*rows).encode())

    assert (refused.value.what, refused.value.code) == (what, "too-large")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        pytest.param(b"", "", "empty", id="empty"),
        pytest.param(b"une phrase sans table", "a.txt", "no-table", id="prose"),
        pytest.param(b"a\tb", "", "no-table", id="one row"),
        pytest.param(b"a\x00b\tc\n1\t2", "a.csv", "not-text", id="control character"),
        pytest.param(b"a;\x81\x8d\n", "a.csv", "not-text", id="no known encoding"),
        pytest.param(b"\xff\xfea", "a.txt", "not-text", id="half a character"),
        pytest.param(b'a\tb\n"c\td\n', "", "damaged", id="open quote"),
        pytest.param(b"PK\x03\x04" + b"content.xml" * 9, "a.ods", "unsupported-format", id="ods"),
        pytest.param(b"PK\x03\x04xl/workbook.xml", "a.xlsx", "damaged", id="broken zip"),
        pytest.param(b"%PDF-1.7", "a.pdf", "unsupported-format", id="pdf"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, name: str, code: str) -> None:
    with pytest.raises(MatrixRefused) as refused:
        read_tracker(content, name=name)

    assert refused.value.code == code


def test_a_file_larger_than_the_installation_reads_is_refused() -> None:
    with pytest.raises(MatrixRefused, match="larger than 5 bytes"):
        read_tracker(b"a\tb\nc\td", limits=Limits(file_bytes=5))


def test_a_tracker_and_its_layout_come_back_from_json() -> None:
    rows = (GridRow(3, ("Titre",), is_spanning=True), GridRow(5, ("a", "b")))
    tracker = Tracker((Sheet("S", rows),), ("Journal",))
    layout = Layout(0, 1, {Role.ACTIVITY: 0}, {"fait": "covered", "x": ""}, {5: "k", 6: ""})

    kept = json.loads(json.dumps([tracker.to_json(), layout.to_json()]))

    assert Tracker.from_json(kept[0]) == tracker
    assert Layout.from_json(kept[1]) == layout


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["Installer l'OS", "Statut", "Activité", "fait", "x", "31/12/26", "-", "3.1"]),
)


@given(
    rows=st.lists(st.lists(CELLS, max_size=5), max_size=8),
    sign=st.sampled_from(["\t", ";", ",", "|"]),
)
@settings(max_examples=needs.examples(100), deadline=None)
def test_no_table_raises_anything_but_the_refusal(rows: list[list[str]], sign: str) -> None:
    content = "\n".join(sign.join(row) for row in rows).encode("utf-8", "replace")

    says = said_or_refused(content)

    assert says >= -1


@given(content=st.binary(max_size=200))
@settings(max_examples=needs.examples(200), deadline=None)
def test_no_bytes_raise_anything_but_the_refusal(content: bytes) -> None:
    says = said_or_refused(content)

    assert says >= -1


def said_or_refused(content: bytes) -> int:
    """Return how many rows say something, -1 where nothing can be read."""
    try:
        tracker = read_tracker(content)
    except MatrixRefused:
        return -1
    layout = guess(tracker, known())
    entries = entries_of(tracker.sheets[layout.sheet], layout, known())
    matches = match_rows([entry.row for entry in entries], activities())
    assert len({match.activity for match in matches} - {None}) == sum(
        match.activity is not None for match in matches
    )
    return len(said_of(entries, matches, activities()).rows)
