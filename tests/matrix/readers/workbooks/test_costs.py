"""What a part would cost, told from its bytes however they are written."""

import pytest

from matrix.readers import MatrixRefused
from matrix.readers.workbooks import scanning
from matrix.readers.workbooks.scanning import PartCost, Scanner, whole_tokens
from tests.matrix.readers.workbooks.files import refusal_of


def _cost(xml: str | bytes, *, name: str = "part") -> PartCost:
    scanner = Scanner(name)
    scanner.look(xml.encode() if isinstance(xml, str) else xml)
    return scanner.cost


@pytest.mark.parametrize(
    "end", [pytest.param(end, id=repr(end)) for end in (" ", "/", "\t", "\n", "\r", ">")]
)
def test_a_cell_is_counted_whatever_follows_its_name(end: str) -> None:
    written = {" ": '<c r="A1">', ">": "<c>", "/": "<c/>"}.get(end, f'<c{end}r="A1">')

    cost = _cost(f'<row r="1">{written}</row>')

    assert cost.cells + cost.empty_cells == 1


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        pytest.param('<row r="3"><c r="B3"><v>1</v></c></row>', (3, 2, 1, 0), id="placed"),
        pytest.param('<row r="3"><c><v>1</v></c><c/></row>', (3, 1, 1, 1), id="by order"),
        pytest.param("<row/><row><c/><c/><c>1</c></row>", (2, 3, 1, 2), id="rows by order"),
        pytest.param('<row r="5"/><row><c>1</c></row>', (6, 1, 1, 0), id="after a placed row"),
        pytest.param('<row r=""><c>1</c></row>', (0, 1, 1, 0), id="an empty place of a row"),
        pytest.param('<row r="2"><c r="C7">1</c><c>2</c></row>', (7, 4, 2, 0), id="after a cell"),
        pytest.param('<row r="9"><c r="AA9">1</c><c r="B2">2</c></row>', (9, 27, 2, 0), id="back"),
    ],
)
def test_places_are_followed_as_a_parser_does(
    prefix: str, rows: str, counted: tuple[int, int, int, int]
) -> None:
    named = rows.replace("<", f"<{prefix}").replace(f"<{prefix}/", f"</{prefix}")

    cost = _cost(named)

    assert (cost.rows, cost.columns, cost.cells, cost.empty_cells) == counted


def test_what_is_written_as_usual_costs_the_same_as_when_it_is_walked_through() -> None:
    usual = '<row r="2"><c r="B2" s="1"/><c r="C2" t="s"><v>4</v></c><c r="D2"><v>1</v></c></row>'

    quick, walked = _cost(usual), _cost(usual.replace('r="B2"', "r='B2'"))

    for cost in (quick, walked):
        assert (cost.rows, cost.columns, cost.cells, cost.empty_cells) == (2, 4, 2, 1)
        assert (list(cost.texts), cost.untold) == ([4], 0)


def test_pieces_of_a_part_add_up() -> None:
    scanner = Scanner("part")

    for row in (1, 4, 2):
        scanner.look(f'<c r="A{row}"><v>1</v></c><c r="C{row}"/>'.encode())
    scanner.look(b'<mergeCell ref="A1:B1"/>')

    cost = scanner.cost
    assert (cost.rows, cost.columns, cost.cells, cost.empty_cells) == (4, 1, 3, 3)
    assert (cost.merges, cost.area) == (1, 4)
    assert cost.size == 3 * len('<c r="A1"><v>1</v></c><c r="C1"/>') + 24


def test_a_walk_goes_on_where_the_usual_cells_ended() -> None:
    scanner = Scanner("part")

    scanner.look(b'<c r="C5"><v>1</v></c>')
    scanner.look(b"<x:c>1</x:c><x:row/><x:c>2</x:c>")

    assert (scanner.cost.rows, scanner.cost.columns, scanner.cost.cells) == (6, 4, 3)


@pytest.mark.parametrize(
    ("cell", "told", "untold"),
    [
        pytest.param('<c r="A1" t="s"><v>12</v></c>', [12], 0, id="usual"),
        pytest.param("<c r='A1' t='s'><v>12</v></c>", [12], 0, id="quoted singly"),
        pytest.param('<c r="A1" t = "s" ><x:v> 12</x:v></c>', [12], 0, id="with blanks"),
        pytest.param('<c r="A1" t="s"><v><![CDATA[1]]></v></c>', [], 1, id="behind CDATA"),
        pytest.param('<c r="A1" t="n"><v>12</v></c>', [], 0, id="a number"),
        pytest.param('<c r="A1" t="s"><x:v>12</x:v></c>', [12], 0, id="with a prefix"),
    ],
)
def test_the_shared_text_of_a_cell_is_told_or_counted_as_untold(
    cell: str, told: list[int], untold: int
) -> None:
    cost = _cost(cell)

    assert (list(cost.texts), cost.untold) == (told, untold)


def test_a_shared_text_is_as_long_as_its_xml_across_pieces() -> None:
    scanner = Scanner("part")

    scanner.look(b"<sst><si><t>ab</t></si>")
    scanner.look(b"<r>cd</r>")
    scanner.look(b"<t>e</t><x:si/><si ></si>")

    assert list(scanner.cost.strings) == [18 + 9 + 8, 7, 10]


@pytest.mark.parametrize(
    ("place", "is_refused"),
    [("A1", False), ("XFD1", False), ("ZZZ999999999", False), ("AAAA1", True), ("1", True),
     ("A", True), ("A1234567890", True)],
)  # fmt: skip
def test_a_place_has_letters_and_digits_as_any_sheet_has(place: str, is_refused: bool) -> None:
    cell = f"<x:c r='{place}'><v>1</v></x:c>"

    if is_refused:
        assert refusal_of(lambda: _cost(cell)) == ("bomb", "part")
    else:
        assert _cost(cell).cells == 1


@pytest.mark.parametrize(
    ("dimension", "is_refused"),
    [("A1", False), ("A1:XFD262144", False), ("$A$1:$B$2", False), ("A:B", False),
     ("1:9", False), (" A1 : B2 ", False), ("A1:XFD262145", True), ("A1048577", True),
     ("XFE1", True), ("A1048576", False), ("#REF!", True), ("xfd1", False), ("xfe1", True)],
)  # fmt: skip
def test_a_dimension_is_refused_when_it_is_absurd(dimension: str, is_refused: bool) -> None:
    xml = f'<dimension ref="{dimension}"/>'

    if is_refused:
        assert refusal_of(lambda: _cost(xml)) == ("bomb", "part")
    else:
        assert _cost(xml).cells == 0


@pytest.mark.parametrize(
    ("limit", "xml"),
    [
        ("MAX_MERGES", '<mergeCell ref="A1:B1"/>'),
        ("MAX_CELLS", '<c r="A1"><v>1</v></c>'),
        ("MAX_EMPTY_CELLS", '<c r="A1"/>'),
        ("MAX_EMPTY_CELLS", "<c r='A1'/>"),
        ("MAX_STRINGS", "<si></si>"),
    ],
)
def test_as_many_as_are_read_pass_and_one_more_is_refused(
    limit: str, xml: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, limit, 3)

    _cost(xml * 3)
    with pytest.raises(MatrixRefused):
        _cost(xml * 4)


def test_errors_are_kept_by_place_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    error = '<c r="{}" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'

    assert _cost(error.format("AB12")).errors == {(12, 28): "#DIV/0!"}
    assert _cost('<c r="A1" t="e"><v>#REF!</v></c>').errors == {(1, 1): "#REF!"}
    scanner = Scanner("part")
    monkeypatch.setattr(scanning, "MAX_ERRORS", 1)
    for place in ("A1", "A2"):
        scanner.look(error.format(place).encode())
    assert list(scanner.cost.errors) == [(1, 1)]


def test_half_a_cell_is_damage_before_any_parser_sees_it() -> None:
    assert refusal_of(lambda: _cost('<row r="1"><c r="A1"')) == ("damaged", "part")


def test_a_row_with_a_prefix_places_the_cells_of_the_next_piece() -> None:
    scanner = Scanner("part")

    scanner.look(b'<x:row r="7"/>')
    scanner.look(b"<c>1</c>")

    assert scanner.cost.rows == 7


def test_shared_texts_with_a_prefix_are_counted() -> None:
    assert list(_cost("<x:sst><x:si>ab</x:si>").strings) == [len("<x:si>ab</x:si>")]


def test_no_more_errors_are_kept_than_a_matrix_has() -> None:
    scanner = Scanner("part")
    scanner.cost.errors = {(row, 1): "#REF!" for row in range(10_000)}

    scanner.look(b'<c r="B1" t="e"><v>#REF!</v></c>')

    assert len(scanner.cost.errors) == 10_000


def test_tokens_are_whole_and_none_is_lost() -> None:
    chunks = [b"<a><b", b" c='1'/>te", b"xt<", b"d/>"]

    pieces = list(whole_tokens("part", chunks))

    assert b"".join(pieces) == b"".join(chunks)
    assert all(piece.startswith(b"<") for piece in pieces)
    assert pieces == [b"<a>", b"<b c='1'/>text", b"<d/>"]


def test_a_token_of_just_the_length_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MAX_TOKEN", 5)

    assert list(whole_tokens("part", [b"<a/>x"])) == [b"<a/>x"]
    assert refusal_of(lambda: list(whole_tokens("part", [b"<a/>xy"]))) == ("bomb", "part")


@pytest.mark.parametrize(
    "declared", ["<!DOCTYPE a>", "<! doctype a>", "<!ENTITY b>", "<!entity b>"]
)
def test_a_declaration_is_refused_however_it_is_written(declared: str) -> None:
    narrow, wide = (declared.encode(encoding) for encoding in ("utf-8", "utf-16-le"))

    assert refusal_of(lambda: list(whole_tokens("part", [narrow]))) == ("bomb", "part")
    assert refusal_of(lambda: list(whole_tokens("part", [wide]))) == ("bomb", "part")


def test_a_comment_is_no_declaration_and_a_nul_no_text() -> None:
    assert list(whole_tokens("part", [b"<!-- DOCTYPE -->"])) == [b"<!-- DOCTYPE -->"]
    assert refusal_of(lambda: list(whole_tokens("part", [b"<a>\x00</a>"]))) == ("damaged", "part")
