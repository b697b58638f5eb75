"""Sections: depth from the number, else from the headings."""

import pytest

from tests.matrix.readers.pages import HEADER, findings, make_page, read

TABLE = f"\n{HEADER}| Choose the size | RA | I |\n\n"


def test_the_depth_is_the_number_s_and_not_the_marks() -> None:
    page = f"### 1. One\n#### 1.1. Two\n##### **1.1.1. Three **\n{TABLE}#### 1.1.2. Four\n{TABLE}"

    matrix = read(page)

    found = [(part.number, part.title, part.depth, part.parent) for part in matrix.sections]
    assert found == [
        ("1", "One", 1, None),
        ("1.1", "Two", 2, 0),
        ("1.1.1", "Three", 3, 1),
        ("1.1.2", "Four", 3, 1),
    ]
    assert matrix.sections[2].verbatim == "##### **1.1.1. Three **"
    assert [found.line for found in findings(matrix, "heading-level")] == [9]


def test_without_numbers_the_depth_is_the_headings() -> None:
    page = f"# Page\n## Intro\ntext\n## Use\n### Access\n{TABLE}#### Keys\n{TABLE}## End\n{TABLE}"

    matrix = read(page)

    found = [(part.title, part.depth, part.parent) for part in matrix.sections]
    assert found == [("Use", 1, None), ("Access", 2, 0), ("Keys", 3, 1), ("End", 1, None)]
    assert [activity.section for activity in matrix.activities] == [1, 2, 3]


def test_a_single_top_heading_with_a_table_is_a_section() -> None:
    matrix = read(f"# Page\n{TABLE}")

    assert [part.title for part in matrix.sections] == ["Page"]


def test_on_a_page_with_numbers_other_headings_are_sections_when_they_have_a_table() -> None:
    page = f"## Objective\n### 1. One\n{TABLE}#### Extra\n{TABLE}## More\n"

    matrix = read(page)

    found = [(part.number, part.title, part.depth, part.parent) for part in matrix.sections]
    assert found == [("1", "One", 1, None), ("", "Extra", 2, 0)]


def test_rows_before_every_heading_get_a_section_without_title() -> None:
    page = f"Before.\n{TABLE}After (1).\n\n# 1. Next\n{TABLE}"

    matrix = read(page)

    assert [(part.title, part.line) for part in matrix.sections] == [("", 3), ("Next", 9)]
    assert (matrix.note, matrix.sections[0].note) == ("Before.", "After (1).")


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        pytest.param("## 1. Start", "1", "Start", id="dot"),
        pytest.param("## 1) Start", "1", "Start", id="bracket"),
        pytest.param("## 1.2 Start ##", "1.2", "Start", id="closing marks"),
        pytest.param("##1.2.3. Start", "1.2.3", "Start", id="no blank"),
        pytest.param("## **1.2. Start** {#start}", "1.2", "Start", id="bold and anchor"),
        pytest.param("## 1.2.", "1.2", "", id="no title"),
        pytest.param("## 2 factors", "", "2 factors", id="a number in the title"),
        pytest.param("## C#", "", "C#", id="sharp"),
        pytest.param("## Start", "", "Start", id="no number"),
    ],
)
def test_number_and_title_of_a_heading_are_told_apart(
    heading: str, number: str, title: str
) -> None:
    matrix = read(f"{heading}\n{TABLE}")

    assert [(part.number, part.title) for part in matrix.sections] == [(number, title)]


@pytest.mark.parametrize("line", ["##", "## ##", "#hashtag", "####### seven"])
def test_lines_of_marks_are_not_all_headings(line: str) -> None:
    matrix = read(f"## 1. Start\n{line}\n{TABLE}")

    assert [part.number for part in matrix.sections] == ["1"]


def test_a_repeated_number_is_told_and_keeps_its_own_section() -> None:
    page = f"# 1. A\n## 1.1. B\n{TABLE}## 1.1. C\n{TABLE}### 1.1.1. D\n{TABLE}"

    matrix = read(page)

    assert [(part.title, part.parent) for part in matrix.sections] == [
        ("A", None),
        ("B", 0),
        ("C", 0),
        ("D", 2),
    ]
    assert [found.values for found in findings(matrix, "number-repeated")] == [("1.1",)]


def test_skipped_numbers_are_told_where_the_next_one_stands() -> None:
    page = f"# 1. A\n{TABLE}# 3. B\n{TABLE}## 3.4. C\n{TABLE}# 5.1.1. D\n{TABLE}"

    matrix = read(page)

    found = findings(matrix, "number-skipped")
    assert [(skipped.values, skipped.message) for skipped in found] == [
        (("3",), "Section 2 is missing before 3."),
        (("3.4",), "Everything from 3.1 to 3.3 is missing before 3.4."),
    ]
    assert matrix.sections[3].parent is None


def test_a_section_with_neither_rows_nor_sections_is_told() -> None:
    page = f"# 1. A\n{TABLE}# 2. B\n\n{HEADER}\n# 3. C\n## 3.1. D\n{TABLE}"

    matrix = read(page)

    assert [found.values for found in findings(matrix, "section-empty")] == [("2", "B")]


def test_an_empty_section_without_number_is_told_by_its_title() -> None:
    matrix = read(f"# A\n{TABLE}# B\n\n{HEADER}")

    assert [found.values for found in findings(matrix, "section-empty")] == [("", "B")]


def test_text_belongs_to_the_section_it_stands_in() -> None:
    page = (
        "## Objective\nWhat this\nis **for**.\n\n- one\n- two\n\n> Quoted\n>\n\n---\n"
        f"### 1. A\nBelow the heading.\n{TABLE}After the table.\n"
        "#### Remarks\nOn A.\n## Go further\nElsewhere.\n"
    )

    matrix = read(page)

    assert matrix.note == (
        "Objective\nWhat this is for.\n- one\n- two\n> Quoted\nGo further\nElsewhere."
    )
    assert matrix.sections[0].note == "Below the heading.\nAfter the table.\nRemarks\nOn A."


def test_the_last_line_of_a_page_needs_no_end() -> None:
    page = make_page("| Size | RA | I |")

    rows, text = read(page.rstrip("\n")), read(f"{page}\nAfter the table.")

    assert len(rows.activities) == 1
    assert text.sections[0].note == "After the table."


def test_text_beyond_any_page_is_kept_with_its_marks() -> None:
    paragraph = "**word** " * 12_000
    before = f"{paragraph}\n\n" * 11

    matrix = read(make_page("| Size | RA | I |", before=before))

    assert matrix.note.splitlines()[-1].startswith("**word** **word**")


def test_footnotes_follow_the_rows_that_point_to_them() -> None:
    page = (
        f"## 1. A\n{HEADER}| Size (1) | RA | I* |\n| Run | I | RA |\n| Look* | R(2) | A |\n\n"
        "*(1) Only once.*\n\n*By contract.\n\n(2) Two.\n"
    )

    matrix = read(page)

    assert [activity.note for activity in matrix.activities] == [
        "(1) Only once.\n*By contract.",
        "",
        "*By contract.\n(2) Two.",
    ]


@pytest.mark.parametrize(
    "legend",
    [
        pytest.param("| Roles |\n|---|\n|R : does it|\n|A: answers|\n", id="one column"),
        pytest.param("| Role | Means |\n|---|---|\n| R | does it |\n| A | answers |\n", id="two"),
        pytest.param("| R | does it |\n|---|---|\n| (A) | **a**nswers |\n", id="no names"),
        pytest.param("- **R**: does it\n- **A**: answers\n- **A**: again\n", id="list"),
    ],
)
def test_the_legend_is_the_page_s_own(legend: str) -> None:
    matrix = read(make_page("| Size | RA | I |", before=f"{legend}\n"))

    assert [(entry.letter, entry.meaning) for entry in matrix.legend] == [
        ("R", "does it"),
        ("A", "answers"),
    ]
    assert findings(matrix, "not-a-matrix-table") == []


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("- R: does it\n- other\n", id="one letter"),
        pytest.param("| Roles |\n|---|\n| R: does it |\n| R: again |\n", id="a letter twice"),
        pytest.param("| Roles |\n|---|\n| R: does it |\n", id="one row"),
        pytest.param("| Roles |\n|---|\n| R |\n| A |\n", id="no meaning"),
    ],
)
def test_less_than_a_legend_is_none(lines: str) -> None:
    matrix = read(make_page("| Size | RA | I |", before=f"{lines}\n"))

    assert matrix.legend == ()


def test_activities_that_look_like_a_legend_are_activities() -> None:
    matrix = read(make_page("| R: size | RA | I |", "| A: run | I | RA |"))

    assert [activity.text for activity in matrix.activities] == ["R: size", "A: run"]


def test_the_first_of_two_legends_counts() -> None:
    legend = "| Roles |\n|---|\n| R: does it |\n| A: {} |\n\n"
    before = legend.format("answers") + legend.format("approves")

    matrix = read(make_page("| Size | RA | I |", before=before))

    assert [entry.meaning for entry in matrix.legend] == ["does it", "answers"]
