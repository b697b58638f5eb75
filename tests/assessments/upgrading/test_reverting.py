"""Taking a move back: every row as it was, and nothing lost of what was said since."""

from datetime import timedelta
from typing import Any

import pytest

from assessments.models import Answer, Assessment, Upgrade, UpgradeStep
from assessments.selectors.upgrading.plan import Choice
from assessments.services.answering import AssessmentClosed
from assessments.services.counting import recount
from assessments.services.undoing import undo_batch
from assessments.services.upgrading import (
    AlreadyReverted,
    MovedSince,
    RevertTooLate,
    revert_upgrade,
)
from audit.models import Event
from audit.selectors import verify_chains
from tests.assessments.upgrading.pages import (
    World,
    answer_of,
    make_text,
    make_world,
    move,
    say,
)
from tests.builders import NOW, make_edition, make_team

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def stored(assessment: Assessment) -> list[dict[str, Any]]:
    """Return every column of the answers but the revision."""
    rows = Answer.objects.of_assessment(assessment).in_printed_order().values()
    return [{name: value for name, value in row.items() if name != "revision"} for row in rows]


def since_of(upgrade: Upgrade) -> dict[str, dict[str, Any]]:
    """Return what was said after a move, by the first word of the activity."""
    steps = UpgradeStep.objects.filter(upgrade=upgrade).exclude(since={})
    return {step.answer.activity.text.split()[0]: step.since for step in steps}


@pytest.mark.parametrize("choice", list(Choice))
@pytest.mark.parametrize("has_messages", [False, True])
def test_every_row_is_as_it_was(choice: Choice, has_messages: bool) -> None:
    world = make_world(has_messages=has_messages, coverage="gap")
    before = stored(world.assessment)
    choices = {"Chiffrer": choice, "Tester": choice}
    upgrade = move(world.assessment, world.new, by=world.manager, choices=choices)

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    world.assessment.refresh_from_db()
    assert stored(world.assessment) == before
    assert world.assessment.edition_id == world.old.pk
    assert world.assessment.client_party.edition_id == world.old.pk
    assert since_of(upgrade) == {}
    assert recount(assessment=world.assessment, at=NOW + DAY) is None


def test_a_reason_with_its_end_comes_back_with_the_answer() -> None:
    world = make_world()
    values = {"coverage": "not_applicable", "reason": "Rien.", "until": NOW.date() + 9 * DAY}
    say(world.assessment, "Chiffrer", by=world.manager, **values)
    before = stored(world.assessment)
    upgrade = move(world.assessment, world.new, by=world.manager)

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    assert stored(world.assessment) == before


def test_an_answer_given_since_is_kept_and_listed() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)
    say(world.assessment, "Choisir", by=world.manager, coverage="partial", note="Depuis.")

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    row = answer_of(world.assessment, "Choisir")
    assert (row.coverage, row.note, row.activity.edition_id) == (
        "partial",
        "Depuis.",
        world.old.pk,
    )
    assert since_of(upgrade)["Choisir"]["is_kept"] is True
    assert since_of(upgrade)["Choisir"]["coverage"] == "partial"


def test_a_note_written_since_is_kept_beside_the_answer_of_before() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)
    say(world.assessment, "Chiffrer", by=world.manager, note="Depuis.")

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    row = answer_of(world.assessment, "Chiffrer les disques")
    assert (row.coverage, row.note) == ("covered", "Depuis.")
    assert since_of(upgrade)["Chiffrer"]["is_kept"] is True


def test_an_answer_given_since_under_other_letters_is_set_aside() -> None:
    world = make_world(coverage="gap")
    team = make_team(world.manager)
    upgrade = move(world.assessment, world.new, by=world.manager)
    values = {"coverage": "covered", "owner_team_id": team.pk, "due_on": NOW.date()}
    say(world.assessment, "Tester", by=world.manager, **values)

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    row = answer_of(world.assessment, "Tester")
    assert (row.coverage, row.question, row.owner_team) == ("gap", "do", team)
    since = since_of(upgrade)["Tester"]
    assert (since["coverage"], since["is_kept"]) == ("covered", False)
    assert (since["owner_team_id"], since["due_on"]) == (team.pk, NOW.date().isoformat())


def test_answers_to_rows_the_move_had_opened_are_put_away_and_listed() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)
    say(world.assessment, "Déclarer", by=world.manager, coverage="covered", note="Fait.")

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    away = Answer.objects.archived_of(world.assessment)
    assert {row.activity.text.split()[0] for row in away} == {"Déclarer", "Surveiller"}
    assert since_of(upgrade)["Déclarer"]["note"] == "Fait."
    assert since_of(upgrade)["Déclarer"]["is_kept"] is False


def test_a_mark_to_recheck_that_was_there_before_is_there_again() -> None:
    world = make_world()
    Answer.objects.filter(pk=answer_of(world.assessment, "Chiffrer").pk).update(is_to_recheck=True)
    choices = {"Chiffrer": Choice.KEEP}
    upgrade = move(world.assessment, world.new, by=world.manager, choices=choices)
    assert not answer_of(world.assessment, "Chiffrer").is_to_recheck

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    assert answer_of(world.assessment, "Chiffrer").is_to_recheck


def test_a_revert_is_told_as_one_batch_in_a_chain_that_holds() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    last = Event.objects.order_by("pk").last()
    assert last is not None
    batch = Event.objects.of_batch(last.batch).in_sequence()
    assert batch[0].verb == "assessment-upgrade-reverted"
    assert batch.count() == 1 + UpgradeStep.objects.filter(upgrade=upgrade).count()
    assert {each.broken_at for each in verify_chains()} == {None}


def test_what_was_done_before_the_move_is_not_undone_over_it() -> None:
    world = make_world()
    batch = say(world.assessment, "Choisir", by=world.manager, coverage="gap").batch
    upgrade = move(world.assessment, world.new, by=world.manager)
    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    undone = undo_batch(assessment_id=world.assessment.pk, batch=batch, by=world.manager, at=NOW)

    assert (undone.saved, len(undone.stale)) == ({}, 1)


@pytest.mark.thorough
def test_two_moves_are_reverted_one_after_the_other_from_the_last() -> None:
    world = make_world()
    before = stored(world.assessment)
    third = make_edition(make_text("| Tout autre chose que cela | RA | I |"))
    first = move(world.assessment, world.new, by=world.manager)
    second = move(world.assessment, third, by=world.manager)

    with pytest.raises(MovedSince):
        revert_upgrade(upgrade=first, by=world.manager, at=NOW + DAY)
    revert_upgrade(upgrade=second, by=world.manager, at=NOW + DAY)
    revert_upgrade(upgrade=first, by=world.manager, at=NOW + DAY)

    assert stored(world.assessment) == before
    assert since_of(first) == {}


def test_it_moves_again_after_a_revert() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)
    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    again = move(world.assessment, world.new, by=world.manager)

    assert again.pk != upgrade.pk
    assert answer_of(world.assessment, "Déclarer").coverage == "unanswered"


def test_a_move_is_reverted_once() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)
    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)

    with pytest.raises(AlreadyReverted):
        revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)


def test_a_move_is_reverted_for_30_days() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)

    with pytest.raises(RevertTooLate):
        revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + 31 * DAY)
    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + 30 * DAY)

    world.assessment.refresh_from_db()
    assert world.assessment.edition_id == world.old.pk


def test_a_signed_assessment_stays_where_it_is() -> None:
    world = make_world()
    upgrade = move(world.assessment, world.new, by=world.manager)
    _sign(world)

    with pytest.raises(AssessmentClosed):
        revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + DAY)


def _sign(world: World) -> None:
    Assessment.objects.filter(pk=world.assessment.pk).update(state=Assessment.State.SIGNED)
