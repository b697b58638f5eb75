"""Applying what was brought in: one batch, all of it or nothing."""

from datetime import date

import pytest

from accounts.rights import Role
from assessments.models import Answer, Assessment, Intake
from assessments.readers.said import Said, said_from_json
from assessments.services.answering import AssessmentClosed, ConcurrentChange, Recorded
from assessments.services.counting import recount
from assessments.services.intakes import (
    Applied,
    IntakeMoved,
    NothingToApply,
    NotYours,
    Source,
    StillUndecided,
    UnknownChoice,
    apply_intake,
    applying,
    choose,
    clear_intakes,
    discard,
    import_said,
    say,
)
from assessments.services.intakes.clearing import KEPT_FOR
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.assessments.returning.books import (
    Typed,
    draft,
    make_world,
    merge_of,
    stand,
)
from tests.builders import NOW, make_answers, make_member

pytestmark = pytest.mark.django_db


def told(assessment: Assessment) -> list[str]:
    """Return the verbs of the assessment's own events."""
    events = Event.objects.of_chain(chain_of(assessment.organisation_id))
    return [event.verb for event in events.about("assessment", str(assessment.pk)).in_sequence()]


def test_what_the_file_says_is_written_as_one_batch() -> None:
    manager, assessment = make_world()

    def fill(copy: Typed) -> None:
        copy.put(0, "coverage", "covered")
        copy.put(0, "note", "weekly")
        copy.put(1, "coverage", "not applicable")
        copy.put(1, "reason", "no data")
        copy.put(2, "owner", manager.user.email)
        copy.put(2, "due", date(2026, 12, 31))

    intake = draft(assessment, manager, fill)

    applied = apply_intake(intake=intake, revision=1, by=manager, at=NOW)

    rows = stand(assessment)
    assert [(row["coverage"], row["reason"], row["note"]) for row in rows] == [
        ("covered", "", "weekly"),
        ("not_applicable", "no data", ""),
        ("unanswered", "", ""),
    ]
    assert (rows[2]["owner_membership"], rows[2]["due_on"]) == (manager.pk, date(2026, 12, 31))
    assert (applied.number, set(applied.saved.values())) == (3, {2})
    events = Event.objects.filter(batch=applied.batch)
    assert {event.verb for event in events} == {"answer-changed"}
    assert told(assessment)[1:] == ["intake-brought-in", "intake-applied"]
    assert recount(assessment=assessment, at=NOW) is None
    assert verify_chain(chain_of(manager.organisation_id)).broken_at is None
    intake.refresh_from_db()
    assert (intake.state, intake.rows, intake.applied_by) == ("applied", 3, manager)


def test_an_unedited_file_is_nothing_to_apply() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: None)
    before = stand(assessment)

    with pytest.raises(NothingToApply):
        apply_intake(intake=intake, revision=1, by=manager, at=NOW)

    assert stand(assessment) == before
    intake.refresh_from_db()
    assert intake.state == "draft"


def test_every_conflict_is_asked_and_each_side_can_be_taken() -> None:
    manager, assessment = make_world()

    def fill(copy: Typed) -> None:
        for row in range(3):
            copy.put(row, "coverage", "gap")

    intake = draft(assessment, manager, fill)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "covered"}, by=manager)
    with pytest.raises(StillUndecided) as refused:
        apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    names = [row.conflicts[0].name for row in merge_of(intake, manager).conflicting]

    chosen = choose(
        intake=intake,
        choices=dict(zip(names, ["theirs", "ours"], strict=True)),
        revision=1,
        by=manager,
        at=NOW,
    )
    apply_intake(intake=intake, revision=chosen.revision, by=manager, at=NOW)

    assert refused.value.number == 2
    assert [row["coverage"] for row in stand(assessment)] == ["gap", "covered", "gap"]


def test_a_decision_is_void_once_the_row_has_moved() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    make_answers(assessment, {"coverage": "covered"}, by=manager)
    name = merge_of(intake, manager).conflicting[0].conflicts[0].name
    chosen = choose(intake=intake, choices={name: "theirs"}, revision=1, by=manager, at=NOW)
    make_answers(assessment, {"coverage": "partial"}, by=manager)
    before = stand(assessment)

    with pytest.raises(StillUndecided):
        apply_intake(intake=intake, revision=chosen.revision, by=manager, at=NOW)

    assert stand(assessment) == before


def test_a_decision_can_be_taken_back_and_is_one_of_two() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))

    choose(intake=intake, choices={"a": "theirs", "b": "ours"}, revision=1, by=manager, at=NOW)
    chosen = choose(intake=intake, choices={"a": ""}, revision=2, by=manager, at=NOW)

    assert chosen.choices == {"b": "ours"}
    with pytest.raises(UnknownChoice):
        choose(intake=intake, choices={"a": "mine"}, revision=3, by=manager, at=NOW)


def test_applied_twice_it_is_written_once() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    first = apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    before = stand(assessment)

    second = apply_intake(intake=intake, revision=1, by=manager, at=NOW)

    assert second.is_repeated
    assert (second.batch, second.number) == (first.batch, 1)
    assert stand(assessment) == before
    assert told(assessment).count("intake-applied") == 1


def test_a_draft_is_its_maker_s_alone() -> None:
    manager, assessment = make_world()
    other = make_member(organisation=manager.organisation)
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))

    with pytest.raises(NotYours):
        apply_intake(intake=intake, revision=1, by=other, at=NOW)
    with pytest.raises(NotYours):
        choose(intake=intake, choices={}, revision=1, by=other, at=NOW)

    assert not Intake.objects.visible_to(other.user).exists()
    assert Intake.objects.visible_to(manager.user).exists()
    apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    assert Intake.objects.visible_to(other.user).exists()


def test_a_stale_page_and_a_discarded_draft_apply_nothing() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    choose(intake=intake, choices={"a": "ours"}, revision=1, by=manager, at=NOW)
    with pytest.raises(IntakeMoved):
        apply_intake(intake=intake, revision=1, by=manager, at=NOW)

    discarded = discard(intake=intake, revision=2, by=manager, at=NOW)

    assert (discarded.state, discarded.said, discarded.choices) == ("discarded", {}, {})
    assert told(assessment)[-1] == "intake-discarded"
    with pytest.raises(IntakeMoved):
        apply_intake(intake=intake, revision=3, by=manager, at=NOW)
    with pytest.raises(IntakeMoved):
        discard(intake=intake, revision=3, by=manager, at=NOW)


@pytest.mark.parametrize("state", ["signed", "closed"])
def test_nothing_is_brought_into_or_applied_to_what_is_signed_or_closed(state: str) -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    assessment.refresh_from_db()

    with pytest.raises(AssessmentClosed):
        apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    with pytest.raises(AssessmentClosed):
        draft(assessment, manager, lambda copy: None)

    assert Intake.objects.count() == 1


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_widened", [False, True])
def test_the_preview_refuses_what_the_service_would(role: str, is_widened: bool) -> None:
    manager, assessment = make_world()
    organisation = manager.organisation
    organisation.contributors_answer_any = is_widened
    organisation.save()
    member = make_member(role, organisation=organisation)
    make_answers(assessment, {"owner_membership_id": manager.pk}, by=manager)
    make_answers(assessment, {}, {"owner_membership_id": member.pk}, by=manager)

    def fill(copy: Typed) -> None:
        for row in range(3):
            copy.put(row, "coverage", "gap")
        copy.put(0, "due", date(2027, 1, 1))
        copy.put(1, "due", date(2027, 1, 1))

    intake = draft(assessment, manager, fill)
    Intake.objects.filter(pk=intake.pk).update(made_by=member)

    merge = merge_of(intake, member)

    intake.refresh_from_db()
    written = [row.key for row in merge.written]
    if written:
        assert apply_intake(intake=intake, revision=1, by=member, at=NOW).number == len(written)
    may_all = role in {Role.ADMINISTRATOR, Role.MANAGER}
    any_row = may_all or (role == Role.CONTRIBUTOR and is_widened)
    assert len(written) == (3 if any_row else 2 if role == Role.CONTRIBUTOR else 0)
    changed = Answer.objects.of_assessment(assessment).filter(coverage="gap")
    assert set(changed.values_list("key", flat=True)) == set(written)


def test_drafts_are_cleared_after_a_week_and_what_was_applied_stays() -> None:
    manager, assessment = make_world()
    applied = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    apply_intake(intake=applied, revision=1, by=manager, at=NOW)
    draft(assessment, manager, lambda copy: None)

    kept = clear_intakes(at=NOW + KEPT_FOR)
    cleared = clear_intakes(at=NOW + KEPT_FOR * 1.01)

    assert (kept, cleared) == (0, 1)
    assert list(Intake.objects.values_list("pk", flat=True)) == [applied.pk]


def test_what_the_services_of_answers_refuse_stands_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    stale = Recorded("0" * 32, {}, stale=(intake.key,))
    monkeypatch.setattr(applying, "record_answers", lambda **_: stale)

    with pytest.raises(ConcurrentChange):
        apply_intake(intake=intake, revision=1, by=manager, at=NOW)

    intake.refresh_from_db()
    assert (intake.state, intake.revision) == ("draft", 1)


def test_what_a_draft_says_is_replaced_and_its_decisions_are_forgotten() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    choose(intake=intake, choices={"a": "ours"}, revision=1, by=manager, at=NOW)

    replaced = say(intake=intake, said=Said(), table={"a": 1}, revision=2, by=manager)

    assert (replaced.said, replaced.table, replaced.choices) == (Said().as_json(), {"a": 1}, {})
    assert replaced.revision == 3


@pytest.mark.parametrize("side", ["theirs", ""])
def test_a_file_is_imported_with_every_conflict_decided_or_not_at_all(side: str) -> None:
    manager, assessment = make_world()
    said = said_from_json(draft(assessment, manager, lambda copy: copy.put(0, "note", "x")).said)
    Intake.objects.all().delete()
    make_answers(assessment, {"note": "here"}, by=manager)

    def imported() -> Applied:
        return import_said(
            assessment=assessment, said=said, source=Source("rows"), take=side, by=manager, at=NOW
        )

    if side:
        assert imported().number == 1
        assert stand(assessment)[0]["note"] == "x"
    else:
        with pytest.raises(StillUndecided):
            imported()
        assert not Intake.objects.exists()
