"""What a move refuses, and what older changes may still do after one."""

import pytest

from assessments.models import Assessment
from assessments.selectors.upgrading.plan import Choice
from assessments.services.answering import AssessmentClosed
from assessments.services.starting import EditionUnavailable
from assessments.services.undoing import NothingToUndo, undo_batch
from assessments.services.upgrading import (
    Decision,
    Move,
    NotAnotherEdition,
    PreviewStale,
    upgrade_assessment,
)
from tests.assessments.upgrading.pages import answer_of, make_text, make_world, move, say
from tests.builders import NOW, make_edition, make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [Assessment.State.SIGNED, Assessment.State.CLOSED])
def test_a_signed_or_closed_assessment_does_not_move(state: str) -> None:
    world = make_world()
    Assessment.objects.filter(pk=world.assessment.pk).update(state=state)

    with pytest.raises(AssessmentClosed):
        move(world.assessment, world.new, by=world.manager)

    world.assessment.refresh_from_db()
    assert world.assessment.edition_id == world.old.pk


def test_it_does_not_move_to_an_edition_of_another_organisation() -> None:
    world = make_world()
    foreign = make_edition(organisation=make_member().organisation)

    with pytest.raises(EditionUnavailable):
        move(world.assessment, foreign, by=world.manager)


def test_it_does_not_move_to_where_it_stands_nor_to_a_party_of_another_edition() -> None:
    world = make_world()
    party = world.old.parties.get(is_client=True)

    with pytest.raises(NotAnotherEdition):
        move(world.assessment, world.old, by=world.manager)
    with pytest.raises(NotAnotherEdition):
        upgrade_assessment(
            assessment_id=world.assessment.pk,
            move=Move(world.new, party, world.assessment.revision),
            by=world.manager,
            at=NOW,
        )


def test_of_two_people_who_move_at_once_the_second_is_told() -> None:
    world = make_world()
    seen = world.assessment.revision
    party = world.new.parties.get(is_client=True)
    third = make_edition(make_text("| Tout autre chose que cela | RA | I |"))
    move(world.assessment, third, by=world.manager)

    with pytest.raises(PreviewStale):
        upgrade_assessment(
            assessment_id=world.assessment.pk,
            move=Move(world.new, party, seen),
            by=world.manager,
            at=NOW,
        )

    world.assessment.refresh_from_db()
    assert world.assessment.edition_id == third.pk


def test_a_decision_on_a_row_that_changed_since_is_not_followed() -> None:
    world = make_world()
    row = answer_of(world.assessment, "Chiffrer")
    say(world.assessment, "Chiffrer", by=world.manager, coverage="gap")
    wanted = Move(
        world.new,
        world.new.parties.get(is_client=True),
        world.assessment.revision,
        {row.key: Decision(Choice.KEEP, row.revision)},
    )

    with pytest.raises(PreviewStale):
        upgrade_assessment(
            assessment_id=world.assessment.pk, move=wanted, by=world.manager, at=NOW
        )

    assert answer_of(world.assessment, "Chiffrer").activity.edition_id == world.old.pk


def test_an_older_change_cannot_be_undone_over_a_move() -> None:
    world = make_world()
    batch = say(world.assessment, "Choisir", by=world.manager, coverage="gap").batch
    gone = say(world.assessment, "Payer", by=world.manager, coverage="gap").batch
    move(world.assessment, world.new, by=world.manager)

    undone = undo_batch(assessment_id=world.assessment.pk, batch=batch, by=world.manager, at=NOW)

    assert undone.saved == {}
    assert answer_of(world.assessment, "Choisir").coverage == "gap"
    with pytest.raises(NothingToUndo):
        undo_batch(assessment_id=world.assessment.pk, batch=gone, by=world.manager, at=NOW)
