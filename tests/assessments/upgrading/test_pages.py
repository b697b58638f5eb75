"""The pages of a move: before it, the move, the moves made, the way back."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from assessments.models import Assessment, Upgrade
from tests.assessments.upgrading.pages import (
    World,
    answer_of,
    answers_of,
    make_pair,
    make_world,
    move,
    say,
)
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
)

pytestmark = pytest.mark.django_db


def url(world: World, page: str, *args: Any) -> str:
    """Return the address of a page of the assessment."""
    slug = world.manager.organisation.slug
    return reverse(f"assessments:{page}", args=[slug, world.assessment.pk, *args])


def signed_in(who: Membership) -> Client:
    """Return a client that reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(who.user)
    return client


def form_of(world: World, **choices: str) -> dict[str, Any]:
    """Return what the page sends; choices by the first word of the activity."""
    world.assessment.refresh_from_db()
    rows = {start: answer_of(world.assessment, start) for start in choices}
    sent: dict[str, Any] = {
        "edition": world.new.pk,
        "revision": world.assessment.revision,
        "key": [str(row.key) for row in rows.values()],
    }
    for start, row in rows.items():
        sent[f"{row.key}-revision"] = row.revision
        sent[f"{row.key}-choice"] = choices[start]
    return sent


def test_without_an_edition_the_newest_of_the_matrix_is_shown_worst_first() -> None:
    world = make_world()

    page = signed_in(world.manager).get(url(world, "upgrade"))

    text = page.content.decode()
    groups = re.findall(r'id="group-(\w+)"', text)
    assert groups == ["became_yours", "new", "reworded", "role_changed", "gone"]
    assert "1 of 6 answers goes over as it is" in text
    assert ", 2 new rows, 2 for you to decide, 1 to recheck, 2 archived" in text
    assert "(2 will be asked again)" in text


def test_the_words_that_changed_are_marked_and_each_decision_is_a_radio_group() -> None:
    world = make_world()
    key = answer_of(world.assessment, "Chiffrer").key

    page = signed_in(world.manager).get(url(world, "upgrade")).content.decode()

    assert re.search(r"<del>\s*disques</del>\s*<ins>\s*volumes</ins>", page)
    assert [f'name="{key}-choice" value="{each}"' in page for each in ("keep", "reopen")] == [
        True,
        True,
    ]
    role = answer_of(world.assessment, "Tester").key
    assert f'name="{role}-choice" value="keep"' not in page  # covered, over other letters


def test_any_other_edition_can_be_chosen_and_what_is_not_there_is_not_found() -> None:
    world = make_world()
    other = make_edition()
    foreign = make_edition(organisation=make_member().organisation)
    client = signed_in(world.manager)

    pages = {
        each: client.get(url(world, "upgrade"), {"edition": each}).status_code
        for each in (other.pk, foreign.pk, world.old.pk, 10**9, "nothing")
    }

    assert [*pages.values()] == [200, 404, 404, 404, 404]


def test_without_a_newer_edition_one_is_to_be_chosen() -> None:
    world = make_world()
    move(world.assessment, world.new, by=world.manager)

    page = signed_in(world.manager).get(url(world, "upgrade"))

    assert "No newer edition of this matrix is in the library" in page.content.decode()


def test_of_three_parties_one_says_which_is_theirs() -> None:
    manager = make_member()
    rows = "| Activité | Client | Fournisseur | Revendeur |\n| --- | --- | --- | --- |\n"
    text = f"---\ntitle: T\n---\n\n## 1. Un\n\n{rows}| Tenir le registre | RA | | I |\n"
    edition = make_edition(text)
    third = edition.parties.get(name="Revendeur")
    world = World(manager, make_assessment(manager), edition, edition)
    client = signed_in(manager)

    page = client.get(url(world, "upgrade"), {"edition": edition.pk, "party": third.pk})
    wrong = client.get(
        url(world, "upgrade"),
        {"edition": edition.pk, "party": world.assessment.client_party_id},
    )

    assert f'<option value="{third.pk}" selected>' in page.content.decode()
    assert wrong.status_code == 404


def test_a_move_leads_to_the_dashboard_with_what_is_left_to_do() -> None:
    world = make_world()
    client = signed_in(world.manager)

    sent = form_of(world, Chiffrer="keep", Tester="separate")
    page = client.post(url(world, "apply_upgrade"), sent, follow=True)

    text = page.content.decode()
    assert page.redirect_chain[-1][0] == url(world, "dashboard")
    assert "The assessment stands on the other edition now." in text
    assert "2 rows are new in it, 2 unanswered." in text
    assert "1 answer to recheck." in text
    assert answer_of(world.assessment, "Chiffrer").coverage == "covered"


def test_a_row_that_cannot_be_read_is_asked_again() -> None:
    world = make_world()
    sent = form_of(world, Chiffrer="whatever") | {"party": ""}

    page = signed_in(world.manager).post(url(world, "apply_upgrade"), sent)

    assert page.status_code == 302
    assert answer_of(world.assessment, "Chiffrer").coverage == "unanswered"


@pytest.mark.parametrize("what", ["assessment", "row"])
def test_a_stale_page_says_so_and_moves_nothing(what: str) -> None:
    world = make_world()
    sent = form_of(world, Chiffrer="keep")
    if what == "row":
        say(world.assessment, "Chiffrer", by=world.manager, coverage="gap")
    else:
        Assessment.objects.update(revision=9)

    page = signed_in(world.manager).post(url(world, "apply_upgrade"), sent)

    assert page.status_code == 409
    assert "This changed in the meantime" in page.content.decode()
    assert not Upgrade.objects.exists()


def test_a_second_press_of_the_button_is_told_that_it_stands_there() -> None:
    world = make_world()
    sent = form_of(world)
    client = signed_in(world.manager)
    client.post(url(world, "apply_upgrade"), sent)

    page = client.post(url(world, "apply_upgrade"), sent)

    assert page.status_code == 409
    assert Upgrade.objects.count() == 1


def test_a_signed_assessment_shows_no_button_and_refuses() -> None:
    world = make_world()
    sent = form_of(world)
    upgraded = make_world()
    made = move(upgraded.assessment, upgraded.new, by=upgraded.manager)
    Assessment.objects.update(state=Assessment.State.SIGNED)
    client = signed_in(world.manager)

    page = client.get(url(world, "upgrade"))
    refused = client.post(url(world, "apply_upgrade"), sent)
    kept = signed_in(upgraded.manager).post(url(upgraded, "revert_upgrade", made.pk))

    assert "Move to this edition" not in page.content.decode()
    assert (refused.status_code, kept.status_code) == (409, 409)


def test_a_form_without_an_edition_or_to_a_foreign_one_moves_nothing() -> None:
    world = make_world()
    foreign = make_edition(organisation=make_member().organisation)
    client = signed_in(world.manager)

    empty = client.post(url(world, "apply_upgrade"), {"revision": 1})
    hidden = client.post(url(world, "apply_upgrade"), form_of(world) | {"edition": foreign.pk})

    assert (empty.status_code, hidden.status_code) == (422, 404)
    assert not Upgrade.objects.exists()


@pytest.mark.parametrize("page", ["dashboard", "duties"])
def test_a_newer_edition_is_announced(page: str) -> None:
    world = make_world()

    text = signed_in(world.manager).get(url(world, page)).content.decode()

    assert f"{url(world, 'upgrade')}?edition={world.new.pk}" in text


def test_the_list_says_which_assessments_have_a_newer_edition() -> None:
    world = make_world()
    make_assessment(world.manager, edition=world.new)

    address = reverse("assessments:list", args=[world.manager.organisation.slug])
    text = signed_in(world.manager).get(address).content.decode()

    assert text.count("a newer edition is in the library") == 1


@pytest.mark.thorough
def test_the_pages_ask_as_often_for_60_rows_as_for_3() -> None:
    manager, counts = make_member(), []
    for number in (3, 60):
        old, new = _long_pair(number)
        assessment = make_assessment(manager, edition=old)
        changes = [{"coverage": "gap", "note": "n"}] * number
        make_answers(assessment, *changes, by=manager)  # type: ignore[arg-type]
        world = World(manager, assessment, old, new)
        client = signed_in(manager)
        client.get(url(world, "upgrade"))
        asked = [_queries(client, url(world, "upgrade"))]
        move(assessment, new, by=manager)
        asked += [_queries(client, url(world, page)) for page in ("upgrades", "dashboard")]
        counts.append(asked)

    assert counts[0] == counts[1]
    assert counts[0][0] <= 24
    assert len(answers_of(assessment)) == 60


def _long_pair(number: int) -> Any:
    lines = make_page(number).splitlines()
    rows = [line for line in lines if line.startswith("| Tenir")]
    return make_pair(rows, [row.replace("Tenir le", "Tenir à jour le") for row in rows])


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
