"""Letters that a person sets right are laid over what is printed."""

import pytest

from matrix.readers import Choice, MatrixRefused, ReadMatrix, read_matrix
from tests.matrix.readers.pages import findings, make_page

PAGE = make_page("| Choose | RA |", "| Run | I | us |", "| Stop | I | R |")


def read_corrected(corrections: dict[int, dict[str, str]]) -> ReadMatrix:
    """Return the page as corrected."""
    return read_matrix(PAGE.encode(), Choice(corrections=corrections))


def test_letters_are_replaced_and_what_is_printed_stays() -> None:
    matrix = read_corrected({5: {"Customer": "", "provider": "AR"}, 6: {"Provider": "RA"}})

    cells = [[(cell.letters, cell.verbatim) for cell in row.cells] for row in matrix.activities]
    assert cells == [
        [("", "RA"), ("RA", "")],
        [("I", "I"), ("RA", "us")],
        [("I", "I"), ("R", "R")],
    ]
    assert [found.line for found in findings(matrix, "row-short")] == [5]
    assert [found.line for found in findings(matrix, "cell-unknown")] == [6]


@pytest.mark.parametrize(
    ("corrections", "code", "where", "says"),
    [
        pytest.param({3: {"Customer": "R"}}, "no-matrix", "line 3", "no activity", id="line"),
        pytest.param({5: {"Us": "R"}}, "no-role-column", "line 5", "Customer", id="party"),
        pytest.param({5: {"Customer": "X"}}, "damaged", "line 5", "R, A", id="letter"),
        pytest.param({5: {"Customer": "RR"}}, "damaged", "line 5", "R, A", id="letter twice"),
    ],
)
def test_a_correction_of_nothing_is_refused(
    corrections: dict[int, dict[str, str]], code: str, where: str, says: str
) -> None:
    with pytest.raises(MatrixRefused, match=says) as caught:
        read_corrected(corrections)

    assert (caught.value.code, caught.value.where) == (code, where)
