"""What holds for any sheet: it reads back as it was written, and no bytes break the reader."""

import io
import random
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from matrix.readers import MatrixRefused
from tests.matrix.readers.grids.sheets import make_grid, read, read_file, save
from tests.matrix.readers.test_properties import assert_is_whole
from tests.needs import examples

HEADER = ("Activity", "Customer", "Provider")
TEXTS = (
    st.text("abc é’\"'*_<>&[]()#|\\`=+-@0123.,:\n", min_size=1, max_size=30)
    .map(str.split)
    .map(" ".join)
    .map(lambda text: f"Do {text}".strip())
)
LETTERS = st.sets(st.sampled_from("RACIS")).map(lambda letters: "".join(sorted(letters)))
ROWS = st.lists(st.tuples(TEXTS, LETTERS, LETTERS), max_size=6)
REAL = save(
    ("Notes", [("Read me",)]),
    ("Matrix", [("Ours",), HEADER, *[(f"Do {n}", "RA", "I") for n in range(20)]]),
)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_a_matrix_written_as_a_sheet_reads_back_identical(
    parts: list[list[tuple[str, str, str]]],
) -> None:
    rows = [
        (f"Part {number}", *row)
        for number, part in enumerate(parts)
        for row in [("Do first", "R", "A"), *part]
    ]

    matrix = read(make_grid([("Section", *HEADER), *rows]))

    assert [
        (matrix.sections[row.section].title, row.text, *(set(cell.letters) for cell in row.cells))
        for row in matrix.activities
    ] == [(part, text, set(ours), set(theirs)) for part, text, ours, theirs in rows]


@settings(max_examples=examples(20), deadline=None)
@given(ROWS)
def test_a_matrix_written_as_a_workbook_reads_back_identical(
    rows: list[tuple[str, str, str]],
) -> None:
    # A text that begins with "=" would be written as a formula.
    written = [("Do first", "R", "A"), *rows]

    matrix = read_file(save(("Matrix", [HEADER, *written])))

    assert [
        (row.line, row.text, *(set(cell.letters) for cell in row.cells))
        for row in matrix.activities
    ] == [
        (line, text, set(ours), set(theirs))
        for line, (text, ours, theirs) in enumerate(written, start=2)
    ]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(REAL) - 1), st.integers(0, 255)), max_size=4))
def test_a_workbook_with_other_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    content = bytearray(REAL)
    for place, byte in changes:
        content[place] = byte

    assert_is_read_or_refused(bytes(content))


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 1 << 32))
def test_a_workbook_with_other_xml_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    pieces = [b"<", b">", b'"', b"&", b"9", b"<c>", b'r="A9"', b"<v>", b"\x00", b"</row>", b""]
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(REAL)) as real, zipfile.ZipFile(file, "w") as mutant:
        for entry in real.infolist():
            part = real.read(entry)
            for _ in range(chance.randrange(3)):
                place = chance.randrange(len(part))
                part = part[:place] + chance.choice(pieces) + part[place + chance.randrange(3) :]
            mutant.writestr(entry.filename, part)

    assert_is_read_or_refused(file.getvalue())


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "RA",
                    "Do",
                    "Customer",
                    "Activity",
                    "1.1",
                    "X",
                    "Shared",
                    "Responsibility",
                    "Control ID",
                    "Question",
                    "SSRM Control Ownership",
                ]
            ),
            max_size=5,
        )
    )
)
def test_any_sheet_is_read_whole_or_refused(rows: list[list[str]]) -> None:
    grid = make_grid(rows)

    try:
        matrix = read(grid)
    except MatrixRefused:
        return

    assert_is_whole(matrix)


def assert_is_read_or_refused(content: bytes) -> None:
    """Check that nothing but the named refusal comes out."""
    try:
        matrix = read_file(content)
    except MatrixRefused:
        return
    assert_is_whole(matrix)
