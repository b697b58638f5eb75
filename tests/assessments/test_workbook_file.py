"""The workbook as a file: what is in it, how it prints, what it is called."""

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from pytest_django import DjangoAssertNumQueries

from assessments.models import Answer, Assessment
from assessments.reports.assessment import (
    assessment_workbook,
    duties_list,
    edition_words,
    file_name,
)
from assessments.reports.rows import language_name
from tests.assessments.workbooks import (
    FORMULA,
    Shelf,
    foot,
    lines,
    make_contents,
    opened,
    sheet,
)
from tests.builders import NOW, make_assessment, make_member

pytestmark = pytest.mark.django_db


@pytest.mark.thorough
def test_the_hash_changes_with_one_cell(shelf: Shelf) -> None:
    before = shelf.take().written.cells_sha256

    Answer.objects.filter(assessment=shelf.assessment, coverage="gap").update(note="one word")

    after = assessment_workbook(make_contents(shelf.assessment)).cells_sha256
    assert after != before


@pytest.mark.asvs("8.2.3")
def test_internal_notes_are_in_no_cell(shelf: Shelf) -> None:
    book = shelf.take().book

    cells = [value for each in book.worksheets for row in lines(each) for value in row]

    assert "SECRET" not in cells


@pytest.mark.asvs("1.2.10")
def test_a_note_that_looks_like_a_formula_is_text(shelf: Shelf) -> None:
    book = shelf.take().book

    notes = [cell for row in sheet(book, "Duties").iter_rows() for cell in row]
    (note,) = [cell for cell in notes if cell.value == FORMULA]

    assert (note.data_type, note.quotePrefix) == ("s", True)
    assert not [cell for cell in notes if cell.data_type == "f"]


def test_headings_stay_in_view_and_coverage_is_chosen_from_the_list(shelf: Shelf) -> None:
    book = shelf.take().book
    duties = sheet(book, "Duties")

    assert duties.freeze_panes == "D2"
    assert duties.print_title_rows == "$1:$1"
    assert duties.print_title_cols == "$A:$C"
    rule, _opinion = duties.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "remit_coverage", "H2:H5")
    assert book.defined_names["remit_coverage"].attr_text == "'Lists'!$A$2:$A$6"
    assert duties.conditional_formatting
    hidden = [key for key, column in duties.column_dimensions.items() if column.hidden]
    assert [duties[f"{column}1"].value for column in hidden] == [
        "Key",
        "Revision",
        "Coverage code",
    ]


def test_every_visible_sheet_prints_on_a4_landscape_with_its_foot(shelf: Shelf) -> None:
    made = shelf.take()

    for each in made.book.worksheets:
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        pages = 2 if each.title in {"Duties", "Gaps", "Evidence"} else 1
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (pages, 0)
        assert each.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
        left, middle, right = foot(each)
        assert made.contents.assessment.scope in left
        assert "edition of 2 March 2026" in middle
        assert right == "&P/&N"
        assert not each.merged_cells.ranges


def test_tables_are_named_once_and_their_headings_are_the_cells(shelf: Shelf) -> None:
    book = shelf.take().book

    tables = [(each, found) for each in book.worksheets for found in each.tables.values()]
    names = [found.name for _, found in tables]

    assert len(set(names)) == len(names) == 10
    for each, found in tables:
        headings = [cell.value for cell in each[found.ref][0]]
        assert found.column_names == headings
        assert len({heading.casefold() for heading in headings}) == len(headings)


def test_a_page_without_labels_has_its_texts_once_and_lists_without_rows_say_so() -> None:
    contents = make_contents(make_assessment(make_member()), language="en")

    book = opened(assessment_workbook(contents).content)

    headings = lines(sheet(book, "Duties"))[0]
    assert "Activity, as printed (French)" not in headings
    assert headings[:5] == ["No.", "Section", "Activity", "Client", "Fournisseur"]
    assert lines(sheet(book, "Gaps"))[1][0] == "No gap among these rows."
    assert not sheet(book, "Gaps").tables


def test_the_plain_list_has_what_the_screen_shows_and_the_source(shelf: Shelf) -> None:
    contents = shelf.take().contents
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


def test_contents_are_read_in_fifteen_queries_and_written_in_none(
    full_assessment: Assessment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(15):
        contents = make_contents(full_assessment)

    with django_assert_num_queries(0):
        assessment_workbook(contents)


def test_a_page_without_a_date_or_in_a_rare_language_is_named_as_far_as_it_goes() -> None:
    assessment = make_assessment(make_member())
    assessment.edition.published_on = None

    assert edition_words(assessment, "Service") == "Service"
    assert language_name("tlh") == "tlh"
