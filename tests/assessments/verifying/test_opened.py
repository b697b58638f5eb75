"""Reading a workbook that comes back, whatever program wrote it and whoever meddled with it."""

import pytest

from assessments.readers.cells import CellKind
from assessments.readers.opened import opened_workbook
from matrix.readers import Limits, MatrixRefused
from tests.assessments.verifying.files import all_cells
from tests.matrix.readers.workbooks.files import (
    BOOK,
    MAIN,
    NAMED,
    OFFICE,
    PACKAGE,
    RELATIONS,
    SHEET,
    STRINGS,
    book_xml,
    make_workbook,
    sheet_xml,
    strings_xml,
)

STYLES = "xl/styles.xml"
DATES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm"/>'
    '</numFmts><fonts/><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/>'
    '<xf numFmtId="999"/></cellXfs></styleSheet>'
)


def read(rows: str, **parts: str) -> list[tuple[str, CellKind, object]]:
    """Return address, kind and value of the cells of a sheet with these rows."""
    names = {"strings": STRINGS, "styles": STYLES, "book": BOOK}
    changed = {names[name]: xml for name, xml in parts.items()}
    content = make_workbook({SHEET: sheet_xml(rows), **changed})
    return [(cell.address, cell.kind, cell.value) for _, cell in all_cells(content)]


def refusal(parts: dict[str, str | bytes | None]) -> str:
    """Return the code with which a workbook with these parts is refused."""
    with pytest.raises(MatrixRefused) as refused:
        all_cells(make_workbook(parts))
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        pytest.param('<c r="A1" t="s"><v>1</v></c>', "text", "two", id="shared"),
        pytest.param(
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r>'
            "<rPh><t>no</t></rPh></is></c>",
            "text",
            "a b",
            id="rich",
        ),
        pytest.param('<c r="A1" t="str"><v>a</v></c>', "text", "a", id="plain"),
        pytest.param('<c r="A1"><v>3</v></c>', "number", 3, id="number"),
        pytest.param('<c r="A1" t="n"><v>3.0E0</v></c>', "number", 3, id="number-as-power"),
        pytest.param('<c r="A1"><v>0.5</v></c>', "number", 0.5, id="fraction"),
        pytest.param('<c r="A1" t="b"><v>0</v></c>', "truth", False, id="truth"),
        pytest.param('<c r="A1" t="e"><v>#N/A</v></c>', "error", "#N/A", id="error"),
        pytest.param('<c r="A1" s="1"><v>46349</v></c>', "date", 46_349, id="day"),
        pytest.param('<c r="A1" s="2"><v>46349</v></c>', "date", 46_349, id="own-format"),
        pytest.param('<c r="A1" s="3"><v>46349</v></c>', "number", 46_349, id="unknown-format"),
        pytest.param('<c r="A1" s="1"><v>7</v></c>', "number", 7, id="not-a-day"),
        pytest.param('<c r="A1" t="d"><v>2026-11-23</v></c>', "date", 46_349, id="iso"),
        pytest.param('<c r="A1"><f>1+1</f><v>2</v></c>', "formula", "=1+1", id="formula"),
        pytest.param('<c r="A1"><f t="shared" si="0"/></c>', "formula", "=", id="shared-formula"),
        pytest.param("<c><v>3</v></c>", "number", 3, id="without-address"),
    ],
)
def test_a_cell_is_read_as_it_is_stored(cell: str, kind: str, value: object) -> None:
    texts = strings_xml("one", "two")

    found = read(f'<row r="1">{cell}</row>', strings=texts, styles=DATES)

    assert found == [("A1", kind, value)]
    assert isinstance(found[0][2], bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1"/>', '<c r="A1" s="1"><v/></c>', '<c r="A1" t="s"><v>0</v></c>']
    + [f'<c r="A1" t="inlineStr">{text}</c>' for text in ("", "<is/>", "<is><t></t></is>")],
)
def test_a_cell_without_a_value_is_none(cell: str) -> None:
    assert read(f"<row>{cell}</row>", strings=strings_xml("")) == []


def test_rows_and_cells_without_address_follow_one_another() -> None:
    found = read('<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><x/><c><v>3</v></c></row>')

    assert [address for address, _, _ in found] == ["A1", "B1", "A5"]


def test_rows_outside_of_their_place_are_read_as_well() -> None:
    stray = '<row r="1"><c r="A1"><v>1</v></c></row>'

    found = all_cells(make_workbook({SHEET: sheet_xml("", before=stray)}))

    assert [cell.address for _, cell in found] == ["A1"]


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    book = book_xml(NAMED.format("S", 1)).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')

    found = read('<row><c s="1"><v>44887</v></c></row>', styles=DATES, book=book)

    assert found == [("A1", CellKind.MOMENT, 46_349)]


def test_hidden_sheets_are_read_and_chart_sheets_are_not() -> None:
    sheets = (
        '<sheet name="A" sheetId="1" r:id="r1"/><sheet name="B" sheetId="2" state="veryHidden"'
        ' r:id="r2"/><sheet name="C" sheetId="3" r:id="r3"/>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet2.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
        "</Relationships>"
    )
    second = sheet_xml('<row r="1"><c r="A1"><v>2</v></c></row>')

    found = all_cells(
        make_workbook(
            {BOOK: book_xml(sheets), RELATIONS: relations, "xl/worksheets/sheet2.xml": second}
        )
    )

    assert [sheet for sheet, _ in found] == ["A"] * 6 + ["B"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param(
            '<row r="2"><c r="A2"/></row><row r="1"><c r="A1"/></row>', "damaged", id="rows"
        ),
        pytest.param('<row><c r="A1"/><c r="A1"/></row>', "damaged", id="a-cell-twice"),
        pytest.param('<row><c r="A1" t="s"><v>x</v></c></row>', "damaged", id="no-number"),
        pytest.param("<row><c><v>nan</v></c></row>", "damaged", id="no-finite-number"),
        pytest.param('<row><c t="d"><v>soon</v></c></row>', "damaged", id="no-date"),
        pytest.param('<row r="one"/>', "damaged", id="no-row"),
        pytest.param("<row><c><v>1</v></c>", "damaged", id="no-xml"),
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(rows: str, code: str) -> None:
    assert refusal({SHEET: sheet_xml(rows)}) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        pytest.param({RELATIONS: None}, "damaged", id="no-relations"),
        pytest.param({SHEET: None}, "damaged", id="no-sheet"),
        pytest.param({BOOK: "<workbook"}, "damaged", id="no-xml"),
        pytest.param({STYLES: "<!DOCTYPE x []><x/>"}, "bomb", id="document-type"),
        pytest.param(
            {BOOK: book_xml(NAMED.format("A", 1) + NAMED.format("B", 2))}, "bomb", id="one-sheet"
        ),
        pytest.param(
            {BOOK: book_xml("".join(NAMED.format(f"S{n}", n) for n in range(201)))},
            "bomb",
            id="many-sheets",
        ),
    ],
)
def test_a_workbook_that_no_program_writes_is_refused(
    parts: dict[str, str | bytes | None], code: str
) -> None:
    assert refusal(parts) == code


def test_a_file_that_is_larger_than_what_is_read_is_refused() -> None:
    with (
        pytest.raises(MatrixRefused) as refused,
        opened_workbook(b"x" * 11, Limits(file_bytes=10)),
    ):
        pass

    assert refused.value.code == "too-large"
