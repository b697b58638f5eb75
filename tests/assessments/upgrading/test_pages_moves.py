"""The page of the moves an assessment has made, and the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.rights import Role
from assessments.models import Upgrade
from tests.assessments.upgrading.pages import make_world, move, say
from tests.assessments.upgrading.test_pages import signed_in, url
from tests.builders import make_edition, make_reader

pytestmark = pytest.mark.django_db


def test_without_a_move_the_page_says_so() -> None:
    world = make_world()

    text = signed_in(world.manager).get(url(world, "upgrades")).content.decode()

    assert "No move yet" in text


def test_the_moves_show_what_was_put_away_and_the_days_left() -> None:
    world = make_world()
    move(world.assessment, world.new, by=world.manager)
    made = Upgrade.objects.get()
    Upgrade.objects.update(applied_at=timezone.now() - timedelta(days=10, hours=1))

    text = signed_in(world.manager).get(url(world, "upgrades")).content.decode()

    assert "Remplacer le matériel en panne" in text
    assert "20 days left" in text
    assert url(world, "revert_upgrade", made.pk) in text


def test_after_a_revert_the_page_lists_what_was_said_since() -> None:
    world = make_world()
    made = move(world.assessment, world.new, by=world.manager)
    Upgrade.objects.update(applied_at=timezone.now())
    say(world.assessment, "Déclarer", by=world.manager, coverage="gap", note="Comptes à faire.")
    client = signed_in(world.manager)

    page = client.post(url(world, "revert_upgrade", made.pk), follow=True)
    again = client.post(url(world, "revert_upgrade", made.pk))

    text = page.content.decode()
    assert "The move is reverted" in text
    assert "Answered between the move and its revert" in text
    assert "Comptes à faire." in text
    assert again.status_code == 409


@pytest.mark.thorough
def test_a_revert_is_refused_over_a_later_move_and_after_30_days() -> None:
    world = make_world()
    first = move(world.assessment, world.new, by=world.manager)
    second = move(world.assessment, make_edition(), by=world.manager)
    Upgrade.objects.update(applied_at=timezone.now() - timedelta(days=40))
    client = signed_in(world.manager)

    over = client.post(url(world, "revert_upgrade", first.pk))
    late = client.post(url(world, "revert_upgrade", second.pk))

    assert "Revert the last move first" in over.content.decode()
    assert "more than 30 days old" in late.content.decode()
    assert (over.status_code, late.status_code) == (409, 409)


def test_an_auditor_reads_the_moves_without_internal_notes() -> None:
    world = make_world()
    say(world.assessment, "Payer", by=world.manager, internal_note="Entre nous.")
    move(world.assessment, world.new, by=world.manager)
    auditor = make_reader(Role.AUDITOR, world.assessment)

    text = signed_in(auditor).get(url(world, "upgrades")).content.decode()

    assert "Payer la première facture" in text
    assert "Entre nous." not in text
    assert "Revert" not in text
