"""What the rows of a working copy say, against the export it was made as."""

from collections.abc import Sequence

import pytest

from assessments.readers.cells import CellKind, StoredCell, stored_cell
from assessments.readers.returning import Vocabulary, read_rows, said_of
from assessments.readers.returning.reading import Exported, exported_of
from assessments.readers.said import Field, NoticeCode, Said, Trouble

KEYS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(4)]
WORDS = Vocabulary(
    headings={"coverage": Field.COVERAGE, "note": Field.NOTE, "couverture": Field.COVERAGE},
    coverages={"covered": "covered", "couvert": "covered", "gap": "gap"},
)
HEADINGS: list[str | int] = ["Activity", "Note", "Coverage", "Note (2)", "Key", "Revision"]
# The first "Note" is a party of that name, with its letters.
EXPORTED: list[list[str | int]] = [
    HEADINGS,
    ["Back up", "RA", "covered", "weekly", KEYS[0], 3],
    ["Restore", "A", "gap", "", KEYS[1], 1],
]

Line = Sequence[str | int | StoredCell]


def cells(lines: Sequence[Line]) -> list[StoredCell]:
    """Return lines as the cells of a sheet; "" is an empty cell."""
    found = []
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            if isinstance(value, StoredCell):
                found.append(StoredCell(row, column, value.kind, value.value))
            elif value != "":
                found.append(stored_cell(row, column, value))
    return found


def exported() -> Exported:
    """Return the export."""
    return exported_of(_found(EXPORTED))


def said(*lines: Line) -> Said:
    """Return what a sheet with these lines says, as a copy of the export."""
    found = read_rows(cells(lines), WORDS, sheet="S", exported=exported())
    assert found is not None
    return said_of([found], WORDS, exported())


def texts(said: Said) -> list[dict[str, str]]:
    """Return what rows say that was not exported so, by field."""
    return [
        {name.value: value.text for name, value in row.values.items() if not value.is_as_exported}
        for row in said.rows
    ]


def told(said: Said) -> list[tuple[str, str]]:
    """Return code and place of every notice."""
    return [(each.code.value, each.place) for each in said.notices]


def test_the_export_itself_says_nothing_new() -> None:
    read = said(*EXPORTED)

    assert texts(read) == [{}, {}]
    assert told(read) == []
    assert [row.revision for row in read.rows] == [3, 1]
    assert read.rows[0].values[Field.NOTE].base == "weekly"


def test_blank_leaves_a_dash_clears_and_a_value_is_taken() -> None:
    read = said(
        HEADINGS,
        ["Back up", "RA", "-", "–", KEYS[0], 3],
        ["Restore", "A", "", "new", KEYS[1], 1],
    )

    assert texts(read) == [{"coverage": "unanswered", "note": ""}, {"note": "new"}]
    assert Field.COVERAGE not in read.rows[1].values
    assert read.rows[1].values[Field.NOTE].place == "S!D3"


def test_a_party_named_like_a_field_is_not_taken_for_it() -> None:
    read = said(HEADINGS, ["Back up", "changed", "covered", "weekly", KEYS[0], 3])

    assert texts(read) == [{}]
    assert [(each.code, each.place, each.text) for each in read.notices] == [
        (NoticeCode.READ_ONLY, "S!B2", "Note")
    ]


def test_columns_moved_added_and_left_out_change_nothing() -> None:
    read = said(
        ["Filled in by us"],
        ["", "Key", "Ours", "COUVERTURE", "Activity"],
        ["", KEYS[1].upper(), "x", "couvert", "Restore"],
    )

    assert texts(read) == [{"coverage": "covered"}]
    assert told(read) == []
    assert read.rows[0].revision is None
    assert read.rows[0].key == KEYS[1]


def test_rows_without_a_key_that_can_be_read_are_told_where_they_say_something() -> None:
    read = said(
        HEADINGS,
        ["New", "", "gap", "", "", ""],
        ["New", "", "", "x", "12", ""],
        ["New", "", "", "", "", ""],
        HEADINGS,
        ["Restore", "A", "gap", "", KEYS[1], "many"],
    )

    assert told(read) == [("no-key", "S!C2"), ("key-unreadable", "S!E3")]
    assert texts(read) == [{}]
    assert read.rows[0].revision is None


def test_a_key_that_stands_twice_is_taken_only_where_both_say_the_same() -> None:
    read = said(
        HEADINGS,
        ["Back up", "RA", "gap", "weekly", KEYS[0], 3],
        ["Back up", "RA", "gap", "weekly", KEYS[0], 3],
        ["Restore", "A", "gap", "one", KEYS[1], 1],
        ["Restore", "A", "gap", "two", KEYS[1], 1],
    )

    assert texts(read) == [{"coverage": "gap"}]
    assert [(each.code, each.text) for each in read.notices] == [(NoticeCode.TWICE, "S!E4, S!E5")]


def test_a_row_that_was_not_exported_has_no_base() -> None:
    read = said(HEADINGS, ["Other", "", "gap", "", KEYS[2], 1])

    assert told(read) == [("not-in-export", "S!E2")]
    assert read.rows[0].values[Field.COVERAGE].base is None


def test_formulas_and_errors_are_no_values() -> None:
    formula = StoredCell(0, 0, CellKind.FORMULA, "=A1")
    error = StoredCell(0, 0, CellKind.ERROR, "#REF!")

    read = said(HEADINGS, ["Back up", "RA", formula, error, KEYS[0], 3])

    values = read.rows[0].values
    assert values[Field.COVERAGE].trouble == Trouble.FORMULA
    assert values[Field.NOTE].trouble == Trouble.ERROR


def test_a_number_and_its_text_are_the_same() -> None:
    export = exported_of(_found([[*HEADINGS], ["Back up", "RA", "covered", "12", KEYS[0], 3]]))
    found = _found([[*HEADINGS], ["Back up", "RA", "Couvert ", 12, KEYS[0], 3]])

    assert texts(said_of([found], WORDS, export)) == [{}]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="empty"),
        pytest.param([["Key", "Revision"], [KEYS[0], "1"]], id="no-field"),
        pytest.param([["Coverage", "Note"], ["gap", "x"]], id="no-key"),
        pytest.param([["x"]] * 250 + [["Key", "Note"]], id="too-far-down"),
    ],
)
def test_a_sheet_without_keys_and_fields_is_no_working_copy(lines: list[Line]) -> None:
    assert read_rows(cells(lines), WORDS) is None


def test_a_sheet_with_codes_alone_is_one() -> None:
    assert read_rows(cells([["Key", "Coverage code"], [KEYS[0], "gap"]]), WORDS) is not None


def _found(lines: Sequence[Line]):  # type: ignore[no-untyped-def]
    found = read_rows(cells(lines), WORDS)
    assert found is not None
    return found
