"""Auditors' opinions: stated beside the answers, row by row, as one batch."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.rights import Role
from assessments.models import Answer, DayCount, Opinion
from assessments.services.answering import AssessmentClosed
from assessments.services.opinions import (
    OpinionEntry,
    ResultMissing,
    UnknownResult,
    record_opinions,
)
from assessments.services.signing import close_assessment
from tests.assessments.opinions.stating import events_of, keys_of, record, said_by
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_member,
    make_opinions,
    make_reader,
    make_sign_off,
)

pytestmark = pytest.mark.django_db


def test_an_opinion_stands_beside_the_answer_and_changes_nothing_in_it() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    before = list(Answer.objects.order_by("pk").values())
    days = list(DayCount.objects.order_by("pk").values())
    key = keys_of(assessment)[0]

    recorded = record(assessment, [OpinionEntry(key, None, "minor", "No list")], auditor)

    assert dict(recorded.saved) == {key: 1}
    assert said_by(key, auditor) == ("minor", "No list", NOW.date(), 1)
    assert list(Answer.objects.order_by("pk").values()) == before
    assert list(DayCount.objects.order_by("pk").values()) == days


def test_each_opinion_of_a_batch_is_told_as_an_event_of_its_row() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)

    recorded = make_opinions(assessment, "conforming", "major", by=auditor)

    events = events_of(assessment, "opinion-stated")
    assert [event.object_id for event in events] == [str(key) for key in keys_of(assessment)[:2]]
    assert {event.batch for event in events} == {recorded.batch}
    assert {event.actor_id for event in events} == {auditor.user_id}
    assert events[1].old == {"opinion_result": "", "opinion_on": None, "opinion_revision": 0}
    assert events[1].new == {
        "opinion_result": "major",
        "opinion_on": NOW.date().isoformat(),
        "opinion_revision": 1,
    }


def test_an_opinion_read_at_another_revision_is_reported_stale_and_stays() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "conforming", "conforming", by=auditor)
    first, second, _third = keys_of(assessment)
    entries = [OpinionEntry(first, None, "minor"), OpinionEntry(second, 1, "minor")]

    recorded = record(assessment, entries, auditor)

    assert recorded.stale == (first,)
    assert dict(recorded.saved) == {second: 2}
    assert said_by(first, auditor)[0] == "conforming"
    assert said_by(second, auditor)[0] == "minor"


def test_two_auditors_state_opinions_of_one_row_without_touching_each_other() -> None:
    assessment = make_assessment()
    one = make_reader(Role.AUDITOR, assessment)
    other = make_reader(Role.AUDITOR, assessment)
    key = keys_of(assessment)[0]

    make_opinions(assessment, "conforming", by=one)
    make_opinions(assessment, "major", by=other)

    assert (said_by(key, one)[0], said_by(key, other)[0]) == ("conforming", "major")


def test_what_is_said_already_is_not_written_again() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "conforming", by=auditor)
    entry = OpinionEntry(keys_of(assessment)[0], 1, "conforming")

    recorded = record_opinions(
        assessment_id=assessment.pk, entries=[entry], by=auditor, at=NOW + timedelta(days=3)
    )

    assert dict(recorded.saved) == {entry.key: 1}
    assert len(events_of(assessment, "opinion-stated")) == 1
    assert said_by(entry.key, auditor)[2] == NOW.date()


def test_the_day_an_auditor_names_is_the_day_of_the_opinion() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    key, day = keys_of(assessment)[0], date(2026, 10, 2)

    record(assessment, [OpinionEntry(key, None, "observation", stated_on=day)], auditor)

    assert said_by(key, auditor)[2] == day


def test_of_two_entries_for_one_row_the_last_counts() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    key = keys_of(assessment)[0]

    record(assessment, [OpinionEntry(key, None, "minor"), OpinionEntry(key, 0, "major")], auditor)

    assert said_by(key, auditor)[0] == "major"


def test_an_opinion_that_is_taken_back_counts_on_when_it_is_stated_anew() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "major", by=auditor, note="Nothing there")
    key = keys_of(assessment)[0]

    record(assessment, [OpinionEntry(key, 1, "")], auditor)
    said, is_standing = said_by(key, auditor), Opinion.objects.of_assessment(assessment).exists()
    again = record(assessment, [OpinionEntry(key, None, "minor")], auditor)

    assert (said, is_standing) == (("", "", None, 2), False)
    assert dict(again.saved) == {key: 3}


@pytest.mark.parametrize(
    "role", [role for role in Role if role != Role.AUDITOR], ids=lambda role: str(role)
)
def test_whoever_is_no_auditor_states_no_opinion(role: Role) -> None:
    assessment = make_assessment()
    member = make_reader(role, assessment)
    key = keys_of(assessment)[0]

    recorded = record(assessment, [OpinionEntry(key, None, "conforming")], member)

    assert recorded.refused == (key,)
    assert not Opinion.objects.exists()


def test_an_auditor_finds_no_row_of_an_assessment_that_is_not_shared_with_them() -> None:
    assessment = make_assessment()
    auditor = make_member(Role.AUDITOR, organisation=assessment.organisation)
    key = keys_of(assessment)[0]

    recorded = record(assessment, [OpinionEntry(key, None, "conforming")], auditor)

    assert recorded.missing == (key,)


def test_a_row_of_another_organisation_is_missing() -> None:
    assessment, other = make_assessment(), make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    keys = [keys_of(other)[0], uuid4()]

    recorded = record(other, [OpinionEntry(key, None, "conforming") for key in keys], auditor)

    assert recorded.missing == tuple(keys)


def test_a_signed_assessment_takes_opinions_because_audits_follow_the_sign_off() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    make_answers(assessment, {"coverage": "covered"}, by=manager)
    signed = make_sign_off(assessment, by=manager)

    make_opinions(assessment, "major")

    signed.refresh_from_db()
    assert Opinion.objects.of_assessment(assessment).count() == 1


def test_a_closed_assessment_takes_no_opinion() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    make_sign_off(assessment, by=manager)
    close_assessment(assessment_id=assessment.pk, by=manager, at=NOW)

    with pytest.raises(AssessmentClosed):
        make_opinions(assessment, "conforming")


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        pytest.param(("perfect", "", None), UnknownResult, id="unknown result"),
        pytest.param(("", "A note", None), ResultMissing, id="note without result"),
        pytest.param(("", "", date(2026, 11, 2)), ResultMissing, id="date without result"),
    ],
)
def test_a_batch_with_an_opinion_that_is_none_writes_nothing(
    entry: tuple[str, str, date | None], error: type[Exception]
) -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    first, second, _third = keys_of(assessment)
    entries = [OpinionEntry(first, None, "conforming"), OpinionEntry(second, None, *entry)]

    with pytest.raises(error):
        record(assessment, entries, auditor)

    assert not Opinion.objects.exists()
