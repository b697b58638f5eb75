"""Whole pages in HTML, tables within pages, and what is no page at all."""

import pytest

from matrix.readers import Choice, MatrixRefused, ReadMatrix, read_matrix
from matrix.readers.pasted.markup import MAX_TAGS
from tests.matrix.readers.pages import findings, refusal

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


PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head><title>Our matrix | Docs</title>
<meta name="Last-Modified" content="2024-05-03"><meta name="author" content="x"></head>
<body>
<nav><h2>On this page</h2>
<nav>1. Start</nav></nav>
<p>Last update 22/12/2022<br>Second line</p>
<table><caption>Legend</caption>
<tr><td>Roles</td></tr>
<tr><td>R: does it</td></tr>
<tr><td>A: answers</td></tr>
</table>
<h2>1. Start</h2>
<p>A note.</p>
{table("<td>Do</td><td>RA</td><td>I</td>")}
<ul><li>one</li>
<li>two</li></ul>
<h2> </h2>
</body></html>
"""


def test_a_whole_page_gives_title_date_legend_sections_and_notes() -> None:
    matrix = read_html(PAGE)

    assert (matrix.title, matrix.language) == ("Our matrix | Docs", "en")
    assert [day.verbatim for day in matrix.dates] == ["2024-05-03", "22/12/2022"]
    assert [entry.meaning for entry in matrix.legend] == ["does it", "answers"]
    assert [(part.number, part.line) for part in matrix.sections] == [("1", 14)]
    assert matrix.sections[0].note == "A note.\n- one\n- two"
    assert matrix.note == "Last update 22/12/2022 Second line\nLegend"
    assert rows_of(matrix) == [(18, "Do", "RA", "I")]


def test_a_page_on_one_line_gives_each_row_a_number_of_its_own() -> None:
    matrix = read_html(PAGE.replace("\n", ""))

    places = [part.line for part in matrix.sections] + [row.line for row in matrix.activities]
    assert rows_of(matrix)[0][1:] == ("Do", "RA", "I")
    assert len(set(places)) == 2
    assert matrix.sections[0].note == "A note.\n- one\n- two"


def test_the_title_printed_on_the_page_comes_before_its_tab_s() -> None:
    matrix = read_html(PAGE.replace("<p>Last", "<h1>Who does what</h1><p>Last"))

    assert matrix.title == "Who does what"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<body><nav>Menu" + table("<td>Do<td>RA<td>I"), id="menu never closed"),
        pytest.param("<head><title>x</title><body>" + table("<td>Do<td>RA<td>I"), id="head"),
        pytest.param("<title>" + table("<td>Do<td>RA<td>I"), id="title"),
        pytest.param("<!-- <script>" + table("<td>Do<td>RA<td>I"), id="comment never closed"),
    ],
)
def test_what_is_never_closed_hides_nothing(markup: str) -> None:
    matrix = read_html(markup)

    assert [row[1:] for row in rows_of(matrix)] == [("Do", "RA", "I")]


def test_a_table_around_tables_is_no_matrix() -> None:
    inner = table("<td>Do<td>RA<td>I")

    matrix = read_html(
        f"<table><tr><td><h2>1. Keys</h2>{inner}</td></tr></table>text</table></td>"
    )

    assert [row[1:] for row in rows_of(matrix)] == [("Do", "RA", "I")]
    assert [part.number for part in matrix.sections] == ["1"]
    assert findings(matrix, "not-a-matrix-table") == []


def test_rows_without_a_table_around_them_are_one() -> None:
    matrix = read_html(
        f"Text{NAMES}<td>Do</td><td>RA</td><td>I</td>".replace("</tr>", "</tr><tr>")
    )

    assert [row[1:] for row in rows_of(matrix)] == [("Do", "RA", "I")]


def test_cells_without_a_row_are_one_too() -> None:
    matrix = read_html("<table><td>Activity<td>Customer<td>Us<tr><td>Do<td>RA<td>I")

    assert [row[1:] for row in rows_of(matrix)] == [("Do", "RA", "I")]


def test_a_table_without_names_goes_on_with_the_one_above() -> None:
    more = "<p>Then</p>\n<table>\n<tr><td>Run</td><td>I</td><td>RA</td></tr>\n</table>"

    matrix = read_html(table("<td>Do</td><td>RA</td><td>I</td>") + more)

    assert [row[1:] for row in rows_of(matrix)] == [("Do", "RA", "I"), ("Run", "I", "RA")]
    assert len(findings(matrix, "table-continued")) == 1


def test_other_tables_are_told_and_left_alone() -> None:
    other = "<table><tr><td>Version<td>Date<tr><td>1<td>2024</table><table></table>"

    matrix = read_html(table("<td>Do</td><td>RA</td><td>I</td>") + other)

    (found,) = findings(matrix, "not-a-matrix-table")
    assert found.values == ("Version", "Date")


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        pytest.param("<html><p>No table</p></html>", "no-table", id="no table"),
        pytest.param("<html>" + "<b>" * (MAX_TAGS + 1), "too-large", id="tags"),
        pytest.param("<html>" + "<" * (3 * MAX_TAGS + 1), "too-large", id="signs"),
        pytest.param(table("<td colspan=1000>a<td>b"), "damaged", id="endless row"),
        pytest.param("<table>" + "<tr><td colspan=99>a" * 1_100, "too-large", id="spans"),
        pytest.param("<html>Activity<p>Customer<p>Us<p>Do<p>RA</html>", "no-table", id="cells"),
    ],
)
def test_sources_without_matrix_are_refused(markup: str, code: str) -> None:
    refused = refusal(markup)

    assert refused.code == code


def test_a_table_in_html_within_markdown_is_read_where_it_stands() -> None:
    page = (
        "# Page\n\n## 1. Start\n\n" + table("<td>Do *it*</td>\n<td>RA</td><td>I</td>") + "\nText\n"
    )

    matrix = read_matrix(page.encode())

    assert rows_of(matrix) == [(7, "Do *it*", "RA", "I")]
    assert matrix.layout.format == "markdown"
    assert matrix.sections[0].note == "Text"


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        pytest.param(table("<td>Do<td>RA<td>I").replace("\n", ""), "damaged", id="a matrix"),
        pytest.param("<table><tr><td>a<tr><td>b</table>", "no-table", id="another table"),
        pytest.param("<table>\n## 2. Next\n</table>", "no-table", id="a heading within"),
        pytest.param("<table>\n<tr><td>a", "no-table", id="never closed"),
    ],
)
def test_html_tables_on_one_line_of_markdown_are_never_read_wrongly(inner: str, code: str) -> None:
    refused = refusal(f"# Page\n\n{inner}\n")

    assert refused.code == code


def test_an_html_matrix_on_one_line_is_named_in_its_refusal() -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_matrix(b"# Page\n\n" + table("<td>Do<td>RA<td>I").replace("\n", "").encode())

    assert caught.value.where == "line 3"
