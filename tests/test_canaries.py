"""Nothing of one organisation is seen or changed from another: canaries, and foreign ids.

One organisation asks for every page and sends every form, naming things of another; a word
stands in every text the other one has. `make test` takes a sample of roles and fields, CI all.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, TestCase

from accounts.models import Membership, User
from accounts.rights import Role
from accounts.services.heads import mail_heads
from assessments.models import Answer, Assessment
from assessments.services.digests import send_due
from assessments.services.handing.mailing import mail_offer
from tests.builders import NOW, make_hand_over, make_invitation, make_team
from tests.canaries import CANARY, plant, state_of, texts_of
from tests.needs import in_turn, some
from tests.reading import PLAIN, names_read, names_read_by
from tests.rights_table import TABLE
from tests.routes import our_routes, url_of
from tests.test_rights import World
from tests.worlds import make_full_world, named_by

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.no_cover,  # walking over all routes shows no branch to be tested
    pytest.mark.asvs("8.2.2"),
    pytest.mark.asvs("8.4.1"),
]

# What nothing here can have (no identity provider, addresses are not confirmed by mail), what
# comes of work that nobody here asked for (opinions brought back, files made in the background),
# and letters that are of the five there are.
UNPLANTED: Final = {
    "account.EmailConfirmation.key",
    "assessments.Intake.opinions_batch",
    "assessments.MadeFile.place",
    "matrix.Assignment.letters",
    "socialaccount.SocialAccount.extra_data",
    "socialaccount.SocialAccount.provider",
    "socialaccount.SocialAccount.uid",
    "socialaccount.SocialToken.token",
    "socialaccount.SocialToken.token_secret",
}
# Made by POST because they are put on record; read like pages.
FILES: Final = {
    "assessments:workbook",
    "assessments:pack",
    "assessments:pdf",
    "assessments:portfolio",
    "assessments:oscal_assessment_results",
    "assessments:oscal_plan_of_action",
}
# Without a worker it says 503, as it should.
PAGES: Final = {
    name for name, line in TABLE.items() if line.verb == "get" and name != "readyz"
} | FILES
FORMS: Final = {name for name, line in TABLE.items() if line.verb == "post"}


@dataclass(frozen=True)
class Worlds:
    """Who asks, whose things are named and not to be seen, and the columns without a canary."""

    own: World
    other: World
    bare: set[str]


@pytest.fixture(scope="module")
def worlds(module_database: None) -> Worlds:
    """Build two organisations alike, and plant the canary in one of them."""
    own, other = make_full_world(), make_full_world()
    return Worlds(own, other, plant(other.organisation))


def test_every_text_column_of_the_other_organisation_holds_the_canary(worlds: Worlds) -> None:
    assert worlds.bare == UNPLANTED


def test_any_change_of_its_rows_is_noticed(worlds: Worlds) -> None:
    before = state_of(worlds.other.organisation)

    Answer.objects.filter(organisation=worlds.other.organisation).update(note="another")

    assert state_of(worlds.other.organisation) != before


def test_its_own_people_see_the_canary_on_pages_and_in_cells(worlds: Worlds) -> None:
    insider = visitor(worlds.other.people[Role.ADMINISTRATOR])
    worlds.other.organisation.refresh_from_db()
    ids = {**worlds.other.ids, "slug": worlds.other.organisation.slug}

    found = [insider.get(url_of(f"accounts:{name}", ids)) for name in ("people", "people_xlsx")]

    assert [is_seen(each) for each in found] == [True, True]
    assert CANARY in repr([*found[0].headers, url_of("accounts:people", ids)])


def test_no_page_twin_or_header_holds_the_canary_for_any_role(worlds: Worlds) -> None:
    naming = urlencode(foreign_values(worlds.other), doseq=True)

    seen = {
        (name, role, bool(query)): response
        for place, name in enumerate(some(PAGES, one_in=5))
        for role in in_turn(TABLE[name].roles, place)
        for query in ("", naming)
        for response in [ask(worlds.own.people[role], name, worlds.own.ids, query=query)]
    }

    assert [key for key, response in seen.items() if is_seen(response)] == []
    assert [key for key, response in seen.items() if response.status_code >= 500] == []
    # Most answered with what they are for, and not with an error that says nothing.
    assert sum(response.status_code == 200 for response in seen.values()) > len(seen) * 0.7


def test_a_foreign_id_at_each_place_of_a_path_shows_and_changes_nothing(worlds: Worlds) -> None:
    before = state_of(worlds.other.organisation)

    seen = {
        (name, part, role): ask(
            worlds.own.people[role],
            name,
            {**worlds.own.ids, part: worlds.other.ids[part]},
            body=own_body(name, worlds.own),
        )
        for place, name in enumerate(some(our_routes(), one_in=5))
        for part in in_turn({*our_routes()[name].pattern.converters} - {"slug"}, place)
        for role in in_turn(Role, place)
    }

    assert [key for key, response in seen.items() if is_seen(response)] == []
    assert [key for key, response in seen.items() if response.status_code >= 500] == []
    assert state_of(worlds.other.organisation) == before


@pytest.mark.asvs("15.3.3")
def test_foreign_ids_in_a_form_all_at_once_show_and_change_nothing(worlds: Worlds) -> None:
    before, values = state_of(worlds.other.organisation), foreign_values(worlds.other)

    seen = {name: send(name, worlds.own, values) for name in some(FORMS, one_in=5)}

    assert [name for name, response in seen.items() if is_seen(response)] == []
    assert [name for name, response in seen.items() if response.status_code >= 500] == []
    assert state_of(worlds.other.organisation) == before


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_foreign_id_in_each_field_shows_and_changes_nothing(worlds: Worlds, name: str) -> None:
    before = state_of(worlds.other.organisation)

    seen = {
        (field, value): send(name, worlds.own, {field: [value]}, is_taken_back=True)
        for field, values in foreign_values(worlds.other).items()
        for value in values
        if field in names_read_by(name)
    }

    assert [key for key, response in seen.items() if is_seen(response)] == []
    assert [key for key, response in seen.items() if response.status_code >= 500] == []
    assert state_of(worlds.other.organisation) == before


def test_nobody_starts_an_assessment_on_another_organisations_edition(worlds: Worlds) -> None:
    edition = named_by(worlds.other)["edition"]
    before = Assessment.objects.count()

    theirs = send("assessments:start", worlds.own, {"edition": edition, "client_party": []})
    own = send("assessments:start", worlds.own, {"client_party": []}, is_taken_back=True)

    assert (theirs.status_code, own.status_code) == (422, 302)
    assert Assessment.objects.count() == before


def test_no_mail_holds_the_canary(worlds: Worlds) -> None:
    people = Membership.objects.filter(organisation=worlds.own.organisation)
    User.objects.filter(pk__in=people.values("user")).update(digest="daily")
    manager, successor = (
        people.select_related("organisation", "user").get(user=worlds.own.people[role])
        for role in (Role.MANAGER, Role.CONTRIBUTOR)
    )
    mail.outbox.clear()

    with TestCase.captureOnCommitCallbacks(execute=True):
        make_invitation(by=people.select_related("user").filter(role=Role.ADMINISTRATOR)[0])
        make_hand_over(manager, to=make_team(manager))
        mail_offer(hand_over_id=make_hand_over(manager, to=successor).pk, by=manager)
        send_due(at=NOW.replace(hour=18))
        mail_heads(at=NOW)

    # Theirs go to addresses that are canaries themselves.
    sent = [each for each in mail.outbox if CANARY not in each.to[0].lower()]
    assert len(sent) >= 4
    told = [str(part) for each in sent for part in parts_of(each)]
    assert [text for text in told if CANARY in text.lower()] == []


def visitor(person: User) -> Client:
    """Return a new client of somebody: a form may end the session of the one before."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def ask(
    person: User, name: str, ids: Mapping[str, Any], *, query: str = "", body: str = ""
) -> Any:
    """Ask a route as it wants to be asked."""
    return visitor(person).generic(
        TABLE[name].verb.upper(),
        f"{url_of(name, ids)}?{query}",
        body,
        content_type="application/x-www-form-urlencoded",
    )


def send(
    name: str, own: World, values: Mapping[str, list[str]], *, is_taken_back: bool = False
) -> Any:
    """Send a form of one's own with `values` in place of some fields."""
    kept = [pair for pair in parse_qsl(own_body(name, own), True) if pair[0] not in values]
    body = urlencode([*kept, *((field, each) for field in values for each in values[field])])
    with transaction.atomic():
        response = ask(own.people[Role.ADMINISTRATOR], name, own.ids, body=body)
        transaction.set_rollback(is_taken_back)
    return response


def own_body(name: str, own: World) -> str:
    """Return a form filled in with things of one's own, and with what the table says of it."""
    named = {field: values[0] for field, values in named_by(own).items()}
    told = dict(parse_qsl(TABLE[name].body.format(**own.ids), keep_blank_values=True))
    return urlencode({**named, **PLAIN, **told})


def foreign_values(other: World) -> dict[str, list[str]]:
    """Return what to send for each name that is read somewhere: every kind of id, if unknown."""
    known = named_by(other)
    every = [*known["assessment"], *known["rows"], *known["owner"]]
    return {name: known.get(name, every) for name in sorted(names_read() | {*known})}


def is_seen(response: Any) -> bool:
    """Tell whether an answer holds the canary: in its body, its cells or its headers."""
    return CANARY in texts_of(response).lower()


def parts_of(message: Any) -> Iterator[object]:
    """Yield everything a mail says."""
    yield from (message.subject, message.body, json.dumps(message.extra_headers), message.to)
    yield from (content for content, _kind in getattr(message, "alternatives", ()))
