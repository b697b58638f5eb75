"""The letters of one cell."""

import pytest

from matrix.readers.letters import CellLetters, read_letters


@pytest.mark.parametrize(
    ("cell", "letters"),
    [
        pytest.param("RA", "RA", id="plain"),
        pytest.param("AR", "RA", id="other order"),
        pytest.param("A / R", "RA", id="slash"),
        pytest.param("C, I", "CI", id="comma"),
        pytest.param("R A C I S", "RACIS", id="blanks"),
        pytest.param("**RA**", "RA", id="bold"),
        pytest.param("__CI__", "CI", id="bold with underscores"),
        pytest.param("\u00a0I\u00a0", "I", id="no-break spaces"),
        pytest.param("R<br/>A", "RA", id="line break"),
        pytest.param("", "", id="empty"),
        pytest.param("   ", "", id="blank"),
    ],
)
def test_letters_are_read_whatever_stands_between(cell: str, letters: str) -> None:
    reading = read_letters(cell)

    assert reading == CellLetters(letters, (), is_readable=True)


@pytest.mark.parametrize(
    ("cell", "letters", "marks"),
    [
        pytest.param("I*", "I", ("*",), id="asterisk"),
        pytest.param("RA(1)", "RA", ("(1)",), id="number in brackets"),
        pytest.param("R(1) A(2)", "RA", ("(1)", "(2)"), id="two marks"),
        pytest.param("RA¹", "RA", ("¹",), id="superscript"),
        pytest.param("RA<sup>1</sup>", "RA", ("1",), id="superscript tag"),
        pytest.param("RA [^1]", "RA", ("[^1]",), id="Markdown footnote"),
        pytest.param("RAR", "RA", ("RAR",), id="letter printed twice"),
        pytest.param("-", "", ("-",), id="dash for nothing"),
        pytest.param("—", "", ("—",), id="long dash for nothing"),
    ],
)
def test_marks_printed_with_the_letters_are_kept(
    cell: str, letters: str, marks: tuple[str, ...]
) -> None:
    reading = read_letters(cell)

    assert reading == CellLetters(letters, marks, is_readable=True)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("Customer", id="name of a party"),
        pytest.param("X", id="mark"),
        pytest.param("ra", id="small letters"),
        pytest.param("Air", id="word"),
        pytest.param("N/A", id="not applicable"),
        pytest.param("RAX", id="letters and another"),
        pytest.param("*", id="mark alone"),
        pytest.param("/", id="separator alone"),
        pytest.param("R" + " " * 60 + "A", id="absurdly long"),
    ],
)
def test_anything_else_is_unreadable_and_gives_no_letter(cell: str) -> None:
    reading = read_letters(cell)

    assert reading == CellLetters("", (), is_readable=False)
