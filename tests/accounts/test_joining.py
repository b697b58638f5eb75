"""Accepting an invitation, and what a key gives away: nothing."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Membership, User
from accounts.rights import Role
from audit.models import INSTALLATION, Event
from tests.builders import (
    PASSWORD,
    Invited,
    make_former_member,
    make_invitation,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
NEW = {"name": "Zoé", "language": "en", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> None:
    cache.clear()


def _page(key: str) -> str:
    return reverse("accounts:invitation", args=[key])


def _target(key: str) -> str:
    return reverse("accounts:accept_invitation", args=[key])


def _start(invited: Invited) -> str:
    return reverse("assessments:list", args=[invited.invitation.organisation.slug])


def _signed_in_as(client: Client) -> User | None:
    request = HttpRequest()
    request.session = client.session
    user = get_user(request)
    return user if isinstance(user, User) else None


def test_a_new_person_makes_an_account_and_is_in(client: Client) -> None:
    invited = make_invitation(role=Role.VIEWER, language="en")

    page = client.get(_page(invited.key), headers=ENGLISH)
    answer = client.post(_target(invited.key), NEW)

    user = User.objects.get(email=invited.invitation.email)
    verbs = [each.verb for each in Event.objects.of_chain(INSTALLATION).in_sequence()]
    assert f"Join {invited.invitation.organisation.name}" in page.text
    assert invited.invitation.email in page.text
    assert answer["Location"] == _start(invited)
    assert _signed_in_as(client) == user
    assert client.get(_start(invited)).status_code == 200
    assert user.memberships.get().role == Role.VIEWER
    assert verbs[-2:] == ["user-created", "signed-in"]


@pytest.mark.asvs("6.2.1")
@pytest.mark.parametrize(
    ("form", "field"),
    [
        pytest.param({"password": "fourteen chars"}, "password", id="short"),
        pytest.param({"password": "123456789123456789"}, "password", id="common"),
        pytest.param({"password": "invited.person@example.org"}, "password", id="the address"),
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"language": "tlh"}, "language", id="unknown language"),
        pytest.param({"password": ""}, "password", id="no password"),
    ],
)
def test_what_makes_no_account_is_said(client: Client, form: dict[str, str], field: str) -> None:
    invited = make_invitation("invited.person@example.org")

    answer = client.post(_target(invited.key), NEW | form)

    assert answer.status_code == 422
    assert answer.context["form"].has_error(field)
    assert PASSWORD not in answer.text
    assert not User.objects.filter(email=invited.invitation.email).exists()


def test_somebody_known_signs_in_first_and_then_joins(client: Client) -> None:
    user = make_user(password=PASSWORD)
    invited = make_invitation(user.email)

    page = client.get(_page(invited.key))
    sign_in = re.search(r'href="(/account/login/[^"]+)"', page.text)
    assert sign_in
    form = client.get(sign_in[1].replace("&amp;", "&"))
    came_back = client.post(
        reverse("account_login"),
        {"login": user.email, "password": PASSWORD, "next": _page(invited.key)},
    )
    joining = client.get(came_back["Location"])
    joined = client.post(_target(invited.key))

    assert form.status_code == 200
    assert came_back["Location"] == _page(invited.key)
    assert f'action="{_target(invited.key)}"' in joining.text
    assert joined["Location"] == _start(invited)
    assert user.memberships.get().organisation == invited.invitation.organisation


@pytest.mark.asvs("6.3.4")
def test_the_key_alone_signs_nobody_in_who_has_an_account(client: Client) -> None:
    user = make_user(password=PASSWORD)
    invited = make_invitation(user.email)

    answer = client.post(_target(invited.key), NEW | {"password": "another long sentence"})

    user.refresh_from_db()
    assert answer["Location"].startswith(reverse("account_login"))
    assert _signed_in_as(client) is None
    assert user.check_password(PASSWORD)
    assert not user.memberships.exists()


def test_somebody_else_is_told_so_and_can_sign_out(client: Client) -> None:
    other = make_user()
    invited = make_invitation("zoe@example.org")
    client.force_login(other)

    page = client.get(_page(invited.key), headers=ENGLISH)
    answer = client.post(_target(invited.key))
    out = client.post(reverse("account_logout"), {"next": _page(invited.key)})

    assert f"You are signed in as {other.email}" in page.text
    assert "zoe@example.org" not in page.text + answer.text
    assert answer.status_code == 403
    assert not other.memberships.exists()
    assert out["Location"] == _page(invited.key)


def test_a_former_member_is_back_as_the_same_member(client: Client) -> None:
    former = make_former_member()
    administrator = make_member(Role.ADMINISTRATOR, organisation=former.organisation)
    invited = make_invitation(former.user.email, by=administrator, role=Role.MANAGER)
    client.force_login(former.user)

    client.post(_target(invited.key))

    back = Membership.objects.current().get(user=former.user)
    assert (back.pk, back.role) == (former.pk, Role.MANAGER)


def _used() -> str:
    invited = make_invitation()
    services.accept_as_new_person(
        invitation=invited.invitation,
        name="Z",
        language="fr",
        password=PASSWORD,
        at=timezone.now(),
    )
    return invited.key


def _withdrawn() -> str:
    by = make_member(Role.ADMINISTRATOR)
    invited = make_invitation(by=by)
    services.withdraw_invitation(invitation=invited.invitation, by=by, at=timezone.now())
    return invited.key


def _expired() -> str:
    invited = make_invitation()
    then = timezone.now() - timedelta(days=8)
    Invitation.objects.filter(pk=invited.invitation.pk).update(
        created_at=then, expires_at=then + timedelta(days=7)
    )
    return invited.key


@pytest.mark.asvs("6.3.8")
def test_every_key_that_opens_nothing_gets_the_same_answer() -> None:
    keys = ["x" * 43, "é\x00/..", _used(), _withdrawn(), _expired()]

    answers = [
        client.get(_page(key)) if verb == "get" else client.post(_target(key), NEW)
        for key in keys
        if "/" not in key
        for verb in ("get", "post")
        for client in [Client(headers=ENGLISH)]
    ]

    pages = {re.sub(r'(csrf\w+"|next") value="[^"]*"', "", answer.text) for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r"invitations/[^/]+/", "", page) for page in pages}) <= 2  # GET and POST
    assert all("This invitation is not valid" in page for page in pages)


def test_an_invitation_gone_between_reading_and_joining_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited = make_invitation()
    as_read = Invitation.objects.select_related("organisation").get()
    services.withdraw_invitation(
        invitation=invited.invitation,
        by=make_member(Role.ADMINISTRATOR, organisation=as_read.organisation),
        at=timezone.now(),
    )
    monkeypatch.setattr("accounts.views.joining.invitation_of", lambda key, at: as_read)

    answer = client.post(_target(invited.key), NEW)

    assert answer.status_code == 404
    assert not User.objects.filter(email=as_read.email).exists()


def test_an_account_made_between_reading_and_joining_leads_to_sign_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user(password=PASSWORD)
    invited = make_invitation(user.email)
    monkeypatch.setattr("accounts.views.joining._is_known", lambda found: False)

    answer = client.post(_target(invited.key), NEW)

    assert answer["Location"].startswith(reverse("account_login"))
    assert not user.memberships.exists()


@pytest.mark.asvs("14.2.1", "3.4.5")
def test_the_key_leaves_by_no_referrer_and_is_not_stored(client: Client) -> None:
    invited = make_invitation()

    answers = [
        client.get(_page(invited.key)),
        client.get(_page("x" * 43)),
        client.post(_target(invited.key), NEW | {"name": ""}),
    ]

    assert {answer["Referrer-Policy"] for answer in answers} == {"strict-origin"}
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert all('name="referrer" content="strict-origin"' in answer.text for answer in answers)


@pytest.mark.thorough
@pytest.mark.asvs("6.3.1", "2.4.1")
def test_keys_can_be_tried_only_so_often(client: Client) -> None:
    invited = make_invitation()
    statuses = [client.post(_target("x" * 43)).status_code for _ in range(20)]

    answer = client.post(_target(invited.key), NEW)

    assert set(statuses) == {404}
    assert answer.status_code == 429
    assert not User.objects.filter(email=invited.invitation.email).exists()


@pytest.mark.asvs("8.4.1")
def test_no_page_of_others_holds_the_key_or_its_hash(client: Client) -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    invited = make_invitation(by=administrator)
    client.force_login(administrator.user)
    slug = administrator.organisation.slug

    pages = [
        client.get(reverse(f"accounts:{name}", args=[slug])).text for name in ("people", "teams")
    ]

    secrets = (invited.key, invited.invitation.key_hash)
    assert not [page for page in pages if any(secret in page for secret in secrets)]


def test_the_mail_is_about_its_own_organisation_only() -> None:
    make_member(user=make_user("Canary Elsewhere", email="canary@example.org"))

    make_invitation()

    assert "anary" not in mail.outbox[0].message().as_string()
