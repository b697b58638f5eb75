"""Options go from one edition to the next with their slug."""

import pytest

from assessments.models import OptionChoice
from assessments.services.counting import recount
from assessments.services.upgrading import revert_upgrade
from audit.models import Event
from matrix.models import Edition, Option, OptionRow
from tests.assessments.upgrading.pages import World, answers_of, make_world, move
from tests.builders import NOW

pytestmark = pytest.mark.django_db


def make_option(edition: Edition, slug: str, start: str) -> Option:
    """Make a bundled option that, when bought, switches one activity off."""
    option = Option.objects.create(edition=edition, slug=slug, names={"fr": slug})
    activity = edition.activities.get(text__startswith=start)
    OptionRow.objects.create(option=option, activity=activity, applies="not_bought")
    return option


def choose(world: World, option: Option) -> OptionChoice:
    """Say that an option is bought."""
    return OptionChoice.objects.create(
        organisation=world.manager.organisation,
        assessment=world.assessment,
        option=option,
        is_bought=True,
        reason="Achetée en mars.",
        decided_at=NOW,
        decided_by=world.manager,
    )


def shown(world: World) -> list[str]:
    """Return the first words of the activities in play."""
    return [row.activity.text.split()[0] for row in answers_of(world.assessment)]


def test_a_choice_goes_with_its_slug_and_switches_the_rows_there() -> None:
    world = make_world()
    choice = choose(world, make_option(world.old, "sauvegarde", "Choisir"))
    there = make_option(world.new, "sauvegarde", "Déclarer")

    upgrade = move(world.assessment, world.new, by=world.manager)

    choice.refresh_from_db()
    assert choice.option == there
    assert "Choisir" in shown(world)
    assert "Déclarer" not in shown(world)
    assert recount(assessment=world.assessment, at=NOW) is None

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW)

    choice.refresh_from_db()
    assert choice.option.edition == world.old
    assert "Choisir" not in shown(world)


def test_a_choice_without_its_option_is_dropped_told_and_comes_back_with_the_revert() -> None:
    world = make_world()
    option = make_option(world.old, "sauvegarde", "Choisir")
    choose(world, option)

    upgrade = move(world.assessment, world.new, by=world.manager)

    told = Event.objects.get(verb="assessment-upgraded")
    assert not OptionChoice.objects.exists()
    assert told.new["dropped_choices"][0]["reason"] == "Achetée en mars."

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW)

    back = OptionChoice.objects.get()
    assert (back.option, back.is_bought, back.decided_by) == (option, True, world.manager)
    assert "Choisir" not in shown(world)


def test_a_dropped_choice_whose_option_is_gone_does_not_come_back() -> None:
    world = make_world()
    option = make_option(world.old, "sauvegarde", "Choisir")
    choose(world, option)
    upgrade = move(world.assessment, world.new, by=world.manager)
    option.delete()

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW)

    assert not OptionChoice.objects.exists()


def test_a_dropped_choice_comes_back_without_whoever_has_left() -> None:
    world = make_world()
    choice = choose(world, make_option(world.old, "sauvegarde", "Choisir"))
    OptionChoice.objects.filter(pk=choice.pk).update(decided_by=None)
    upgrade = move(world.assessment, world.new, by=world.manager)

    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW)

    assert OptionChoice.objects.get().decided_by is None
