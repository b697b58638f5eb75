"""Front matter as the pages have it."""

import pytest

from matrix.readers import Choice, read_matrix
from matrix.readers.front_matter import FrontMatter, read_front_matter
from tests.matrix.readers.pages import findings, make_page, read

ROW = "| Choose the size of the service | RA | I |"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("title: A shared page", id="bare"),
        pytest.param('title: "A shared page"', id="double quotes"),
        pytest.param("title : 'A shared page'", id="single quotes"),
        pytest.param("title: « A shared page »", id="French quotes"),
        pytest.param("title: >-\n  A shared page", id="on the next line"),
        pytest.param("meta:\n  title: A shared page", id="nested"),
        pytest.param("tags:\n- one: 1\n# a comment\n\nTitre: A shared page", id="French key"),
    ],
)
def test_the_title_is_found_however_it_is_written(line: str) -> None:
    page = make_page(ROW, before=f"---\n{line}\n---\n\n")

    matrix = read(page)

    assert matrix.title == "A shared page"


@pytest.mark.parametrize(
    ("before", "title"),
    [
        pytest.param("# The page\n\n", "The page", id="heading"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_without_front_matter_the_top_heading_is_the_title(before: str, title: str) -> None:
    matrix = read(make_page(ROW, before=before))

    assert matrix.title == title


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Mise à jour : 2024-06-25", id="translated key"),
        pytest.param("updated: “2024-06-25”", id="typographic quotes"),
        pytest.param("2024, 25 June", id="neither key nor value"),
    ],
)
def test_what_is_odd_in_front_matter_is_told_with_its_line(line: str) -> None:
    matrix = read(make_page(ROW, before=f"---\ntitle: A page\n{line}\n---\n\n"))

    (found,) = findings(matrix, "front-matter-odd")
    assert (found.line, found.values) == (3, (line,))


def test_front_matter_that_is_never_closed_hides_no_table() -> None:
    page = make_page(ROW, before="---\ntitle: A page\n\n") + "\n---\n"

    matrix = read(page)

    assert [activity.line for activity in matrix.activities] == [8]
    assert [found.line for found in findings(matrix, "front-matter-odd")] == [1]


def test_front_matter_that_fills_the_page_is_not_front_matter() -> None:
    lines = ["---", *["a: b"] * 300, "---"]

    front = read_front_matter(lines)

    assert (front.entries, front.length) == ((), 0)


def test_no_lines_have_no_front_matter() -> None:
    front = read_front_matter([])

    assert front == FrontMatter()


@pytest.mark.parametrize(
    ("declared", "rows", "name", "language"),
    [
        pytest.param("lang: fr-FR\n", ["Choose the size"], "", "fr", id="declared"),
        pytest.param("", ["Choose the size of it"], "a.fr.md", "en", id="words of the rows"),
        pytest.param("", ["Choisir la taille du service"], "", "fr", id="French words"),
        pytest.param("lang: spoken\n", ["Dimensionar el servicio"], "", "es", id="no code"),
        pytest.param("", ["Backup"], "page.de@2024-01-01.md", "de", id="name of the file"),
        pytest.param("", ["Backup"], "page", "", id="nothing tells"),
    ],
)
def test_the_language_is_declared_or_told_by_the_words(
    declared: str, rows: list[str], name: str, language: str
) -> None:
    page = make_page(*(f"| {row} | RA | I |" for row in rows), before=f"---\n{declared}---\n")

    matrix = read_matrix(page.encode(), Choice(name))

    assert matrix.language == language
