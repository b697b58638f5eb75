"""Every route of ours, every verb, every kind of person: the answer is the one of the table.

The table is written here by hand from CONTRACTS.md; a route without a line fails. Whoever may
see nothing gets 404, the same for things that are there and things that are not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from assessments.models import Answer, Assessment
from matrix.models import Edition
from tests.builders import (
    NOW,
    make_assessment,
    make_edition,
    make_former_member,
    make_member,
    make_organisation,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.2.1"), pytest.mark.asvs("8.4.1")]

EVERYBODY = frozenset(Role)
LEADING = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
WORKING = LEADING | {Role.CONTRIBUTOR}
VERBS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Line:
    """One route: its verb, and the roles that may use it. Without organisation: any person."""

    verb: str
    roles: frozenset[Role] = EVERYBODY
    is_public: bool = False
    in_organisation: bool = True


PERSONAL = {"in_organisation": False}

TABLE: dict[str, Line] = {
    "accounts:home": Line("get", **PERSONAL),
    "accounts:profile": Line("get", **PERSONAL),
    "accounts:save_profile": Line("post", **PERSONAL),
    "accounts:language": Line("post", is_public=True, **PERSONAL),
    "matrix:library": Line("get", **PERSONAL),
    "matrix:library_xlsx": Line("get", **PERSONAL),
    "matrix:edition": Line("get", **PERSONAL),
    "matrix:edition_xlsx": Line("get", **PERSONAL),
    "matrix:source": Line("get", **PERSONAL),
    "matrix:organisation_library": Line("get"),
    "matrix:organisation_library_xlsx": Line("get"),
    "matrix:organisation_edition": Line("get"),
    "matrix:organisation_edition_xlsx": Line("get"),
    "matrix:organisation_source": Line("get"),
    "assessments:list": Line("get"),
    "assessments:list_xlsx": Line("get"),
    "assessments:new": Line("get", LEADING),
    "assessments:start": Line("post", LEADING),
    "assessments:copy": Line("get", LEADING),
    "assessments:start_copy": Line("post", LEADING),
    "assessments:dashboard": Line("get"),
    "assessments:duties": Line("get"),
    "assessments:duties_xlsx": Line("get"),
    "assessments:answer": Line("get"),
    "assessments:save_answer": Line("post", WORKING),
    "assessments:record": Line("post", WORKING),
    "assessments:save_section": Line("post", WORKING),
    "assessments:undo": Line("post", WORKING),
    "assessments:workbook": Line("post"),
}


@dataclass(frozen=True)
class World:
    """Two organisations with a member of each role, and what can be named in a URL."""

    organisation: Organisation
    people: dict[str, User]
    strangers: dict[str, User]
    ids: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def world() -> World:
    """Build both organisations."""
    organisation, other = make_organisation(), make_organisation()
    members = {role: make_member(role, organisation=organisation) for role in Role}
    deactivated = make_member(Role.MANAGER, organisation=organisation).user
    User.objects.filter(pk=deactivated.pk).update(is_active=False)
    strangers = {
        "former member": make_former_member(organisation=organisation).user,
        "administrator elsewhere": make_member(Role.ADMINISTRATOR, organisation=other).user,
        "contributor elsewhere": make_member(Role.CONTRIBUTOR, organisation=other).user,
        "member of nothing": make_user(),
    }
    assessment = make_assessment(by=members[Role.MANAGER])
    answer = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    ids = {
        "slug": organisation.slug,
        "assessment_id": assessment.pk,
        "edition_id": assessment.edition_id,
        "key": answer.key,
        "section_id": answer.activity.section_id,
    }
    people = {role: members[role].user for role in Role}
    return World(organisation, people, strangers | {"deactivated": deactivated}, ids)


def our_routes() -> dict[str, URLPattern]:
    """Return every named route that is not allauth's, from the resolver."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner)
        elif not (entry.name or "").startswith("account_"):
            yield f"{namespace}{entry.name}", entry


def _url(name: str, ids: dict[str, Any]) -> str:
    wanted = our_routes()[name].pattern.converters
    return reverse(name, kwargs={part: ids[part] for part in wanted})


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    routes = {name for name in our_routes() if not name.endswith(":None")}

    assert routes == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_role_is_answered_as_the_table_says(name: str, world: World) -> None:
    line, url = TABLE[name], _url(name, world.ids)

    for role, user in world.people.items():
        client = Client()
        client.force_login(user)
        status = getattr(client, line.verb)(url).status_code
        expected = {403} if role not in line.roles else {200, 302, 400, 409, 422}
        assert status in expected, (role, status)


@pytest.mark.parametrize(
    "name", sorted(name for name, line in TABLE.items() if line.in_organisation)
)
def test_whoever_is_outside_sees_nothing(name: str, world: World) -> None:
    line, url = TABLE[name], _url(name, world.ids)

    for who, user in world.strangers.items():
        client = Client()
        client.force_login(user)
        response = getattr(client, line.verb)(url)
        refused = 302 if who == "deactivated" else 404
        assert response.status_code == refused, who


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_anonymous_visitor_is_asked_to_sign_in(name: str, world: World) -> None:
    line, url = TABLE[name], _url(name, world.ids)

    response = getattr(Client(), line.verb)(url)

    assert response.status_code == 302
    assert line.is_public or response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_wrong_verb_is_405_for_real_and_unreal_things_alike(name: str, world: World) -> None:
    line = TABLE[name]
    unreal = world.ids | {"assessment_id": 10**9, "key": uuid4(), "section_id": 10**9}
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])

    for ids in (world.ids, unreal | {"edition_id": 10**9}):
        for verb in set(VERBS) - {line.verb}:
            assert getattr(client, verb)(_url(name, ids)).status_code == 405, verb


@pytest.mark.parametrize(
    "name",
    sorted(name for name, line in TABLE.items() if "_id" in str(our_routes()[name].pattern)),
)
def test_what_is_not_there_is_404(name: str, world: World) -> None:
    unreal = {"assessment_id": 10**9, "key": uuid4(), "section_id": 10**9, "edition_id": 10**9}
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])

    response = getattr(client, TABLE[name].verb)(_url(name, world.ids | unreal))

    assert response.status_code == 404


def test_ids_of_another_organisation_inside_ones_own_urls_find_nothing(world: World) -> None:
    outsider = world.strangers["administrator elsewhere"]
    own = Membership.objects.get(user=outsider).organisation
    client = Client()
    client.force_login(outsider)

    for name, line in TABLE.items():
        if line.in_organisation and "assessment_id" in our_routes()[name].pattern.converters:
            response = getattr(client, line.verb)(_url(name, world.ids | {"slug": own.slug}))
            assert response.status_code == 404, name


def test_an_edition_of_another_organisation_is_hidden(world: World) -> None:
    private = make_edition(organisation=world.organisation)
    stranger = world.strangers["administrator elsewhere"]
    own = Membership.objects.get(user=stranger).organisation
    client = Client()
    client.force_login(stranger)

    for name, line in TABLE.items():
        if "edition_id" in our_routes()[name].pattern.converters:
            url = _url(name, world.ids | {"slug": own.slug, "edition_id": private.pk})
            assert getattr(client, line.verb)(url).status_code == 404, name


def test_nobody_starts_an_assessment_on_another_organisations_edition(world: World) -> None:
    private = make_edition(organisation=world.organisation)
    stranger = world.strangers["administrator elsewhere"]
    own = Membership.objects.get(user=stranger).organisation
    client = Client()
    client.force_login(stranger)

    response = client.post(
        reverse("assessments:start", args=[own.slug]),
        {
            "edition": private.pk,
            "scope": "Production",
            "starts_on": NOW.date(),
            "ends_on": NOW.date() + timedelta(days=30),
        },
    )

    assert response.status_code == 422
    assert not Assessment.objects.filter(organisation=own).exists()
    assert Edition.objects.filter(pk=private.pk).exists()
