"""Files with tabs, commas and semicolons."""

import pytest

from matrix.readers import Choice, Limits, MatrixRefused, read_matrix


def read_rows(text: str, name: str = "page.csv") -> list[tuple[int, str, str]]:
    """Return line, text and the client's letters of each row."""
    matrix = read_matrix(text.encode(), Choice(name=name))
    return [(row.line, row.text, matrix.client_letters(row)) for row in matrix.activities]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("Task,Customer,Us\nDo,RA,I\n", [(2, "Do", "RA")], id="commas"),
        pytest.param("Task;Customer;Us\n\nDo, it;RA;I\n", [(3, "Do, it", "RA")], id="semicolons"),
        pytest.param(
            'Task,Customer,Us\n"Do ""it"",\nnow",RA,I\nRun,I,RA\n',
            [(2, 'Do "it", now', "RA"), (4, "Run", "I")],
            id="quotes and lines within",
        ),
        pytest.param("sep=,\nTask,Customer,Us\nDo,RA,I\n", [(3, "Do", "RA")], id="announced"),
        pytest.param("\ufeffTask,Customer,Us\r\nDo,RA,I\r\n", [(2, "Do", "RA")], id="BOM, CRLF"),
    ],
)
def test_rows_keep_the_line_they_begin_on(text: str, rows: list[tuple[int, str, str]]) -> None:
    found = read_rows(text)

    assert found == rows


def test_tabs_part_the_cells_of_a_copied_sheet() -> None:
    found = read_rows("Task\tCustomer\tUs\nDo *it*\tRA\t\nRun\t\tRA\n", "")

    assert found == [(2, "Do *it*", "RA"), (3, "Run", "")]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        pytest.param('Task,Customer,Us\n"Do,RA,I\n', "damaged", "line 2", id="open quote"),
        pytest.param('"Do,RA,I\n', "damaged", "line 1", id="open quote at once"),
        pytest.param("a," * 1_001, "damaged", "line 1", id="endless row"),
        pytest.param(",,\n,,\n", "empty", "line 1", id="no text"),
    ],
)
def test_what_has_no_cells_is_refused(text: str, code: str, where: str) -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_rows(text)

    assert (caught.value.code, caught.value.where) == (code, where)


def test_more_rows_than_allowed_are_refused() -> None:
    content = b"Task,Customer,Us\nDo,RA,I\nRun,RA,I"

    with pytest.raises(MatrixRefused) as caught:
        read_matrix(content, Choice(name="page.csv"), limits=Limits(rows=2))

    assert caught.value.code == "too-large"


def test_a_table_may_have_more_lines_than_a_page() -> None:
    content = "Task,Customer,Us\n" + "\n" * 10_050 + "Do it,RA,I\n"

    matrix = read_matrix(content.encode(), Choice(name="page.csv"))

    assert [row.line for row in matrix.activities] == [10_052]
