"""A matrix written in any format reads back as it was; broken files end in a refusal."""

import csv
from collections.abc import Callable
from html import escape
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matrix.readers import Choice, MatrixRefused, ReadMatrix, read_matrix
from tests.matrix.readers.pages import HEADER, make_page
from tests.needs import examples

Rows = list[tuple[str, str, str]]

WORDS = st.text('abcdefghijé’ *_<&;"0123.,:()[]', min_size=1, max_size=25)
TEXTS = WORDS.map(lambda text: " ".join(f"Do {text} it".split()))
LETTERS = st.sets(st.sampled_from("RACIS")).map(
    lambda found: "".join(letter for letter in "RACIS" if letter in found)
)
SECTIONS = st.lists(
    st.lists(st.tuples(TEXTS, LETTERS, LETTERS), min_size=1, max_size=3), min_size=1, max_size=2
)
FIRST = ("Do first", "R", "A")


def as_markdown(sections: list[Rows]) -> str:
    """Write a page with the signs of Markdown escaped."""

    def source(text: str) -> str:
        return "".join(f"\\{sign}" if sign in "*_<&[]" else sign for sign in text)

    return "".join(
        f"## {number}. Part\n\n{HEADER}"
        + "".join(f"| {source(row[0])} | {row[1]} | {row[2]} |\n" for row in rows)
        for number, rows in enumerate(sections, start=1)
    )


def as_html(sections: list[Rows]) -> str:
    """Write a page as a browser copies it, on one line."""
    names = "<tr><th>Activity</th><th>Customer</th><th>Provider</th></tr>"
    return "<meta charset='utf-8'>" + "".join(
        f"<h2>{number}. Part</h2><table>{names}"
        + "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        + "</table>"
        for number, rows in enumerate(sections, start=1)
    )


def as_copied(sections: list[Rows]) -> str:
    """Write the page as plain text, cells parted by tabs."""
    return "".join(
        f"{number}. Part\nActivity\tCustomer\tProvider\n"
        + "".join("\t".join(row) + "\n" for row in rows)
        for number, rows in enumerate(sections, start=1)
    )


@settings(max_examples=examples(15), deadline=None)
@given(SECTIONS)
@example([[("Do * &amp; **it** [a](b)", "RA", "")]])
def test_a_page_reads_back_identical_in_every_format(sections: list[Rows]) -> None:
    whole = [[FIRST, *rows] for rows in sections]
    written = [(number, *row) for number, rows in enumerate(whole) for row in rows]

    for write in (as_markdown, as_html, as_copied):
        matrix = read_matrix(write(whole).encode())

        assert shown(matrix) == written, write
        assert [part.number for part in matrix.sections] == [
            str(number) for number in range(1, len(whole) + 1)
        ]
        assert [found.code for found in matrix.findings] == ["date-missing"]


def shown(matrix: ReadMatrix) -> list[tuple[int, str, str, str]]:
    """Return section, text and letters of each row."""
    return [
        (row.section, row.text, row.cells[0].letters, row.cells[1].letters)
        for row in matrix.activities
    ]


@pytest.mark.parametrize(("ending", "sign"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
@settings(max_examples=examples(10), deadline=None)
@given(st.lists(st.tuples(TEXTS, LETTERS, LETTERS), max_size=5))
def test_a_table_reads_back_identical_from_separated_cells(
    ending: str, sign: str, rows: Rows
) -> None:
    file = StringIO()
    whole = [("Activity", "Customer", "Provider"), FIRST, *rows]
    csv.writer(file, delimiter=sign, lineterminator="\n").writerows(whole)

    matrix = read_matrix(file.getvalue().encode(), Choice(name=f"page.{ending}"))

    assert [row[1:] for row in shown(matrix)] == [FIRST, *rows]


PAGES: dict[str, Callable[[], str]] = {
    "html": lambda: as_html([[FIRST, ("Do <b>", "RA", "I")]]).replace("<tr>", "\n<tr>"),
    "csv": lambda: 'Activity,Customer,Provider\n"Do, it",RA,I\nRun,,RA\n',
    "tsv": lambda: "Activity\tCustomer\tProvider\nDo it\tRA\tI\n",
    "txt": lambda: as_copied([[FIRST]]) + "\n- Keep the keys\n- Review the access\n",
    "md": lambda: make_page("| Do | RA | I |") + as_html([[FIRST]]).replace("<tr>", "\n<tr>"),
}
PIECES = ["<", ">", "</table>", "<table>", '"', "\t", ",", "\n", "<td rowspan=3>", "|", "&", "---"]


@pytest.mark.parametrize("ending", list(PAGES))
@settings(max_examples=examples(20), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(PIECES), st.integers(0, 9)), max_size=6
    )
)
def test_broken_files_are_read_whole_or_refused(
    ending: str, changes: list[tuple[int, str, int]]
) -> None:
    text = PAGES[ending]()
    for place, piece, removed in changes:
        text = text[:place] + piece + text[place + removed :]

    try:
        matrix = read_matrix(text.encode(), Choice(name=f"page.{ending}"))
    except MatrixRefused:
        return

    lines = [row.line for row in matrix.activities]
    assert lines == sorted(set(lines))
    assert all(0 <= row.section < len(matrix.sections) for row in matrix.activities)
    assert all(matrix.sections[row.section].line <= row.line for row in matrix.activities)
    assert matrix.client_party in matrix.parties
