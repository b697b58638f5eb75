"""Planning gaps: what is saved, what is left alone, and taking it back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.rights import Role
from assessments.models import Answer, Assessment, GapPlan
from assessments.services.answering import (
    AnswerValues,
    AssessmentClosed,
    ConcurrentChange,
    UnknownOwner,
)
from assessments.services.gaps import PlanEntry, PlanValues, plan_gaps, undo_plans
from assessments.services.gaps.writing import write_plans
from assessments.services.undoing import NothingToUndo
from audit.models import Event
from tests.assessments.gaps.planning import TOMORROW, make_gap, plan, plan_of_row
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db


def test_a_plan_says_what_who_and_by_when_and_is_told() -> None:
    member = make_member()
    row = make_gap(member)

    recorded = plan(
        row,
        by=member,
        severity="high",
        action="Installer l’agent",
        responsible_id=member.pk,
        by_when=TOMORROW,
        state="in_progress",
        ticket_url="https://tickets.example.org/12",
    )

    kept = plan_of_row(row)
    event = Event.objects.get(batch=recorded.batch)
    assert recorded.saved == {row.key: 1}
    assert (kept.severity, kept.action, kept.by_when) == ("high", "Installer l’agent", TOMORROW)
    assert (kept.responsible, kept.state, kept.revision) == (member, "in_progress", 1)
    assert (event.verb, event.object_id) == ("gap-planned", str(row.key))
    assert event.old["by_when"] is None
    assert event.new["by_when"] == TOMORROW.isoformat()
    assert (event.old["plan_revision"], event.new["plan_revision"]) == (0, 1)


def test_many_gaps_of_many_assessments_are_one_batch_with_as_many_queries_as_two() -> None:
    member = make_member()
    few, many = ([make_gap(member) for _ in range(n)] for n in (2, 5))
    plan(few[0], by=member, action="Commencer")
    plan(many[0], by=member, action="Commencer")

    with CaptureQueriesContext(connection) as of_few:
        first = plan_gaps(entries=_rated(few), by=member, at=NOW)
    with CaptureQueriesContext(connection) as of_many:
        recorded = plan_gaps(entries=_rated(many), by=member, at=NOW)

    assert len(of_few) == len(of_many)
    assert set(recorded.saved) == {row.key for row in many}
    assert sorted(first.saved.values()) == [1, 2]
    assert Event.objects.filter(batch=recorded.batch).count() == 5
    assert GapPlan.objects.filter(severity="low", action="Commencer").count() == 2


def test_what_is_as_it_was_is_neither_written_nor_told() -> None:
    member = make_member()
    row = make_gap(member)
    plan(row, by=member, severity="low")

    recorded = plan(row, by=member, revision=1, severity="low")

    assert recorded.saved == {row.key: 1}
    assert plan_of_row(row).revision == 1
    assert not Event.objects.filter(batch=recorded.batch).exists()


def test_a_stale_plan_is_left_alone() -> None:
    member = make_member()
    row = make_gap(member)
    plan(row, by=member, severity="low")

    recorded = plan(row, by=member, revision=0, severity="critical")

    assert recorded.stale == (row.key,)
    assert plan_of_row(row).severity == "low"


def test_a_contributor_plans_their_own_their_teams_and_unassigned_gaps_alone() -> None:
    manager = make_member()
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    team = make_team(contributor)
    assessment = make_assessment(manager)
    gap = AnswerValues(coverage="gap")
    make_answers(
        assessment,
        gap | AnswerValues(owner_membership_id=contributor.pk),
        gap | AnswerValues(owner_team_id=team.pk),
        gap | AnswerValues(owner_membership_id=manager.pk),
        by=manager,
    )
    mine, teams, others = Answer.objects.of_assessment(assessment).in_printed_order()
    entries = [PlanEntry(row.key, 0, PlanValues(severity="low")) for row in (mine, teams, others)]

    recorded = plan_gaps(entries=entries, by=contributor, at=NOW)

    assert set(recorded.saved) == {mine.key, teams.key}
    assert recorded.refused == (others.key,)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_whoever_only_reads_plans_nothing(role: Role) -> None:
    manager = make_member()
    row = make_gap(manager)

    recorded = plan(row, by=make_member(role, organisation=manager.organisation), severity="low")

    assert recorded.refused == (row.key,)


def test_what_is_no_gap_or_not_here_is_missing() -> None:
    member = make_member()
    row, elsewhere = make_gap(member), make_gap(make_member())
    make_answers(row.assessment, AnswerValues(coverage="covered"), by=member)

    recorded = [plan(each, by=member, severity="low") for each in (row, elsewhere)]

    assert [each.missing for each in recorded] == [(row.key,), (elsewhere.key,)]
    assert not GapPlan.objects.exists()


def test_a_plan_stays_when_the_gap_closes_and_is_there_when_it_opens_again() -> None:
    member = make_member()
    row = make_gap(member)
    plan(row, by=member, action="Installer l’agent")

    make_answers(row.assessment, AnswerValues(coverage="covered"), by=member)
    make_answers(row.assessment, AnswerValues(coverage="partial"), by=member)

    recorded = plan(row, by=member, revision=1, severity="low")
    assert recorded.saved == {row.key: 2}
    assert plan_of_row(row).action == "Installer l’agent"


@pytest.mark.parametrize("who", ["elsewhere", "former", "nobody"])
def test_only_present_members_act(who: str) -> None:
    member = make_member()
    row = make_gap(member)
    others = {
        "elsewhere": make_member().pk,
        "former": make_former_member(organisation=member.organisation).pk,
        "nobody": 10**9,
    }

    with pytest.raises(UnknownOwner):
        plan(row, by=member, responsible_id=others[who])

    assert not GapPlan.objects.exists()


def test_in_a_signed_assessment_nothing_is_planned() -> None:
    member = make_member()
    row = make_gap(member)
    Assessment.objects.filter(pk=row.assessment_id).update(state=Assessment.State.SIGNED)

    with pytest.raises(AssessmentClosed):
        plan(row, by=member, severity="low")


def test_a_change_of_plans_is_taken_back_whole() -> None:
    member = make_member()
    row = make_gap(member)
    plan(row, by=member, action="Installer", by_when=TOMORROW)
    changed = plan(row, by=member, revision=1, action="Attendre", by_when=None)

    recorded = undo_plans(batch=changed.batch, by=member, at=NOW)

    kept = plan_of_row(row)
    assert recorded.saved == {row.key: 3}
    assert (kept.action, kept.by_when) == ("Installer", TOMORROW)
    assert Event.objects.get(batch=recorded.batch).verb == "gap-plan-undone"


def test_what_changed_since_is_not_taken_back() -> None:
    member = make_member()
    row = make_gap(member)
    first = plan(row, by=member, severity="low")
    plan(row, by=member, revision=1, severity="high")

    recorded = undo_plans(batch=first.batch, by=member, at=NOW)

    assert recorded.stale == (row.key,)
    assert plan_of_row(row).severity == "high"


def test_nobody_takes_back_what_another_did_or_what_never_was() -> None:
    member = make_member()
    recorded = plan(make_gap(member), by=member, severity="low")
    other = make_member(organisation=member.organisation)

    for batch in (recorded.batch, uuid4().hex):
        with pytest.raises(NothingToUndo):
            undo_plans(batch=batch, by=other, at=NOW)


def test_a_plan_that_is_not_as_it_was_read_is_not_written() -> None:
    member = make_member()
    row = make_gap(member)
    plan(row, by=member, severity="low")
    read = plan_of_row(row)
    plan(row, by=member, revision=1, severity="high")

    with pytest.raises(ConcurrentChange):
        write_plans([(read, {"severity": "medium"})])


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"ticket_url": "javascript:alert(1)"}, id="a ticket that is no page"),
        pytest.param({"expires_on": TOMORROW}, id="half an acceptance"),
        pytest.param({"severity": "terrible"}, id="an unknown severity"),
        pytest.param({"state": "thinking"}, id="an unknown state"),
    ],
)
def test_the_database_refuses(values: dict[str, object]) -> None:
    member = make_member()
    row = make_gap(member)
    plan(row, by=member, action="Installer")

    with pytest.raises(IntegrityError), transaction.atomic():
        GapPlan.objects.filter(answer=row).update(**values)


def test_the_database_keeps_a_plan_and_its_people_in_one_organisation() -> None:
    member, stranger = make_member(), make_member()
    row = make_gap(member)
    plan(row, by=member, action="Installer")

    for name in ("responsible", "accepted_by", "organisation"):
        other = stranger.organisation if name == "organisation" else stranger
        with pytest.raises(IntegrityError), transaction.atomic():
            GapPlan.objects.filter(answer=row).update(**{name: other})


def test_of_two_entries_for_one_gap_the_last_counts() -> None:
    member = make_member()
    row = make_gap(member)
    entries = [PlanEntry(row.key, 0, PlanValues(severity=each)) for each in ("low", "high")]

    plan_gaps(entries=entries, by=member, at=NOW + timedelta(days=1))

    assert plan_of_row(row).severity == "high"


def _rated(rows: list[Answer]) -> list[PlanEntry]:
    """Return entries that rate gaps of which the first is planned already."""
    low = PlanValues(severity="low")
    return [PlanEntry(row.key, int(place == 0), low) for place, row in enumerate(rows)]
