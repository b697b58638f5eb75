"""What workbooks say of auditors' opinions, and how opinions are counted and read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation
from openpyxl.utils import get_column_letter

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment, Opinion, Result
from assessments.reports.assessment import assessment_workbook
from assessments.reports.duties import duties_sheet
from assessments.reports.opinions import opinion_columns, opinion_headings, result_words
from assessments.reports.summary import summary_sheet
from assessments.scoring import OpinionCounts
from assessments.selectors.opinions import NO_OPINIONS, opinions_of, own_opinions, with_opinions
from assessments.selectors.workbook import Making, WorkbookContents, workbook_contents
from assessments.words.opinions import opinions_sentence
from matrix.selectors import printed_edition
from tests.assessments.workbooks import lines, opened, sheet
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_member,
    make_opinions,
    make_reader,
)

pytestmark = pytest.mark.django_db

HEADINGS = ["Auditor’s result", "Auditor’s note", "Auditor’s date"]


def _contents(assessment: Assessment, by: Membership | None = None) -> WorkbookContents:
    read = Assessment.objects.with_matrix().select_related("organisation").get(pk=assessment.pk)
    printed = printed_edition(read.edition, language="en")
    return workbook_contents(read, printed, Making(uuid4(), "en", by, NOW))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _columns(contents: WorkbookContents, *names: str) -> list[list[Any]]:
    (table,) = duties_sheet(contents).tables
    by_heading = {column.heading: column for column in table.columns}
    return [[by_heading[name].value(row) for name in names] for row in table.rows]


def _summary(contents: WorkbookContents) -> dict[str, Any]:
    return dict(summary_sheet(contents).tables[0].rows)


def test_the_sheet_to_work_in_has_the_three_columns_before_the_hidden_ones() -> None:
    assessment = make_assessment()

    (table,) = duties_sheet(_contents(assessment)).tables

    assert [column.heading for column in table.columns][-6:] == [
        *HEADINGS,
        "Key",
        "Revision",
        "Coverage code",
    ]


@pytest.mark.thorough
def test_the_result_is_chosen_from_the_words_of_the_file() -> None:
    assessment = make_assessment()

    book = opened(assessment_workbook(_contents(assessment)).content)

    duties, place = sheet(book, "Duties"), book.defined_names["remit_opinion"].attr_text
    rules = {rule.formula1: str(rule.sqref) for rule in duties.data_validations.dataValidation}
    letter = get_column_letter(lines(duties)[0].index(HEADINGS[0]) + 1)
    words = [str(cell[0].value) for cell in sheet(book, "Lists")[str(place).partition("!")[2]]]
    assert rules["remit_opinion"].startswith(f"{letter}2")
    assert words == [str(label) for label in Result.labels]
    assert result_words("en")[words[2]] == "minor"


def test_an_auditor_finds_their_own_opinions_and_everybody_else_the_latest() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    make_opinions(assessment, "conforming", "minor", by=auditor, note="First")
    make_opinions(assessment, "major", note="Second", at=NOW + timedelta(hours=1))

    own = _columns(_contents(assessment, auditor), *HEADINGS)
    latest = _columns(_contents(assessment, manager), *HEADINGS[:2], "Auditor")

    day = NOW.date()
    assert own == [
        ["conforming", "First", day],
        ["minor non-conformity", "First", day],
        [None, None, None],
    ]
    other = str(Opinion.objects.exclude(author=auditor).get().author)
    assert latest == [
        ["major non-conformity", "Second", f"{other}, the latest; 1 other opinion in Remit"],
        ["minor non-conformity", "First", str(auditor)],
        [None, None, ""],
    ]


def test_the_summary_counts_opinions_where_there_is_one() -> None:
    assessment = make_assessment()
    before = _summary(_contents(assessment))
    auditor = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "conforming", "minor", by=auditor)

    after = _summary(_contents(assessment))

    assert "Auditor’s opinions" not in before
    assert after["Auditor’s opinions"] == (
        "2 of 3 duties have an opinion: 1 conforming, 1 minor non-conformity"
    )
    assert after["Opinions of"] == str(auditor)


def test_a_file_of_a_day_that_is_over_has_no_columns_of_auditors() -> None:
    assert opinion_columns(None) == []
    assert [column.heading for column in opinion_columns(NO_OPINIONS)] == [
        *opinion_headings().values()
    ]


def test_an_opinion_is_outdated_once_the_row_changes() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    make_opinions(assessment, "conforming", "conforming")
    make_answers(assessment, {"note": "n"}, by=manager, at=NOW + timedelta(hours=1))

    read = opinions_of(assessment, reader=manager)

    rows = Answer.objects.of_assessment(assessment).in_printed_order()[:2]
    assert [read.of(row.key)[0].is_outdated for row in rows] == [True, False]


def test_a_row_of_the_grid_names_the_result_of_the_opinion_shown() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    make_opinions(assessment, "minor")
    rows = _contents(assessment, manager).rows

    found = with_opinions(rows, opinions_of(assessment, reader=manager))

    assert [row.opinion for row in found] == ["minor", "", ""]
    assert [row.opinion_text for row in found] == ["minor non-conformity", "", ""]


def test_rows_that_are_no_duties_are_out_of_the_count() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager, has_messages=True)
    rows = Answer.objects.of_assessment(assessment)
    make_opinions(assessment, *["observation"] * rows.count())

    counts = opinions_of(assessment, reader=manager).counts(rows.duties().count())

    assert rows.count() > rows.duties().count()
    assert counts.stated == rows.duties().count()
    assert counts.without == 0


def test_opinions_on_rows_that_are_switched_off_do_not_stand() -> None:
    assessment = make_assessment()
    make_opinions(assessment, "minor", "minor")
    Answer.objects.filter(pk=Opinion.objects.all()[0].answer_id).update(is_switched_off=True)

    assert len(opinions_of(assessment, reader=None).by_row) == 1


def test_own_opinions_are_those_of_one_auditor_with_their_revisions() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "minor", by=auditor)
    make_opinions(assessment, "major", "major")
    keys = list(Answer.objects.of_assessment(assessment).values_list("key", flat=True))

    own = own_opinions(assessment, keys, author=auditor)

    assert [(found.result, found.revision) for found in own.values()] == [("minor", 1)]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param(OpinionCounts(0, {}), "Nothing in scope", id="nothing in scope"),
        pytest.param(OpinionCounts(36, {}), "0 of 36 duties have an opinion", id="none"),
        pytest.param(
            OpinionCounts(36, dict.fromkeys(Result.values, 2)),
            "10 of 36 duties have an opinion: 2 conforming, 2 observations,"
            " 2 minor non-conformities, 2 major non-conformities, 2 not tested",
            id="each",
        ),
    ],
)
def test_the_sentence_says_its_denominator_and_leaves_out_what_is_zero(
    counts: OpinionCounts, said: str
) -> None:
    assert opinions_sentence(counts) == said


def test_opinions_are_read_by_one_query_whatever_their_number(
    django_assert_num_queries: Any,
) -> None:
    assessment = make_assessment()
    for _ in range(2):
        make_opinions(assessment, "minor", "minor", "minor")

    with django_assert_num_queries(1):
        read = opinions_of(assessment, reader=None)

    assert sum(len(found) for found in read.by_row.values()) == 6
    assert read.shown(next(iter(read.by_row))) is not None
