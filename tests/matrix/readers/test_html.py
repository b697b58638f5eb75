"""Tables copied from a page, and whole pages, as HTML."""

import pytest

from matrix.readers import Choice, ReadMatrix, read_matrix
from tests.matrix.readers.pages import findings

NAMES = "<tr><th>Activity</th><th>Customer</th><th>Us</th></tr>\n"


def read_html(markup: str) -> ReadMatrix:
    """Read a source given as text."""
    return read_matrix(markup.encode(), Choice(name="page.html"))


def rows_of(matrix: ReadMatrix) -> list[tuple[int, str, str, str]]:
    """Return line, text and the letters of the two parties."""
    return [
        (row.line, row.text, row.cells[0].letters, row.cells[1].letters)
        for row in matrix.activities
    ]


def table(*rows: str, names: str = NAMES) -> str:
    """Return a table with one row on each line from line 3 on."""
    return f"<table>\n{names}" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>\n"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param("<td>Do it</td><td>RA</td><td>I</td>", ("Do it", "RA", "I"), id="plain"),
        pytest.param("<td>Do it<td>RA<td>", ("Do it", "RA", ""), id="nothing closed"),
        pytest.param(
            "<th>Do <b>it</b></th><td><span>R</span>A</td><td> I </td>",
            ("Do it", "RA", "I"),
            id="marked",
        ),
        pytest.param(
            "<td><p>Do</p>\n<p>it<br/>now</p></td><td>R<br>A</td><td>I</td>",
            ("Do it now", "RA", "I"),
            id="lines within",
        ),
        pytest.param(
            "<td>&lt;b&gt; *x* &amp;lt; a_b_c \\* [l](m)</td><td>A&nbsp;/&nbsp;R</td><td></td>",
            ("<b> *x* &lt; a_b_c \\* [l](m)", "RA", ""),
            id="signs as they are",
        ),
        pytest.param(
            "<td>Do<sup>1</sup> x<sup>th</sup></td><td>I<sup>2</sup></td><td>C*</td>",
            ("Do¹ xth", "I", "C"),
            id="raised",
        ),
        pytest.param(
            "<td style='" + "x" * 300 + "'>Do</td><td title='a>b'>RA</td><td>I</td>",
            ("Do", "RA", "I"),
            id="attributes",
        ),
        pytest.param("<td>a < b</td><td>RA</td><td>I</td>", ("a < b", "RA", "I"), id="stray sign"),
        pytest.param(
            "<td>Do<!-- not <td> this --></td><td>RA</td><td>I</td>",
            ("Do", "RA", "I"),
            id="comment",
        ),
        pytest.param(
            "<td>Do<script>if (a<b) x('<script >')</script></td><td>RA</td><td>I</td>",
            ("Do", "RA", "I"),
            id="script",
        ),
    ],
)
def test_a_row_is_read_as_it_is_shown(cells: str, expected: tuple[str, str, str]) -> None:
    matrix = read_html(table(cells))

    assert rows_of(matrix) == [(3, *expected)]


def test_a_cell_is_kept_as_shown_with_its_lines() -> None:
    matrix = read_html(table("<td>Do<br>*it*</td><td>RA</td><td>I*</td>"))

    (row,) = matrix.activities
    assert row.verbatim == "Do\n*it*"
    assert [cell.verbatim for cell in row.cells] == ["RA", "I*"]
    assert findings(matrix, "cell-marked")[0].values == ("I*", "*")


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(NAMES, id="th"),
        pytest.param(NAMES.replace("th>", "td>"), id="td with known names"),
        pytest.param(
            "<thead>" + NAMES.replace("th>", "td>").strip() + "</thead><tbody>\n", id="thead"
        ),
        pytest.param(
            "<tr><th rowspan=2>Activity<th colspan=2>Who<tr><th>Customer<th>Us</tr>\n",
            id="two rows of names",
        ),
        pytest.param(
            "<tr><th colspan=3>Who does what</th></tr>" + NAMES, id="title across the names"
        ),
    ],
)
def test_the_names_of_columns_are_found(names: str) -> None:
    matrix = read_html(table("<td>Do</td><td>RA</td><td>I</td>", names=names))

    assert matrix.parties == ("Customer", "Us")
    assert [row[1:] for row in rows_of(matrix)] == [("Do", "RA", "I")]


def test_a_row_across_the_whole_table_is_a_title() -> None:
    matrix = read_html(
        table(
            "<td colspan=3>1. Before</td>",
            "<td>Do</td><td>RA</td><td>I</td>",
            "<td colspan=3>1.1. After</td>",
            "<td>Run</td><td>I</td><td>RA</td>",
            "<td colspan=3></td>",
            "<td colspan=3>***</td>",
        )
    )

    assert [(part.number, part.title, part.depth) for part in matrix.sections] == [
        ("1", "Before", 1),
        ("1.1", "After", 2),
        ("", "***", 2),
    ]
    assert [row.section for row in matrix.activities] == [0, 1]
    assert [found.line for found in findings(matrix, "table-continued")] == [5, 8]


def test_a_merged_cell_is_read_in_each_it_covers_and_told() -> None:
    matrix = read_html(
        table(
            "<td rowspan=3>Do</td><td>RA</td><td>I</td>",
            "<td colspan=2>C</td>",
            "<td>I</td><td rowspan=99>RA</td>",
            "<td>Run</td><td rowspan=x>R</td>",
        )
    )

    assert rows_of(matrix) == [
        (3, "Do", "RA", "I"),
        (4, "Do", "C", "C"),
        (5, "Do", "I", "RA"),
        (6, "Run", "R", "RA"),
    ]
    found = [(marked.line, marked.cell) for marked in findings(matrix, "cell-marked")]
    assert found == [
        (3, "Activity"),
        (4, "Activity"),
        (4, "Customer"),
        (4, "Us"),
        (5, "Activity"),
        (5, "Us"),
        (6, "Us"),
    ]


def test_a_merged_cell_of_a_column_that_is_no_letters_is_not_told() -> None:
    names = "<tr><th>Domain<th>Activity<th>Customer<th>Us</tr>\n"
    rows = ("<td rowspan=2>Keys<td>Do<td>RA<td>I", "<td>Run<td>I<td>RA")

    matrix = read_html(table(*rows, names=names))

    assert [row.note for row in matrix.activities] == ["Domain: Keys", "Domain: Keys"]
    assert findings(matrix, "cell-marked") == []


def test_a_row_that_lost_a_cell_is_told() -> None:
    matrix = read_html(table("<td>Do</td><td>RA</td>", "<td>Run</td><td>I</td><td>RA</td>"))

    assert [found.line for found in findings(matrix, "row-short")] == [3]
