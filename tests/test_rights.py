"""Every route of ours, every verb, every kind of person: the answer is the one of the table.

A route without a line in `tests/rights_table.py` fails. Whoever may
see nothing gets 404, the same for things that are there and things that are not.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from assessments.models import Answer
from tests.assessments.proofs.proving import make_proof
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_former_member,
    make_hand_over,
    make_intake,
    make_invitation,
    make_member,
    make_option,
    make_organisation,
    make_share,
    make_sign_off,
    make_team,
    make_upgrade,
    make_user,
)
from tests.builders.exports import make_asked_export
from tests.builders.links import make_share_link
from tests.builders.made import make_asked_file
from tests.builders.trackers import make_tracker
from tests.matrix.importing.imports import make_written
from tests.needs import in_turn, is_required, some
from tests.rights_table import TABLE, Line
from tests.routes import our_routes, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.2.1"), pytest.mark.asvs("8.4.1")]

VERBS = {"get", "post", "put", "patch", "delete"}
FOREIGN = (
    *("assessment_id", "edition_id", "import_key", "intake_key", "tracker_key", "made_key"),
    *("job_key", "export_key"),
    *("member_id", "team_id", "invitation_id", "sign_off_id", "hand_over_id", "evidence_key"),
    "share_link_key",
)
UNREAL = {
    **dict.fromkeys(("key", "share_link_key", "import_key", "intake_key", "made_key"), uuid4()),
    **dict.fromkeys(("job_key", "export_key", "tracker_key", "evidence_key"), uuid4()),
    **dict.fromkeys(("assessment_id", "edition_id", "section_id", "upgrade_id"), 10**9),
    **dict.fromkeys(("comment_id", "sign_off_id", "hand_over_id", "option_id"), 10**9),
    **dict.fromkeys(("member_id", "team_id", "invitation_id", "session_id"), 10**9),
    **dict.fromkeys(("summary_key", "link_key", "calendar_key", "closing_key"), "x" * 43),
    **dict.fromkeys(("share_token", "invitation_key"), "x" * 43),
    "batch": "0" * 32,
}


@dataclass(frozen=True)
class World:
    """Two organisations with a member of each role, and what can be named in a URL."""

    organisation: Organisation
    people: dict[str, User]
    strangers: dict[str, User]
    deactivated: User
    ids: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def world(module_database: None) -> World:
    """Build both organisations, once for all tests here."""
    return make_world()


def make_world() -> World:
    """Build two organisations, the first with something of whatever a URL can name."""
    organisation, other = make_organisation(), make_organisation()
    members = {role: make_member(role, organisation=organisation) for role in Role}
    deactivated = make_member(Role.MANAGER, organisation=organisation).user
    deactivated.is_active = False
    deactivated.save(update_fields=["is_active"])
    strangers = {
        "former member": make_former_member(organisation=organisation).user,
        "administrator elsewhere": make_member(Role.ADMINISTRATOR, organisation=other).user,
        "contributor elsewhere": make_member(Role.CONTRIBUTOR, organisation=other).user,
        "member of nothing": make_user(),
    }
    assessment = make_assessment(by=members[Role.MANAGER])
    make_share(assessment, members[Role.AUDITOR])
    upgrade = make_upgrade(assessment, by=members[Role.MANAGER])
    assessment.refresh_from_db()
    answer = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    everybody = make_team(*members.values(), organisation=organisation)
    invited = make_invitation(by=members[Role.ADMINISTRATOR])
    intake = make_intake(assessment, {}, {"note": "n"}, by=members[Role.MANAGER], is_applied=True)
    ids = {
        "slug": organisation.slug,
        "assessment_id": assessment.pk,
        "edition_id": assessment.edition_id,
        "key": answer.key,
        "section_id": answer.activity.section_id,
        "upgrade_id": upgrade.pk,
        "hand_over_id": make_hand_over(members[Role.MANAGER], to=everybody).pk,
        "sign_off_id": make_sign_off(assessment, by=members[Role.MANAGER], is_reopened=True).pk,
        "batch": make_answers(assessment, {"note": "n"}, by=members[Role.MANAGER]).batch,
        "option_id": make_option(assessment, by=members[Role.MANAGER]).pk,
        "import_key": make_written(members[Role.MANAGER]).key,
        "intake_key": intake.key,
        "made_key": (made := make_asked_file(assessment, by=members[Role.MANAGER])).key,
        "job_key": made.job_key,
        "export_key": make_asked_export(members[Role.ADMINISTRATOR]).key,
        "tracker_key": make_tracker(assessment, by=members[Role.MANAGER]).key,
        "evidence_key": make_proof(answer, by=members[Role.MANAGER]).key,
        "member_id": make_member(organisation=organisation).pk,
        "team_id": make_team(organisation=organisation).pk,
        "invitation_id": invited.invitation.pk,
        "invitation_key": invited.key,
        "session_id": 1,  # of nobody here
        "summary_key": "x" * 43,
        "link_key": "x" * 43,
        "calendar_key": "x" * 43,
        "closing_key": "x" * 43,
        "share_link_key": make_share_link(assessment, by=members[Role.MANAGER]).link.key,
        "share_token": "x" * 43,
        "comment_id": 10**8,  # nobody said it
    }
    people: dict[str, User] = {role: members[role].user for role in Role}
    return World(organisation, people, strangers, deactivated, ids)


def _ask(who: User | None, name: str, ids: dict[str, Any], verb: str = "") -> Any:
    line = TABLE[name]
    response = _client(who).generic(
        (verb or line.verb).upper(),
        url_of(name, ids),
        line.body.format(**ids),
        content_type="application/x-www-form-urlencoded",
    )
    b"".join(response)  # the file of a proof is open until it is read
    return response


@cache
def _client(who: User | None) -> Client:
    client = Client()
    if who:
        client.force_login(who)
    return client


def _asking(allowed: frozenset[Role], place: int) -> list[str]:
    """Return the roles to ask a route as: every one in CI, else allowed and refused by turns."""
    refused = set(Role) - allowed
    if is_required("whole") or not (allowed and refused):
        return in_turn(allowed, place) + in_turn(refused, place)
    return in_turn((allowed, refused)[place % 2], place // 2)


def _lines() -> dict[str, Line]:
    """Return the lines of the table: every one in CI, else some, for what all routes share."""
    return {name: TABLE[name] for name in some(TABLE, one_in=4)}


@pytest.fixture(autouse=True)
def _sign_everybody_out() -> None:
    _client.cache_clear()


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert set(our_routes()) == set(TABLE)


def test_each_role_is_answered_as_the_table_says(world: World) -> None:
    answers = {
        (name, role): _ask(world.people[role], name, world.ids).status_code
        for place, (name, line) in enumerate(TABLE.items())
        for role in _asking(line.roles, place)
    }

    wrong = {
        (name, role): status
        for (name, role), status in answers.items()
        if status not in (TABLE[name].answers if role in TABLE[name].roles else {403})
    }
    assert wrong == {}


def test_whoever_is_outside_sees_nothing(world: World) -> None:
    answers = {
        (name, who): _ask(world.strangers[who], name, world.ids).status_code
        for place, (name, line) in enumerate(_lines().items())
        if line.in_organisation
        for who in in_turn(world.strangers, place)
    }

    assert {key: status for key, status in answers.items() if status != 404} == {}


@pytest.mark.asvs("6.3.3")
def test_who_lacks_the_second_factor_asked_for_is_led_to_set_one_up(world: World) -> None:
    Organisation.objects.filter(pk=world.organisation.pk).update(requires_mfa=True)

    answers = {
        (name, role): _ask(world.people[role], name, world.ids)
        for place, (name, line) in enumerate(_lines().items())
        if line.in_organisation
        for role in in_turn(Role, place)
    }

    assert {key: _led(answer) for key, answer in answers.items()} == {
        (name, role): _SET_UP if _is_page(name) else 403 for name, role in answers
    }


_SET_UP = "/profile/security/"


def _led(answer: Any) -> str | int:
    return str(answer["Location"]) if answer.status_code == 302 else int(answer.status_code)


def _is_page(name: str) -> bool:
    return TABLE[name].verb == "get" and not name.endswith(("_xlsx", "_ics"))


def test_an_anonymous_visitor_and_a_deactivated_member_are_asked_to_sign_in(world: World) -> None:
    responses = {
        (name, who): _ask(user, name, world.ids)
        for name, line in _lines().items()
        if not line.is_public
        for who, user in (("anonymous", None), ("deactivated", world.deactivated))
    }

    assert {key: r.status_code for key, r in responses.items() if r.status_code != 302} == {}
    assert {r["Location"].split("?")[0] for r in responses.values()} == {"/account/login/"}


@pytest.mark.asvs("3.5.3", "4.1.4")
@pytest.mark.thorough
def test_a_wrong_verb_is_405_for_whoever_and_for_what_is_not_there_too(world: World) -> None:
    administrator = world.people[Role.ADMINISTRATOR]
    asked = [
        ("administrator", administrator, world.ids),
        ("nothing there", administrator, world.ids | UNREAL),
        *((who, user, world.ids) for who, user in world.strangers.items()),
    ]

    answers = {
        (name, verb, case): _ask(user, name, ids, verb).status_code
        for place, (name, line) in enumerate(TABLE.items())
        for verb in in_turn(VERBS - {line.verb}, place)
        for case, user, ids in asked
    }

    assert {key: status for key, status in answers.items() if status != 405} == {}


def test_what_is_not_there_is_404(world: World) -> None:
    administrator = world.people[Role.ADMINISTRATOR]

    answers = {
        name: _ask(administrator, name, world.ids | UNREAL).status_code
        for name in _lines()
        if our_routes()[name].pattern.converters.keys() & UNREAL.keys()
    }

    assert {name: status for name, status in answers.items() if status != 404} == {}


def test_ids_of_another_organisation_inside_ones_own_urls_find_nothing(world: World) -> None:
    outsider = world.strangers["administrator elsewhere"]
    private = make_edition(organisation=world.organisation)
    own = Membership.objects.get(user=outsider).organisation
    foreign = world.ids | {"slug": own.slug, "edition_id": private.pk}

    answers = {
        name: _ask(outsider, name, foreign).status_code
        for name in _lines()
        if our_routes()[name].pattern.converters.keys() & {*FOREIGN}
    }

    assert {name: status for name, status in answers.items() if status != 404} == {}
    assert Answer.objects.filter(coverage="covered").count() == 0
