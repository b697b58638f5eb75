"""The part of a PDF that tells how the duties of each control stand."""

from dataclasses import replace

import pytest

from accounts.models import Membership
from assessments.models import Assessment
from assessments.reports.pdf import assessment_pdf, paper_of
from assessments.reports.pdf.pieces import Line, Part
from assessments.scoring import Counts
from assessments.selectors.pdf import PdfContents, pdf_contents
from matrix.models import Framework
from tests.assessments.oscal.telling import say_controls
from tests.assessments.papers import Read
from tests.assessments.workbooks import make_contents
from tests.builders import make_answers, make_assessment, make_member

pytestmark = pytest.mark.django_db


def make_controlled(by: Membership) -> Assessment:
    """Make an assessment of three duties, a covered one and a gap in two frameworks."""
    assessment = make_assessment(by)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=by)
    say_controls(assessment, ("AC-2", "SA-9(5)"), ("AC-2",), by=by)
    say_controls(assessment, ("A.5.9",), by=by, framework=Framework.ISO_27001)
    return assessment


def contents_of(assessment: Assessment, language: str = "en") -> PdfContents:
    """Read an assessment for a PDF."""
    return pdf_contents(make_contents(assessment, language=language))


def part_of(contents: PdfContents, title: str = "Controls") -> Part:
    """Return the part with a title."""
    [part] = [part for part in paper_of(contents).parts if part.title == title]
    return part


def test_each_control_stands_under_its_framework_with_its_duties_in_words() -> None:
    part = part_of(contents_of(make_controlled(make_member())))

    told = {
        group.title.text: [
            [[line.text for line in cell] for cell in row if not isinstance(cell, Counts)]
            for row in group.rows
        ]
        for group in part.groups
        if group.title
    }
    first, second = "1.1 Choisir la région d’hébergement", "1.1 Payer la première facture"
    assert list(told) == ["ISO/IEC 27001:2022", "NIST SP 800-53 r5"]
    assert [row[:4] for row in told["NIST SP 800-53 r5"]] == [
        [["AC-2"], ["confirmed"], ["2"], ["1 of 2 covered, 1 gap"]],
        [["SA-9(5)"], ["confirmed"], ["1"], ["1 of 1 covered"]],
    ]
    assert told["NIST SP 800-53 r5"][0][5] == [first, second]


def test_a_duty_is_marked_with_the_language_of_the_page() -> None:
    part = part_of(contents_of(make_controlled(make_member())))

    cell = part.groups[0].rows[0][-1]
    assert not isinstance(cell, Counts)
    assert {line.language for line in cell} == {"fr"}


def test_a_control_of_very_many_duties_names_the_first_and_counts_the_others() -> None:
    contents = contents_of(make_controlled(make_member()))
    first, *_others = contents.book.controls
    long = replace(first, duties=first.duties * 45)

    part = part_of(replace(contents, book=replace(contents.book, controls=(long,))))

    cell = part.groups[0].rows[0][-1]
    assert not isinstance(cell, Counts)
    assert (len(cell), cell[-1]) == (41, Line("and 5 more, in the workbook", "hint"))


def test_without_controls_there_is_no_such_part() -> None:
    paper = paper_of(contents_of(make_assessment()))

    assert "Controls" not in [part.title for part in paper.parts]


def test_the_french_part_is_french() -> None:
    part = part_of(contents_of(make_controlled(make_member()), "fr"), "Mesures")

    cell = part.groups[1].rows[0][1]
    assert not isinstance(cell, Counts)
    assert [line.text for line in cell] == ["confirmé"]


@pytest.mark.thorough
def test_it_is_a_tagged_table_of_the_paper() -> None:
    contents = contents_of(make_controlled(make_member()))
    bare = replace(contents, book=replace(contents.book, controls=()))

    whole, without = (Read(assessment_pdf(each).content) for each in (contents, bare))

    assert whole.tagged("Table") == without.tagged("Table") + 1
    assert whole.tagged("H2") == without.tagged("H2") + 1
    assert "SA-9(5)" in whole.text
