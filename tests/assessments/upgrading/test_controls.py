"""What an organisation says of controls goes with its rows to another edition."""

import pytest
from django.utils import translation

from assessments.models import Assessment
from assessments.selectors.upgrading.plan import Choice
from assessments.words.batches import Tally, batch_words
from audit.models import Event, chain_of
from matrix.models import ControlChoice, Edition, Framework
from matrix.services.controls import CARRIED, ControlEntry, choose_controls
from tests.assessments.upgrading.pages import World, make_world, move
from tests.builders import NOW

pytestmark = pytest.mark.django_db

ISO, PCI = Framework.ISO_27001, Framework.PCI_DSS


def _choose(world: World, edition: Edition, start: str, *said: str, framework: str = ISO) -> None:
    row = edition.activities.get(text__startswith=start)
    choose_controls(
        edition=edition,
        framework=framework,
        entries=[ControlEntry(row.pk, 0, said)],
        by=world.manager,
        at=NOW,
    )


def _said(edition: Edition) -> dict[tuple[str, str], list[str]]:
    """Return what is said of the rows of an edition, by the beginning of the text."""
    found = ControlChoice.objects.of_edition(edition).select_related("activity")
    return {(each.activity.text.split()[0], each.framework): each.identifiers for each in found}


def _carried(assessment: Assessment) -> int:
    return (
        Event.objects.of_chain(chain_of(assessment.organisation_id)).filter(verb=CARRIED).count()
    )


def test_controls_go_with_rows_that_are_carried_to_recheck_or_kept() -> None:
    world = make_world()
    _choose(world, world.old, "Choisir", "A.5.23")
    _choose(world, world.old, "Choisir", framework=PCI)
    _choose(world, world.old, "Conserver", "A.8.13")
    _choose(world, world.old, "Chiffrer", "A.8.24")

    move(world.assessment, world.new, by=world.manager, choices={"Chiffrer": Choice.KEEP})

    assert _said(world.new) == {
        ("Choisir", ISO): ["A.5.23"],
        ("Choisir", PCI): [],
        ("Conserver", ISO): ["A.8.13"],
        ("Chiffrer", ISO): ["A.8.24"],
    }
    assert _said(world.old) == _said(world.new)
    assert _carried(world.assessment) == 4


def test_controls_of_a_row_that_is_asked_again_or_gone_stay_with_the_old_edition() -> None:
    world = make_world()
    _choose(world, world.old, "Chiffrer", "A.8.24")
    _choose(world, world.old, "Payer", "A.5.20")
    _choose(world, world.old, "Tester", "A.5.30")

    move(world.assessment, world.new, by=world.manager)

    assert _said(world.new) == {}
    assert len(_said(world.old)) == 3
    assert _carried(world.assessment) == 0


def test_the_log_says_of_how_many_rows_controls_went_along() -> None:
    tallies = [Tally("answer-carried", "", 34), Tally(CARRIED, "", 2), Tally(CARRIED, "", 1)]

    with translation.override("en"):
        told = batch_words(tallies)

    assert told == "34 answers carried over, controls of 3 rows carried over"


def test_what_is_said_of_the_new_edition_already_stays() -> None:
    world = make_world()
    _choose(world, world.old, "Choisir", "A.5.23")
    _choose(world, world.new, "Choisir", "A.5.19")

    move(world.assessment, world.new, by=world.manager)

    assert _said(world.new) == {("Choisir", ISO): ["A.5.19"]}
    assert _carried(world.assessment) == 0


def test_what_another_organisation_says_stays_theirs() -> None:
    world, other = make_world(), make_world()
    _choose(other, world.old, "Choisir", "A.5.23")

    move(world.assessment, world.new, by=world.manager)

    assert _said(world.new) == {}
