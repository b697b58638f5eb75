"""What the PDF of an assessment says, and how it is tagged."""

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from assessments.models import Assessment, Result
from assessments.reports.pdf import paper_of
from assessments.reports.pdf.pieces import Column, Group, Line, Paper, Part, written
from assessments.reports.pdf.texts import widths
from assessments.scoring import Counts
from assessments.selectors.opinions import OpinionLine, Opinions
from assessments.selectors.pdf import PdfContents, pdf_contents
from tests.assessments.papers import Read, make_paper
from tests.assessments.workbooks import FORMULA, make_contents
from tests.builders import NOW

if TYPE_CHECKING:
    from tests.assessments.shared import Shared

pytestmark = pytest.mark.django_db

EVIL = '#read("/etc/passwd")\n= Heading\n*bold* $x$ <label> @preview/x:1.0.0 \\u{41} // end'


@pytest.fixture(scope="module")
def read(full: "Shared") -> Read:
    """Return the PDF of the full assessment in English, for tests that only read it.

    What its first row and its filter say looks like commands.
    """
    first, *others = make_contents(full.assessment).rows
    rows = (replace(first, note=EVIL), *others)
    return Read(make_paper(full.assessment, rows=rows, filter_words="*x* = #y").content)


def contents_of(assessment: Assessment, language: str = "en") -> PdfContents:
    """Read an assessment for a PDF."""
    return pdf_contents(make_contents(assessment, language=language))


def opinion_line(key: UUID, author: str) -> OpinionLine:
    """Return what an auditor found of a row."""
    return OpinionLine(
        key=key,
        opinion_key=key,
        author_id=1,
        author=author,
        result=Result.MINOR,
        note="seen",
        stated_on=NOW.date(),
        stated_at=NOW,
        revision=1,
        is_duty=True,
        is_outdated=False,
    )


def said_of(paper: Paper, title: str) -> list[list[list[str]]]:
    """Return the lines of each cell of each row of a part."""
    [part] = [part for part in paper.parts if part.title == title]
    return [
        [[each.text for each in cell] if isinstance(cell, list) else [] for cell in row]
        for group in part.groups
        for row in group.rows
    ]


def test_it_is_tagged_in_the_language_of_the_reader(read: Read) -> None:
    about = read.root["/Metadata"].get_object().get_data().decode()

    assert read.root["/MarkInfo"]["/Marked"]
    assert read.root["/Lang"] == "en"
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert read.tagged("H1") == 1
    assert read.tagged("H2") == 9
    assert read.tagged("TH") > 40
    assert read.tagged("Table") == 7


def test_printed_texts_are_marked_with_their_own_language(read: Read) -> None:
    assert read.marked("fr") > 6


def test_each_page_names_the_scope_and_its_number(read: Read, full: "Shared") -> None:
    scope, count = full.assessment.scope, len(read.pages)

    assert count >= 4
    for number, text in enumerate(read.pages, start=1):
        assert scope in text
        assert f"page {number}/{count}" in text


def test_it_says_the_sentence_the_facts_and_the_export(read: Read) -> None:
    assert "0 of 2 duties covered (0 %), 1 partial, 1 gap" in read.pages[0]
    assert "Applicable (denominator) 2" in read.text
    assert "5f1d7f3a-6f0b-4c7e-9b3a-2f6c1d0e8a11" in read.text
    assert "Seal of that event" in read.text


def test_it_says_nothing_that_is_internal(read: Read) -> None:
    assert FORMULA in read.text
    assert "SECRET" not in read.text


def test_gaps_and_rows_that_do_not_apply_are_told_with_their_reasons(full: "Shared") -> None:
    paper = paper_of(contents_of(full.assessment))

    gaps, left_out = said_of(paper, "Gaps"), said_of(paper, "Not applicable")

    assert [row[1] for row in gaps] == [["gap"], ["partial"]]
    assert "Days late: 20" in gaps[0][3]
    assert gaps[0][4] == ["No action is planned."]
    assert [row[-3] for row in left_out] == [["no copies", "Until: 31 March 2027"]]


def test_the_french_paper_is_french(full: "Shared") -> None:
    paper = paper_of(contents_of(full.assessment, "fr"))

    assert paper.lead.startswith("0 tâche sur 2 couverte")
    assert [part.title for part in paper.parts][2:4] == ["Tâches", "Écarts"]


def test_what_people_write_is_text_and_never_a_command(read: Read) -> None:
    said = "".join(read.text.split())

    assert "".join(EVIL.split()) in said
    assert "Filtered:*x*=#y." in said
    assert read.tagged("H1") == 1


def test_opinions_of_auditors_are_told_one_by_one(full: "Shared") -> None:
    contents = make_contents(full.assessment)
    first, *_others = contents.rows
    by_row = {first.key: (opinion_line(first.key, "Ines"), opinion_line(first.key, "Omar"))}
    told = replace(contents, opinions=Opinions(by_row))

    paper = paper_of(replace(contents_of(full.assessment), book=told))

    rows = said_of(paper, "Auditors’ opinions")
    assert [row[2:] for row in rows] == [
        [["Ines"], ["minor non-conformity"], ["seen"], ["22 Nov. 2026"]],
        [["Omar"], ["minor non-conformity"], ["seen"], ["22 Nov. 2026"]],
    ]


@pytest.mark.thorough
def test_no_character_of_the_font_is_without_a_shape(full: "Shared") -> None:
    every = "".join(map(chr, widths()))

    read = Read(make_paper(full.assessment, filter_words=every).content)

    assert "Ωμέγα"[0] in read.text


@pytest.mark.thorough
def test_a_long_table_names_its_columns_on_every_page(full: "Shared") -> None:
    contents = make_contents(full.assessment)

    read = Read(make_paper(full.assessment, rows=tuple(contents.rows) * 20).content)

    pages = [text for text in read.pages if "Do you do it?" in text]
    assert len(pages) > 2
    assert all("Activity Client" in text for text in pages)


def test_a_language_that_is_none_is_left_out() -> None:
    cell = [Line("one", language="x?"), Line("zwei", language="de-CH")]
    part = Part("Part", [Column("Column", 50)], [Group(None, [[cell]])])
    paper = Paper("??", "", "", "", "", [], Counts(), [], [part], "", "", "", "page")

    said = written(paper)

    assert '"language":"en"' in said
    assert '[{"t":"one"},{"t":"zwei","l":"de"}]' in said
