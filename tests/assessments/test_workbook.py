"""The workbook of an assessment, opened again: each sheet says what the selector says."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from accounts.models import Membership
from assessments import words
from assessments.models import Answer, Coverage
from assessments.reports.assessment import assessment_workbook, duties_list, file_name
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents
from tests.assessments.workbooks import (
    FORMULA,
    KEY,
    hash_of,
    lines,
    make_contents,
    make_full_assessment,
    opened,
    sheet,
)
from tests.builders import NOW, make_answers, make_assessment, make_edition, make_member, make_page

pytestmark = pytest.mark.django_db

# The number of each sheet among those of the file, whatever its language.
SUMMARY, DUTIES, GAPS, NOT_APPLICABLE, PROVIDER, READ_ME, LISTS, META = range(8)


@pytest.fixture(
    params=[
        pytest.param(("en", ""), id="english"),
        pytest.param(("fr", ""), id="french"),
        pytest.param(("en", "gap"), id="english-filtered"),
        pytest.param(("fr", "not_applicable"), id="french-filtered"),
    ]
)
def contents(request: pytest.FixtureRequest) -> Iterator[WorkbookContents]:
    """Give the contents of a workbook, and speak its language."""
    language, coverage = request.param
    with translation.override(language):
        yield make_contents(make_full_assessment(), language=language, coverage=coverage)


def table(contents: WorkbookContents, number: int) -> list[list[Any]]:
    """Return the rows of a sheet without its headings."""
    return lines(opened(assessment_workbook(contents).content).worksheets[number])[1:]


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


def test_duties_are_the_rows_of_the_selector(contents: WorkbookContents) -> None:
    expected = [
        [
            *printed(contents, row),
            row.question_text,
            row.coverage_text,
            row.reason,
            row.note,
            owner(row),
            row.due_on or "",
            changed_on(row),
            str(row.key),
            row.revision,
            row.coverage,
        ]
        for row in contents.rows
    ]

    assert table(contents, DUTIES) == expected
    assert len(expected) == (1 if contents.query else 4)


def test_gaps_are_the_duties_answered_gap_or_partial(contents: WorkbookContents) -> None:
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

    found = table(contents, GAPS)

    assert [row for row in found if row[1]] == expected
    if expected:
        assert found[0][-1] == 20
    else:
        assert found[0][0]


def test_not_applicable_rows_come_with_reason_date_and_author(contents: WorkbookContents) -> None:
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

    found = table(contents, NOT_APPLICABLE)

    assert [row for row in found if row[1]] == expected


def test_the_provider_s_part_is_all_of_what_others_do_or_answer_for(
    contents: WorkbookContents,
) -> None:
    found = table(contents, PROVIDER)

    assert found == [printed(contents, row) for row in contents.provider_rows]
    assert [row[-2:] for row in found] == [["A", "R"], ["I", "RA"], ["", "RA"]]


def test_the_summary_prints_its_denominator_and_where_the_page_comes_from(
    contents: WorkbookContents,
) -> None:
    found = table(contents, SUMMARY)
    facts = {row[0]: row[1] for row in found}
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
    contents: WorkbookContents,
) -> None:
    found = table(contents, SUMMARY)

    names = ("duties", "covered", "partial", "gap", "unanswered", "not_applicable")
    expected = [
        [line.section.number, line.section.title.text, *(getattr(line.counts, n) for n in names)]
        for line in contents.sections
        if line.section
    ]

    assert [row for row in found if row[0] in {"1.1", "2.1"}] == expected
    assert sum(row[2] for row in expected) == 3


def test_read_me_explains_the_letters_as_printed_and_each_word(contents: WorkbookContents) -> None:
    found = table(contents, READ_ME)
    explained = {row[1] for row in found}

    assert {str(label) for label in Coverage.labels} <= explained
    for letter, meaning in contents.printed.legend:
        assert [letter, meaning.text] in [row[1:] for row in found]
    assert any(contents.assessment.edition.licence in row[2] for row in found)


def test_hidden_sheets_hold_the_words_with_their_codes_and_what_identifies_the_file(
    contents: WorkbookContents,
) -> None:
    book = opened(assessment_workbook(contents).content)
    meta = dict(lines(book.worksheets[META])[1:])

    assert [each.sheet_state for each in book.worksheets] == ["visible"] * 6 + ["hidden"] * 2
    assert lines(book.worksheets[LISTS])[1:] == [
        [str(Coverage(code).label), code] for code in Coverage.values
    ]
    assert meta["export"] == str(KEY)
    assert (meta["language"], meta["filter"]) == (contents.language, contents.query)


def test_the_hash_is_that_of_the_cells_and_the_same_for_a_second_building(
    contents: WorkbookContents,
) -> None:
    first, second = assessment_workbook(contents), assessment_workbook(contents)

    assert first.cells_sha256 == second.cells_sha256
    assert hash_of(opened(first.content)) == first.cells_sha256


def test_the_hash_changes_with_one_cell() -> None:
    member = make_member()
    assessment = make_full_assessment(member)
    before = assessment_workbook(make_contents(assessment)).cells_sha256

    Answer.objects.filter(assessment=assessment, coverage="gap").update(note="one word")

    assert assessment_workbook(make_contents(assessment)).cells_sha256 != before


def test_internal_notes_are_in_no_cell() -> None:
    content = assessment_workbook(make_contents(make_full_assessment())).content

    cells = [value for each in opened(content).worksheets for row in lines(each) for value in row]

    assert "SECRET" not in cells


def test_a_note_that_looks_like_a_formula_is_text() -> None:
    book = opened(assessment_workbook(make_contents(make_full_assessment())).content)

    notes = [cell for row in sheet(book, "Duties").iter_rows() for cell in row]
    (note,) = [cell for cell in notes if cell.value == FORMULA]

    assert (note.data_type, note.quotePrefix) == ("s", True)
    assert not [cell for cell in notes if cell.data_type == "f"]


def test_headings_stay_in_view_and_coverage_is_chosen_from_the_list() -> None:
    book = opened(assessment_workbook(make_contents(make_full_assessment())).content)
    duties = sheet(book, "Duties")

    assert duties.freeze_panes == "D2"
    assert duties.print_title_rows == "$1:$1"
    (rule,) = duties.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "remit_coverage", "H2:H5")
    assert book.defined_names["remit_coverage"].attr_text == "'Lists'!$A$2:$A$6"
    assert duties.conditional_formatting
    hidden = [key for key, column in duties.column_dimensions.items() if column.hidden]
    assert [duties[f"{column}1"].value for column in hidden] == [
        "Key",
        "Revision",
        "Coverage code",
    ]


def test_every_visible_sheet_prints_on_a4_landscape_with_its_foot() -> None:
    contents = make_contents(make_full_assessment())
    book = opened(assessment_workbook(contents).content)

    for each in book.worksheets:
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (1, 0)
        assert each.sheet_properties.pageSetUpPr.fitToPage
        foot = each.oddFooter
        assert contents.assessment.scope in foot.left.text
        assert "edition of 2 March 2026" in foot.center.text
        assert foot.right.text == "&P/&N"
        assert not each.merged_cells.ranges


def test_tables_are_named_once_and_their_headings_are_the_cells() -> None:
    book = opened(assessment_workbook(make_contents(make_full_assessment())).content)

    tables = [(each, found) for each in book.worksheets for found in each.tables.values()]
    names = [found.name for _, found in tables]

    assert len(set(names)) == len(names) == 9
    for each, found in tables:
        headings = [cell.value for cell in each[found.ref][0]]
        assert found.column_names == headings
        assert len({heading.casefold() for heading in headings}) == len(headings)


def test_a_page_without_labels_has_its_texts_once() -> None:
    contents = make_contents(make_assessment(make_member()), language="en")

    headings = lines(sheet(opened(assessment_workbook(contents).content), "Duties"))[0]

    assert "Activity, as printed (French)" not in headings
    assert headings[:5] == ["No.", "Section", "Activity", "Client", "Fournisseur"]


def test_lists_without_rows_say_so_and_are_no_table() -> None:
    contents = make_contents(make_assessment(make_member()), language="en")

    book = opened(assessment_workbook(contents).content)

    assert lines(sheet(book, "Gaps"))[1][0] == "No gap among these rows."
    assert not sheet(book, "Gaps").tables


def test_the_plain_list_has_what_the_screen_shows_and_the_source() -> None:
    contents = make_contents(make_full_assessment())
    with translation.override("en"):
        content = duties_list(
            contents.rows, assessment=contents.assessment, printed=contents.printed, at=NOW
        )

    book: Workbook = opened(content)

    assert book.sheetnames == ["Duties", "Source"]
    headings, *rows = lines(sheet(book, "Duties"))
    assert not {"Key", "Revision", "Last change"} & set(headings)
    assert [row[2] for row in rows] == [row.activity.text for row in contents.rows]
    assert ["Licence of the page", "CC BY 4.0"] in lines(sheet(book, "Source"))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        pytest.param("Production, Gravelines", "production-gravelines", id="words"),
        pytest.param('../../etc\r\n"x"', "etc-x", id="hostile"),
    ],
)
def test_the_file_has_a_name_for_people(scope: str, expected: str) -> None:
    member = make_member()
    assessment = make_assessment(member, scope=scope)

    name = file_name(assessment, NOW)

    assert name == f"remit-{member.organisation.slug}-{expected}-2026-11-22.xlsx"


def test_a_scope_in_another_alphabet_is_named_by_its_number() -> None:
    assessment = make_assessment(make_member(), scope="生産")

    assert f"-{assessment.pk}-2026-11-22.xlsx" in file_name(assessment, NOW)


def test_reading_takes_as_many_queries_for_300_activities_as_for_one(
    django_assert_num_queries: Any,
) -> None:
    members: list[Membership] = [make_member(), make_member()]
    pages = [make_edition(make_page(1)), make_edition(make_page(300))]
    for member, page in zip(members, pages, strict=True):
        assessment = make_assessment(member, edition=page)
        make_answers(assessment, {"coverage": "gap"}, by=member)

        with django_assert_num_queries(7):
            contents = make_contents(assessment)

        with django_assert_num_queries(0):
            assessment_workbook(contents)
