"""What changed since the latest sign-off, in its sheet of the workbook."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from assessments.models import Answer
from assessments.reports.assessment import assessment_workbook
from assessments.selectors.signing.since import ADDED, GONE
from assessments.services.answering import AnswerValues
from assessments.services.gaps import Acceptance, PlanEntry, PlanValues, accept_gap, plan_gaps
from assessments.services.signing import reopen_assessment
from tests.assessments.changed import (
    LATER,
    SAID,
    SHEET,
    cells,
    changes,
    make_reopened,
    plan,
    read,
    switch_first_row_off,
    told,
)
from tests.assessments.review.signing import make_accepted, sign
from tests.assessments.workbooks import lines, opened
from tests.builders import NOW, make_answers, make_team

pytestmark = pytest.mark.django_db


def test_without_a_sign_off_the_sheet_says_so() -> None:
    contents = read(make_accepted())

    assert contents.since is None
    assert "Nobody has signed this assessment" in cells(contents)[1][0]


def test_with_nothing_changed_the_sheet_names_the_sign_off() -> None:
    contents = read(make_reopened())

    assert changes(contents) == []
    sentence = cells(contents)[1][0]
    assert sentence.startswith("None of these rows changed since the sign-off of 2026-11-22 by ")


def test_a_sign_off_that_stands_counts_like_one_that_was_reopened() -> None:
    team = make_accepted()
    signed = sign(team)

    contents = read(team)

    assert contents.since is not None
    assert contents.since.sign_off == signed


def test_each_field_that_changed_has_a_line_with_both_values_and_its_author() -> None:
    team = make_reopened()
    platform = make_team(team.contributor)
    values = AnswerValues(
        coverage="not_applicable",
        reason="Sold",
        until=date(2027, 1, 31),
        note="",
        internal_note="SECRET",
        owner_team_id=platform.pk,
        due_on=date(2026, 12, 1),
    )
    make_answers(team.assessment, values, by=team.contributor, at=LATER)

    contents = read(team)

    assert told(contents) == [
        ("coverage", "covered", "not_applicable"),
        ("reason", "", "Sold"),
        ("until", None, date(2027, 1, 31)),
        ("note", "Seen on site", ""),
        ("due_on", None, date(2026, 12, 1)),
        ("review", "accepted", "none"),
        ("owner", "", platform.name),
    ]
    assert {(each.who, each.at) for each in changes(contents)} == {(str(team.contributor), LATER)}


def test_the_sheet_says_it_in_words_with_days_as_days() -> None:
    team = make_reopened()
    values = AnswerValues(
        coverage="partial", due_on=date(2026, 12, 1), owner_membership_id=team.manager.pk
    )
    make_answers(team.assessment, values, by=team.contributor, at=LATER)

    rows = cells(read(team))

    at = LATER.replace(hour=10, tzinfo=None)  # Paris is an hour ahead
    by = [str(team.contributor), at]
    assert [row[SAID] for row in rows] == [
        ["What changed", "When it was signed", "Now", "Changed by", "Changed at"],
        ["Coverage", "covered", "partial", *by],
        ["Due", "–", date(2026, 12, 1), *by],
        ["Review", "accepted", "not reviewed", *by],
        ["Owner", "–", str(team.manager), *by],
    ]
    assert len({tuple(row[:3]) for row in rows[1:]}) == 1


def test_the_sheet_speaks_the_language_of_the_file() -> None:
    team = make_reopened()
    mark = Answer.objects.filter(pk=team.rows[0].pk)
    mark.update(is_to_recheck=True)

    contents = read(team, language="fr")

    with translation.override("fr"):
        yes, no = translation.gettext("yes"), translation.gettext("no")
        title = translation.gettext(SHEET)
    book = opened(assessment_workbook(contents).content)
    assert lines(book[title])[1][SAID][1:3] == [no, yes]


def test_plans_of_then_are_read_from_the_log() -> None:
    team = make_reopened()
    plan(team)
    accept_gap(
        key=team.rows[1].key,
        revision=1,
        acceptance=Acceptance(date(2027, 1, 31), "Until spring"),
        by=team.manager,
        at=LATER,
    )

    contents = read(team)

    assert told(contents) == [
        ("severity", "", "high"),
        ("action", "", "Buy one"),
        ("responsible_id", "", str(team.manager)),
        ("by_when", None, date(2026, 12, 24)),
        ("state", "", "in_progress"),
        ("expires_on", None, date(2027, 1, 31)),
        ("acceptance_reason", "", "Until spring"),
    ]
    assert [row[3] for row in cells(contents)[1:4]] == ["Severity", "Action", "Acts"]


def test_who_was_to_act_when_it_was_signed_is_named() -> None:
    team = make_accepted()
    plan(team)
    signed = sign(team)
    reopen_assessment(sign_off_id=signed.pk, reason="To go on", by=team.manager, at=NOW)
    entry = PlanEntry(team.rows[1].key, 1, PlanValues(responsible_id=team.contributor.pk))
    plan_gaps(entries=[entry], by=team.manager, at=LATER)

    contents = read(team)

    assert told(contents) == [("responsible_id", str(team.manager), str(team.contributor))]


def test_a_state_without_an_action_is_no_state() -> None:
    team = make_accepted()
    plan(team)
    signed = sign(team)
    reopen_assessment(sign_off_id=signed.pk, reason="To go on", by=team.manager, at=NOW)
    done = PlanEntry(team.rows[1].key, 1, PlanValues(state="done"))
    plan_gaps(entries=[done], by=team.manager, at=LATER)
    finished = told(read(team))
    none = PlanEntry(team.rows[1].key, 2, PlanValues(action=""))
    plan_gaps(entries=[none], by=team.manager, at=LATER)

    dropped = told(read(team))

    assert finished == [("state", "in_progress", "done")]
    assert dropped == [("action", "Buy one", ""), ("state", "in_progress", "")]


def test_a_row_that_is_gone_stands_last_and_one_that_is_back_is_added() -> None:
    team = make_reopened()
    make_answers(team.assessment, {}, {"note": "Still nobody"}, by=team.contributor, at=LATER)
    switch_first_row_off(team)

    gone = read(team)
    signed = sign(team)
    reopen_assessment(sign_off_id=signed.pk, reason="It is back", by=team.manager, at=NOW)
    Answer.objects.filter(assessment=team.assessment).update(is_switched_off=False)
    back = read(team)

    first, *_, last = told(gone)
    assert (first[0], last) == ("note", (GONE, "covered", ""))
    assert changes(gone)[-1].who == str(team.manager)
    assert [row[SAID][:3] for row in cells(gone)][-1] == ["Row gone", "covered", "–"]
    assert told(back) == [(ADDED, "", "covered")]
    assert [row[SAID][:3] for row in cells(back)][-1] == ["Row added", "–", "covered"]


def test_a_filtered_workbook_tells_of_its_rows_only() -> None:
    team = make_reopened()
    two = [AnswerValues(coverage="partial"), AnswerValues(coverage="covered")]
    make_answers(team.assessment, *two, by=team.contributor, at=LATER)
    everything = told(read(team))

    found = read(team, coverage="partial")

    assert (
        told(found)
        == everything[:2]
        == [
            ("coverage", "covered", "partial"),
            ("review", "accepted", "none"),
        ]
    )


def test_more_changes_ask_the_database_nothing_more() -> None:
    team = make_reopened()
    make_answers(team.assessment, {"note": "One"}, by=team.contributor, at=LATER)
    with CaptureQueriesContext(connection) as few:
        read(team)

    make_answers(
        team.assessment, *[AnswerValues(note="More", coverage="gap")] * 3, by=team.manager
    )
    plan(team)
    with CaptureQueriesContext(connection) as many:
        read(team)

    assert len(many) == len(few)
