"""The traps around the tables of published pages, and in whole rows."""

import pytest

from matrix.readers import Choice, ReadMatrix, read_matrix
from tests.matrix.readers.pages import HEADER, findings, make_page, read

ROW = "| Choose the size | RA | I |"


def letters(matrix: ReadMatrix) -> list[list[str]]:
    """Return the letters of each row."""
    return [[cell.letters for cell in row.cells] for row in matrix.activities]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            "| Test | Result | Customer |\n|---|---|---|\n| One | OK | yes |", id="tests"
        ),
        pytest.param(
            "| Action | Customer | Date |\n|---|---|---|\n| One | OK | 2024 |", id="plan"
        ),
        pytest.param("| Version | Date | End |\n|---|---|---|\n| 1.2 | Q4 | TBD |", id="calendar"),
        pytest.param("| Item | R | C |\n|---|---|---|\n| One | 1 | 2 |", id="letters for names"),
    ],
)
def test_a_table_about_something_else_is_told_and_gives_no_activity(other: str) -> None:
    matrix = read(make_page(ROW) + f"\n## 2. Other\n\n{other}\n")

    assert len(matrix.activities) == 1
    assert [found.line for found in findings(matrix, "not-a-matrix-table")] == [9]


@pytest.mark.parametrize(
    "legend",
    [
        pytest.param("| Rôles |\n|---|\n| R : Réalise |\n| A : est gArant |", id="French"),
        pytest.param(
            "| Rolle | Heißt |\n|---|---|\n| (R) Macht | x |\n| (A) Prüft | y |", id="de"
        ),
        pytest.param("| Rol | Qué |\n|---|---|\n| (R) Hace | x |\n| (A) Aprueba | y |", id="es"),
        pytest.param("| Ruolo | Che |\n|---|---|\n| (R) Fa | x |\n| (A) Approva | y |", id="it"),
        pytest.param(
            "| Letter | Meaning |\n|---|---|\n| **R** | x |\n| **A** | y |", id="English"
        ),
    ],
)
def test_a_legend_in_any_language_is_no_matrix(legend: str) -> None:
    matrix = read(make_page(ROW, before=f"{legend}\n\n"))

    assert [entry.letter for entry in matrix.legend] == ["R", "A"]
    assert findings(matrix, "not-a-matrix-table") == []


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        pytest.param("##### **3.1.3. Monitoring **", "3.1.3", "Monitoring", id="broken bold"),
        pytest.param("##### **3.1.6\u00a0Gestion **", "3.1.6", "Gestion", id="no-break space"),
        pytest.param("##\u00a03.1. Use", "3.1", "Use", id="no-break space after the marks"),
        pytest.param("##### 3.1.2.Access", "3.1.2", "Access", id="no blank"),
        pytest.param("## 3 - Use", "3", "Use", id="dash"),
        pytest.param("## 3.1 : Use", "3.1", "Use", id="colon"),
        pytest.param("## 3.1 Use", "3.1", "Use", id="no dot"),
        pytest.param("## 1.5GB of it", "", "1.5GB of it", id="a measure"),
        pytest.param("## 2 factors", "", "2 factors", id="a count"),
    ],
)
def test_numbers_of_headings_are_found_however_they_are_set(
    heading: str, number: str, title: str
) -> None:
    matrix = read(f"{heading}\n\n{HEADER}{ROW}\n")

    assert [(part.number, part.title) for part in matrix.sections] == [(number, title)]


def test_a_number_alone_counts_where_deeper_ones_follow() -> None:
    matrix = read(f"# 1 Use\n## 1.1 Access\n{HEADER}{ROW}\n# 24 hours\n{HEADER}{ROW}\n")

    assert [(part.number, part.title) for part in matrix.sections] == [
        ("1", "Use"),
        ("1.1", "Access"),
        ("", "24 hours"),
    ]


@pytest.mark.parametrize(
    ("cell", "applies"),
    [
        pytest.param("X", True, id="cross"),
        pytest.param("✓", True, id="tick"),
        pytest.param("X (1)", True, id="footnote"),
        pytest.param("", False, id="empty"),
        pytest.param("-", False, id="dash"),
        pytest.param("Non", False, id="word"),
        pytest.param("❌", False, id="sign"),
    ],
)
def test_a_row_applies_where_it_is_marked(cell: str, applies: bool) -> None:
    header = "| Bare | Activity | Customer | Us |\n|---|---|---|---|\n"
    rows = ("| X | Size | RA | I |", "| x | Run | RA | I |", f"| {cell} | Stop | RA | I |")

    matrix = read(make_page(*rows, "|  | End | RA | I |", header=header), product="Bare")

    assert (len(matrix.activities) == 3) is applies
    assert (matrix.layout.product, matrix.layout.products) == ("Bare", ("Bare",))


def test_how_the_page_was_understood_is_told() -> None:
    header = "| Bare | Task | Customer | Us | Comments |\n|---|---|---|---|---|\n"

    matrix = read(make_page("| X | Size | RA | I | see |", header=header))

    assert (matrix.layout.format, matrix.layout.family) == ("markdown", "raci")
    assert (matrix.layout.sheet, matrix.layout.header_row) == ("", 3)
    assert [(column.name, column.kind) for column in matrix.layout.columns] == [
        ("Bare", "applicability"),
        ("Task", "activity"),
        ("Customer", "party"),
        ("Us", "party"),
        ("Comments", "note"),
    ]


def test_a_row_of_no_break_spaces_is_none_and_a_dash_divider_is_one() -> None:
    page = (
        "## 1. A\n| Activity | Customer | Us |\n|——|——|——|\n| &nbsp; |  |  |\n| Size | RA | I |\n"
    )

    matrix = read(page)

    assert [row.text for row in matrix.activities] == ["Size"]


def test_rows_with_and_without_closing_pipes_blank_lines_and_lost_roles() -> None:
    rows = (ROW, "| Run it | I | RA", "", "| Stop | RA |", "| End", "| A \\| B | RA | I | |")

    matrix = read(make_page(*rows))

    assert [row.text for row in matrix.activities] == [
        "Choose the size",
        "Run it",
        "Stop",
        "End",
        "A | B",
    ]
    codes = [(found.code, found.line) for found in matrix.findings if found.line]
    assert codes == [
        ("table-continued", 7),
        ("row-short", 8),
        ("roles-missing", 9),
        ("row-long", 10),
    ]


@pytest.mark.parametrize(
    ("front", "date", "codes"),
    [
        pytest.param("---\ntitle: A\nlastUpdated: 2024-05-01\n---", "2024-05-01", [], id="plain"),
        pytest.param(
            "---\nlast_update:\n  date: 2024-05-01\n  author: x\n---",
            "2024-05-01",
            [],
            id="nested",
        ),
        pytest.param(
            '+++\ntitle = "A"\ndate = 2024-05-01\n[extra]\n+++', "2024-05-01", [], id="TOML"
        ),
        pytest.param(
            "---\ntitle: A\n  that goes on\nupdated: 2024-05-01\n---", "2024-05-01", [], id="long"
        ),
        pytest.param(
            "\n---\ntitle: A\nupdated: 2024-05-01\n---", "2024-05-01", [2], id="below a blank line"
        ),
        pytest.param(
            "title: A\nexcerpt: b\nupdated: 2024-05-01\n---", "2024-05-01", [1], id="not opened"
        ),
        pytest.param("Note: that\nNote: this\n---", None, [], id="text"),
        pytest.param("Note: a\nno key\nNote: b\n---", None, [], id="other text"),
    ],
)
def test_front_matter_is_found_in_its_variants(
    front: str, date: str | None, codes: list[int]
) -> None:
    matrix = read_matrix(f"{front}\n{make_page(ROW)}".encode(), Choice(name="page.md"))

    assert (matrix.published_on.isoformat() if matrix.published_on else None) == date
    assert [found.line for found in findings(matrix, "front-matter-odd")] == codes
