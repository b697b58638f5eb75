"""Recording answers: what is written, what is refused, what is left alone."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from accounts.models import Membership, Organisation
from assessments.models import Answer, Assessment, DayCount
from assessments.services.answering import (
    ANSWERED,
    AnswerValues,
    AssessmentClosed,
    ConcurrentChange,
    Entry,
    ReasonMissing,
    Recorded,
    UnknownOwner,
    _write,
    record_answers,
)
from assessments.services.counting import recount
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, make_assessment, make_former_member, make_member, make_team

pytestmark = pytest.mark.django_db


def answers(assessment: Assessment) -> list[Answer]:
    """Return the rows of an assessment in printed order."""
    return list(Answer.objects.of_assessment(assessment).in_printed_order())


def record(
    assessment: Assessment,
    by: Membership,
    values: AnswerValues,
    *rows: Answer,
    revision: int | None = None,
) -> Recorded:
    """Give rows the same values, by default at the revision they were read at."""
    entries = [Entry(row.key, revision or row.revision, values) for row in rows]
    return record_answers(assessment_id=assessment.pk, entries=entries, by=by, at=NOW)


def events(organisation: Organisation) -> list[Event]:
    """Return what was told of answers."""
    told = Event.objects.of_chain(chain_of(organisation.pk)).filter(verb=ANSWERED)
    return list(told.in_sequence())


def test_an_answer_is_written_with_its_author_its_time_and_the_next_revision() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row = answers(assessment)[0]

    recorded = record(assessment, member, {"coverage": "covered", "note": "weekly"}, row)

    row.refresh_from_db()
    assert (row.coverage, row.note, row.revision) == ("covered", "weekly", 2)
    assert (row.changed_by, row.changed_at) == (member, NOW)
    assert recorded.saved == {row.key: 2}


def test_a_change_is_told_with_old_and_new_values_of_what_changed_and_no_more() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row = answers(assessment)[0]

    recorded = record(assessment, member, {"coverage": "gap", "due_on": date(2027, 1, 5)}, row)

    (event,) = events(member.organisation)
    old, new = {**event.old}, {**event.new}
    assert (old.pop("gap_since"), new.pop("gap_since")) == (None, "2026-11-22")
    assert old == {"coverage": "unanswered", "due_on": None, "revision": 1}
    assert new == {"coverage": "gap", "due_on": "2027-01-05", "revision": 2}
    assert (event.actor_id, event.batch) == (member.user_id, recorded.batch)
    assert (event.object_kind, event.object_id) == ("answer", str(row.key))


def test_rows_with_different_values_are_one_batch() -> None:
    member = make_member()
    assessment = make_assessment(member)
    first, second, third = answers(assessment)
    entries = [
        Entry(first.key, 1, {"coverage": "covered"}),
        Entry(second.key, 1, {"coverage": "covered"}),
        Entry(third.key, 1, {"coverage": "partial"}),
    ]

    recorded = record_answers(assessment_id=assessment.pk, entries=entries, by=member, at=NOW)

    assert set(recorded.saved.values()) == {2}
    assert {event.batch for event in events(member.organisation)} == {recorded.batch}
    assert len(events(member.organisation)) == 3


def test_counters_and_chain_follow_each_change() -> None:
    member = make_member()
    assessment = make_assessment(member)

    recorded = record(assessment, member, {"coverage": "covered"}, *answers(assessment)[:2])

    day = DayCount.objects.get(assessment=assessment)
    assert (day.covered, day.duties) == (2, 3)
    assert recorded.counts is not None
    assert sum(counts.covered for counts in recorded.counts.values()) == 2
    assert recount(assessment=assessment, at=NOW) is None
    assert verify_chain(chain_of(member.organisation_id)).broken_at is None


def test_a_change_that_changes_nothing_writes_no_event_and_keeps_the_revision() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row = answers(assessment)[0]

    recorded = record(assessment, member, {"coverage": "unanswered", "note": ""}, row)

    row.refresh_from_db()
    assert (recorded.saved, recorded.counts) == ({row.key: 1}, None)
    assert (row.revision, row.changed_at) == (1, None)
    assert events(member.organisation) == []


def test_a_stale_row_is_left_alone_and_the_others_are_saved() -> None:
    member = make_member()
    assessment = make_assessment(member)
    stale, fresh, _ = answers(assessment)
    record(assessment, member, {"coverage": "covered"}, stale)

    recorded = record(assessment, member, {"coverage": "gap"}, stale, fresh)

    assert recorded.stale == (stale.key,)
    assert recorded.saved == {fresh.key: 2}
    stale.refresh_from_db()
    assert stale.coverage == "covered"


def test_of_two_entries_for_one_row_the_last_counts() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row = answers(assessment)[0]
    entries = [Entry(row.key, 1, {"coverage": "gap"}), Entry(row.key, 1, {"coverage": "covered"})]

    recorded = record_answers(assessment_id=assessment.pk, entries=entries, by=member, at=NOW)

    row.refresh_from_db()
    assert (row.coverage, recorded.saved) == ("covered", {row.key: 2})


def test_a_row_of_another_assessment_or_organisation_is_missing() -> None:
    member = make_member()
    assessment, other = make_assessment(member), make_assessment(member)
    foreign = make_assessment(make_member())
    elsewhere, stranger = answers(other)[0], answers(foreign)[0]

    recorded = record(assessment, member, {"coverage": "gap"}, elsewhere, stranger)
    nowhere = record_answers(
        assessment_id=foreign.pk, entries=[Entry(stranger.key, 1, {})], by=member, at=NOW
    )

    assert recorded.missing == (elsewhere.key, stranger.key)
    assert nowhere.missing == (stranger.key,)
    assert set(Answer.objects.values_list("coverage", flat=True)) == {"unanswered"}


def test_an_unknown_key_is_missing() -> None:
    member = make_member()
    assessment = make_assessment(member)
    key: UUID = uuid4()

    recorded = record_answers(
        assessment_id=assessment.pk, entries=[Entry(key, 1, {})], by=member, at=NOW
    )

    assert recorded == Recorded(recorded.batch, {}, missing=(key,))


@pytest.mark.parametrize("state", ["signed", "closed"])
def test_a_signed_or_closed_assessment_takes_no_answer(state: str) -> None:
    member = make_member()
    assessment = make_assessment(member)
    Assessment.objects.filter(pk=assessment.pk).update(state=state)

    with pytest.raises(AssessmentClosed):
        record(assessment, member, {"coverage": "covered"}, answers(assessment)[0])

    assert events(member.organisation) == []


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"coverage": "not_applicable"}, id="none"),
        pytest.param({"coverage": "not_applicable", "reason": "  "}, id="blanks"),
    ],
)
def test_not_applicable_needs_a_reason_and_without_one_nothing_is_written(
    values: AnswerValues,
) -> None:
    member = make_member()
    assessment = make_assessment(member)
    first, second, _ = answers(assessment)
    entries = [Entry(first.key, 1, {"coverage": "covered"}), Entry(second.key, 1, values)]

    with pytest.raises(ReasonMissing):
        record_answers(assessment_id=assessment.pk, entries=entries, by=member, at=NOW)

    first.refresh_from_db()
    assert first.coverage == "unanswered"


def test_the_reason_and_its_date_go_with_the_answer_they_belong_to() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row = answers(assessment)[0]
    reason: AnswerValues = {
        "coverage": "not_applicable",
        "reason": "no such data",
        "until": date(2027, 6, 30),
    }
    record(assessment, member, reason, row)
    row.refresh_from_db()
    noted = record(assessment, member, {"note": "asked"}, row)

    record(assessment, member, {"coverage": "covered"}, row, revision=noted.saved[row.key])

    row.refresh_from_db()
    assert (row.coverage, row.reason, row.until) == ("covered", "", None)
    assert row.note == "asked"


def test_an_owner_is_one_person_or_one_team() -> None:
    member = make_member()
    assessment = make_assessment(member)
    team = make_team(member)
    row = answers(assessment)[0]

    record(assessment, member, {"owner_team_id": team.pk}, row)
    record(assessment, member, {"owner_membership_id": member.pk}, row, revision=2)
    row.refresh_from_db()
    person = (row.owner_membership, row.owner_team)
    record(assessment, member, {"owner_team_id": team.pk}, row, revision=3)

    row.refresh_from_db()
    assert person == (member, None)
    assert (row.owner_membership, row.owner_team) == (None, team)


def test_an_owner_of_another_organisation_is_unknown() -> None:
    member, stranger = make_member(), make_member()
    team = make_team(stranger)
    assessment = make_assessment(member)
    row = answers(assessment)[0]

    with pytest.raises(UnknownOwner):
        record(assessment, member, {"owner_membership_id": stranger.pk}, row)
    with pytest.raises(UnknownOwner):
        record(assessment, member, {"owner_team_id": team.pk}, row)

    row.refresh_from_db()
    assert (row.owner_membership, row.owner_team, row.revision) == (None, None, 1)


def test_somebody_who_has_left_cannot_be_given_a_row() -> None:
    member = make_member()
    gone = make_former_member(organisation=member.organisation)
    assessment = make_assessment(member)

    with pytest.raises(UnknownOwner):
        record(assessment, member, {"owner_membership_id": gone.pk}, answers(assessment)[0])


def test_a_row_that_changed_under_the_write_is_not_overwritten() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row = answers(assessment)[0]
    record(assessment, member, {"coverage": "covered"}, row)

    with pytest.raises(ConcurrentChange):
        _write([(row, {"coverage": "gap"})], member, NOW)

    row.refresh_from_db()
    assert row.coverage == "covered"
