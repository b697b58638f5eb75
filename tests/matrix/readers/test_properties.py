"""What holds for any input: only the named refusal, and nothing lost on the way."""

import time
from collections.abc import Callable
from itertools import combinations, permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matrix.readers import MatrixRefused, ReadMatrix, read_matrix
from matrix.readers.letters import read_letters
from tests.matrix.readers.pages import HEADER, findings, make_page, read
from tests.needs import examples

PAGE = make_page(
    "| Choose **the size** (1) | RA | I* |",
    "| Run [it](/a) | I | RA",
    "",
    "| Stop | A / R |",
    before="---\ntitle: « A page »\nupdated: 2024-6-25\n---\n# Page\nLast update 1 May 2024\n\n"
    "| Roles |\n|---|\n| R: does |\n| A: answers |\n\n",
) + ("\n(1) A note.\n\n#### 1.3. More\n| Version | Date |\n|---|---|\n| 1 | 2 |\n")

PIECES = ["|", "\n", "#", "*", "_", "[", "](", ")", "<", ">", "`", "\\", "-", "RA", "1.", "\r"]


def read_or_refuse(content: bytes) -> ReadMatrix | None:
    """Return the reading, None when it is refused; anything else is an error."""
    try:
        return read_matrix(content)
    except MatrixRefused:
        return None


def assert_is_whole(matrix: ReadMatrix) -> None:
    """Check what every reading promises."""
    for position, activity in enumerate(matrix.activities, start=1):
        assert activity.position == position
        assert tuple(cell.party for cell in activity.cells) == matrix.parties
        assert 0 <= activity.section < len(matrix.sections)
        assert matrix.sections[activity.section].line <= activity.line
    for index, section in enumerate(matrix.sections):
        assert section.parent is None or section.parent < index
    assert matrix.client_party in matrix.parties
    lines = [found.line or 0 for found in matrix.findings]
    assert lines == sorted(lines)


@pytest.mark.asvs("2.2.1")
@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    matrix = read_or_refuse(content)

    assert matrix is None


@pytest.mark.asvs("2.2.1")
@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PAGE)),
            st.integers(0, 20),
            st.one_of(st.sampled_from(PIECES), st.text(max_size=5)),
        ),
        max_size=8,
    )
)
def test_a_mutated_page_is_read_whole_or_refused(changes: list[tuple[int, int, str]]) -> None:
    text = PAGE
    for place, removed, added in changes:
        text = text[:place] + added + text[place + removed :]

    matrix = read_or_refuse(text.encode("utf-8", "surrogatepass"))

    if matrix is not None:
        assert_is_whole(matrix)


SETS = ["".join(found) for size in range(6) for found in combinations("RACIS", size)]
TEXTS = st.text("abcé’ 0123.,:()", max_size=12).map(lambda text: " ".join(f"Do it {text}".split()))
LETTERS = st.sampled_from(SETS)
ROWS = st.lists(st.tuples(TEXTS, LETTERS, LETTERS), min_size=1, max_size=4)
SECTIONS = st.lists(ROWS, min_size=1, max_size=3)


@settings(max_examples=examples(200), deadline=None)
@given(SECTIONS)
@example([[("Do it", "RA", "")], [("Do it", "", "RA")]])
def test_a_matrix_written_as_a_page_reads_back_identical(
    sections: list[list[tuple[str, str, str]]],
) -> None:
    text = "".join(
        f"## {number}. Part\n\n{HEADER}"
        + "".join(f"| {' | '.join(row)} |\n" for row in [("Do first", "R", "A"), *rows])
        for number, rows in enumerate(sections, start=1)
    )

    matrix = read(text)

    written = [
        (number, text, set(client), set(provider))
        for number, rows in enumerate(sections)
        for text, client, provider in [("Do first", "R", "A"), *rows]
    ]
    assert [
        (activity.section, activity.text, *(set(cell.letters) for cell in activity.cells))
        for activity in matrix.activities
    ] == written
    assert findings(matrix, "cell-unknown") == []


@pytest.mark.parametrize("between", ["", " ", ", ", " / ", "+"])
def test_every_set_of_letters_is_read_in_any_order_with_any_separator(between: str) -> None:
    written = {order: letters for letters in SETS[1:] for order in permutations(letters)}

    readings = {order: read_letters(between.join(order)) for order in written}

    assert {order: found.letters for order, found in readings.items()} == written
    assert {found.marks for found in readings.values()} == {()}


def repeated(piece: str) -> Callable[[], bytes]:
    """Return a maker of a megabyte of one piece: what grows with its square takes minutes."""
    return lambda: (piece * (1_000_000 // len(piece))).encode()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(repeated("|"), id="pipes"),
        pytest.param(repeated("|\n"), id="lines of pipes"),
        pytest.param(repeated("#"), id="marks of headings"),
        pytest.param(repeated("# a\n"), id="headings"),
        pytest.param(repeated("1."), id="numbers"),
        pytest.param(repeated("** a"), id="asterisks"),
        pytest.param(repeated("[a]("), id="links"),
        pytest.param(repeated("<!-- "), id="comments"),
        pytest.param(repeated("\n"), id="line ends"),
        pytest.param(repeated("|-"), id="dividers"),
        pytest.param(
            lambda: make_page(
                "| **a** [x](y) | **RA** | I* |" + "\n| _a_ | R A | c |" * 2_000
            ).encode(),
            id="thousands of rows",
        ),
        pytest.param(
            lambda: (make_page("| a | RA | I |") + "**a** [x](y) _b_ \\* " * 50_000).encode(),
            id="a paragraph of marks",
        ),
    ],
)
def test_a_megabyte_of_anything_ends_within_seconds(make: Callable[[], bytes]) -> None:
    content = make()
    start = time.process_time()

    read_or_refuse(content)

    assert time.process_time() - start < 5
