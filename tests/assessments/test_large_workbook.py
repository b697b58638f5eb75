"""A long assessment read in pages says what one that is read at once says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.readers.keeping import Piece
from assessments.readers.spooling import Spool
from assessments.reports.assessment import assessment_workbook, write_workbook
from assessments.selectors import large
from assessments.selectors.large import NeverStill, large_contents
from assessments.selectors.workbook import Making, Selection, WorkbookContents
from assessments.services.answering import AnswerValues
from audit.services import Happening, append_events
from matrix.selectors import printed_edition
from matrix.selectors.paging import paged_edition
from tests.assessments.workbooks import KEY, make_contents, make_full_assessment
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_sign_off,
    make_upgrade,
)

pytestmark = pytest.mark.django_db

# What is the same thing, kept elsewhere.
ELSEWHERE: Any = {"rows": (), "provider_rows": (), "printed": None}


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read two rows a page."""
    monkeypatch.setattr(large, "PAGE", 2)


def read(assessment: Assessment) -> Assessment:
    """Return an assessment as a view finds it."""
    return Assessment.objects.with_matrix().select_related("organisation").get(pk=assessment.pk)


def contents(
    assessment: Assessment, *, coverage: str = "", told: Any = lambda _rows: None
) -> WorkbookContents:
    """Read an assessment in pages, and keep the rows beyond the reading."""
    found = read(assessment)
    kept = Answer.objects.of_assessment(found).filter(coverage=coverage)
    selection = Selection(kept, f"coverage={coverage}", f"only {coverage}") if coverage else None
    pages, making = paged_edition(found.edition, language="en"), Making(KEY, "en", None, NOW)
    with large_contents(found, pages, making, selection, told=told) as made:
        rows, provider_rows = tuple(made.rows), tuple(made.provider_rows)
        return replace(made, rows=rows, provider_rows=provider_rows)


@pytest.mark.parametrize("coverage", ["", "gap"])
@pytest.mark.parametrize("is_signed", [False, True])
def test_it_says_the_same(coverage: str, is_signed: bool) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    if is_signed:
        make_sign_off(assessment, by=member, is_reopened=True)
        make_answers(assessment, {"note": "since"}, by=member, at=NOW + timedelta(days=1))

    in_pages = contents(assessment, coverage=coverage)

    at_once = make_contents(read(assessment), coverage=coverage)
    assert in_pages.rows == at_once.rows
    assert in_pages.provider_rows == at_once.provider_rows
    assert replace(in_pages, **ELSEWHERE) == replace(at_once, **ELSEWHERE)


def test_the_file_has_the_same_cells() -> None:
    assessment = make_full_assessment()
    at_once = assessment_workbook(make_contents(assessment))
    found = read(assessment)
    said: list[int] = []
    pages, making = paged_edition(found.edition, language="en"), Making(KEY, "en", None, NOW)

    with large_contents(found, pages, making) as made, Spool[Piece](block=2) as pieces:
        cells = write_workbook(BytesIO(), made, pieces=pieces, told=said.append)
        kept = list(cells.pieces)

    assert (cells.sha256, cells.kept_sha256) == (
        at_once.cells.sha256,
        at_once.cells.kept_sha256,
    )
    assert kept == list(at_once.cells.pieces)
    assert said == []  # it has fewer lines than one hears of


def test_rows_that_change_while_they_are_read_are_read_again() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    changes: Iterator[list[AnswerValues]] = iter(
        [[{}, {"note": "first"}], [{"coverage": "covered"}]]
    )

    def somebody_writes(_rows: int) -> None:
        if (values := next(changes, None)) is not None:
            make_answers(assessment, *values, by=member)

    made = contents(assessment, told=somebody_writes)

    at_once = make_contents(read(assessment))
    assert made.rows == at_once.rows
    assert made.counts == at_once.counts
    assert (made.rows[0].coverage, made.rows[1].note) == ("covered", "first")


def test_with_another_edition_meanwhile_there_is_no_workbook() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    moves = iter([1])

    def somebody_moves(_rows: int) -> None:
        if next(moves, None):
            make_upgrade(assessment, by=member)

    with pytest.raises(NeverStill):
        contents(assessment, told=somebody_moves)


def test_an_assessment_that_never_rests_has_no_workbook() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    told = Happening("assessment-shared", "assessment", str(assessment.pk))

    def somebody_always_changes_it(_rows: int) -> None:
        append_events(
            organisation_id=assessment.organisation_id, happenings=[told], actor_id=None, at=NOW
        )

    with pytest.raises(NeverStill):
        contents(assessment, told=somebody_always_changes_it)


@pytest.mark.parametrize("comes", [True, False])
def test_rows_that_come_or_go_are_read_from_the_beginning(
    comes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    answer = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    Answer.objects.filter(pk=answer.pk).update(is_switched_off=comes)
    switches = iter([1])

    def somebody_switches(_rows: int) -> None:
        if next(switches, None):
            Answer.objects.filter(pk=answer.pk).update(is_switched_off=not comes)
            _tell_of(answer, member)

    made = contents(assessment, told=somebody_switches)

    assert (answer.key in {row.key for row in made.rows}) is comes


def test_what_it_tells_can_end_it() -> None:
    class Enough(Exception):
        """Somebody cancels."""

    def cancels(_rows: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        contents(make_full_assessment(), told=cancels)


def test_a_row_more_asks_nothing_more() -> None:
    member = make_member(Role.MANAGER)
    counts = []
    for number in (1, 2):  # both one page
        assessment = make_assessment(member, edition=make_edition(make_page(number)))
        make_answers(assessment, *[AnswerValues(coverage="gap")] * number, by=member)
        with CaptureQueriesContext(connection) as queries:
            contents(assessment)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_an_edition_without_activities_in_memory_still_tells_what_changed() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    make_sign_off(assessment, by=member, is_reopened=True)
    make_answers(assessment, {"due_on": date(2027, 1, 1)}, by=member, at=NOW)

    made = contents(assessment)

    assert made.since is not None
    assert [line.field for line in made.since.changes] == ["due_on"]
    assert made.activity_count == len(
        printed_edition(assessment.edition, language="en").activities
    )


def _tell_of(answer: Answer, by: Membership) -> None:

    append_events(
        organisation_id=answer.organisation_id,
        happenings=[Happening("answer-changed", "answer", str(answer.key))],
        actor_id=by.user_id,
        at=NOW,
    )
