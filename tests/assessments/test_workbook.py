"""The workbook of an assessment, opened again: each sheet says what the selector says."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from assessments import words
from assessments.models import Coverage, Result
from assessments.reports.assessment import assessment_workbook
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents
from tests.assessments.workbooks import KEY, Made, Shelf, hash_of, lines

pytestmark = pytest.mark.django_db

# The number of each sheet among those of the file, whatever its language.
SUMMARY, DUTIES, GAPS, NOT_APPLICABLE, EVIDENCE, PROVIDER, CHANGES, READ_ME, LISTS, META = range(
    10
)


@pytest.fixture(
    params=[
        pytest.param(("en", ""), id="english"),
        pytest.param(("fr", ""), id="french"),
        pytest.param(("en", "gap"), id="english-filtered"),
        pytest.param(("fr", "not_applicable"), id="french-filtered"),
    ]
)
def made(request: pytest.FixtureRequest, shelf: Shelf) -> Iterator[Made]:
    """Give a workbook, and speak its language."""
    language, coverage = request.param
    with translation.override(language):
        yield shelf.take(language, coverage)


@pytest.fixture
def contents(made: Made) -> WorkbookContents:
    """Return what the workbook should say."""
    return made.contents


def table(made: Made, number: int) -> list[list[Any]]:
    """Return the rows of a sheet without its headings."""
    return lines(made.book.worksheets[number])[1:]


def printed(contents: WorkbookContents, row: Any) -> list[Any]:
    """Return what every list says of a row: where it stands, its text, its letters."""
    texts = [row.section.number, row.section.title.text, row.activity.text]
    if contents.language == "en":
        texts.append(row.activity.original)
    return [*texts, row.client_letters, *(letters for _, letters in row.provider_letters)]


def changed_on(row: DutyRow) -> date | str:
    """Return the day of the last change."""
    return row.changed_at.date() if row.changed_at else ""


def owner(row: DutyRow) -> str:
    """Return the owner's name."""
    return row.owner.name if row.owner else ""


def test_duties_are_the_rows_of_the_selector(made: Made, contents: WorkbookContents) -> None:
    assert contents.filed
    expected = [
        [
            *printed(contents, row),
            row.question_text,
            row.coverage_text,
            "to recheck" if row.is_to_recheck else "",
            row.reason,
            row.note,
            owner(row),
            row.due_on or "",
            contents.filed.words(row.key),
            changed_on(row),
            *["", "", ""],  # what an auditor fills in
            str(row.key),
            row.revision,
            row.coverage,
        ]
        for row in contents.rows
    ]

    assert table(made, DUTIES) == expected
    assert len(expected) == (1 if contents.query else 4)


def test_gaps_are_the_duties_answered_gap_or_partial(
    made: Made, contents: WorkbookContents
) -> None:
    expected = [
        [
            *printed(contents, row),
            row.coverage_text,
            row.note,
            owner(row),
            row.due_on or "",
            row.days_late,
        ]
        for row in contents.rows
        if row.coverage in {"gap", "partial"}
    ]

    found = table(made, GAPS)

    # What is planned stands behind: see tests/assessments/gaps/test_files.py.
    width = len(expected[0]) if expected else 0
    assert [row[:width] for row in found if row[1]] == expected
    if expected:
        assert found[0][width - 1] == 20
    else:
        assert found[0][0]


def test_not_applicable_rows_come_with_reason_date_and_author(
    made: Made, contents: WorkbookContents
) -> None:
    expected = [
        [
            *printed(contents, row),
            row.reason,
            row.until or "",
            row.note,
            changed_on(row),
            row.changed_by,
        ]
        for row in contents.rows
        if row.coverage == "not_applicable"
    ]

    found = table(made, NOT_APPLICABLE)

    assert [row for row in found if row[1]] == expected


def test_the_provider_s_part_is_all_of_what_others_do_or_answer_for(
    made: Made,
    contents: WorkbookContents,
) -> None:
    found = table(made, PROVIDER)

    assert found == [printed(contents, row) for row in contents.provider_rows]
    assert [row[-2:] for row in found] == [["A", "R"], ["I", "RA"], ["", "RA"]]


def test_the_summary_prints_its_denominator_and_where_the_page_comes_from(
    made: Made,
    contents: WorkbookContents,
) -> None:
    found = table(made, SUMMARY)
    facts = {row[0]: row[1] for row in found if row[1] != ""}
    edition = contents.assessment.edition

    assert found[0][0] == words.sentence(contents.counts)
    assert [contents.counts.duties, contents.counts.applicable] == [3, 2]
    for value in (
        contents.assessment.organisation.name,
        contents.assessment.scope,
        contents.assessment.starts_on,
        edition.sha256,
        edition.licence,
        edition.attribution,
        "2026-03-02",
        words.declared_words(contents.counts),
        words.progress_words(contents.counts),
        str(KEY),
        datetime(2026, 11, 22, 10, 0),
    ):
        assert value in facts.values()
    assert ("Translated for the tests." in facts.values()) == (contents.language == "en")
    assert any(contents.filter_words in str(row[0]) for row in found[1:5])
    assert (contents.filter_words in facts.values()) == bool(contents.query)


def test_the_summary_counts_all_rows_of_each_section_filtered_or_not(
    made: Made,
    contents: WorkbookContents,
) -> None:
    found = table(made, SUMMARY)

    names = ("duties", "covered", "partial", "gap", "unanswered", "not_applicable")
    expected = [
        [line.section.number, line.section.title.text, *(getattr(line.counts, n) for n in names)]
        for line in contents.sections
        if line.section
    ]

    assert [row for row in found if row[0] in {"1.1", "2.1"}] == expected
    assert sum(row[2] for row in expected) == 3


def test_read_me_explains_the_letters_as_printed_and_each_word(
    made: Made, contents: WorkbookContents
) -> None:
    found = table(made, READ_ME)
    explained = {row[1] for row in found}

    assert {str(label) for label in Coverage.labels} <= explained
    for letter, meaning in contents.printed.legend:
        assert [letter, meaning.text] in [row[1:] for row in found]
    assert any(contents.assessment.edition.licence in row[2] for row in found)


def test_hidden_sheets_hold_the_words_with_their_codes_and_what_identifies_the_file(
    made: Made,
    contents: WorkbookContents,
) -> None:
    book = made.book
    meta = dict(lines(book.worksheets[META])[1:])

    assert [each.sheet_state for each in book.worksheets] == ["visible"] * LISTS + ["hidden"] * 2
    words = [
        row
        for row in lines(book.worksheets[LISTS])
        if row[1] in {*Coverage.values, *Result.values}
    ]
    assert words == [
        *([str(Coverage(code).label), code] for code in Coverage.values),
        *([str(Result(code).label), code] for code in Result.values),
    ]
    assert meta["export"] == str(KEY)
    assert (meta["language"], meta["filter"]) == (contents.language, contents.query)


def test_the_hash_is_that_of_the_cells_and_the_same_for_a_second_building(
    made: Made,
) -> None:
    second = assessment_workbook(made.contents)

    assert made.written.cells_sha256 == second.cells_sha256
    assert hash_of(made.book) == made.written.cells_sha256
