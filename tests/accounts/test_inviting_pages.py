"""Inviting from the page of people, sending again, withdrawing."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import Invitation, Membership
from tests.builders import make_invitation, make_member, make_team, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def _url(member: Membership, name: str = "people", *ids: int) -> str:
    return reverse(f"accounts:{name}", args=[member.organisation.slug, *ids])


def test_inviting_sends_a_mail_and_says_so(administrator: Membership, signed_in: Client) -> None:
    form = {"email": "Zoe@example.org", "role": "viewer", "language": "en"}

    answer = signed_in.post(_url(administrator, "invite"), form, follow=True, headers=ENGLISH)

    assert answer.redirect_chain == [(_url(administrator), 302)]
    assert "on its way to" in answer.text
    assert mail.outbox[0].to == ["zoe@example.org"]
    assert Invitation.objects.get().invited_by == administrator


@pytest.mark.parametrize(
    ("form", "field"),
    [
        pytest.param({"email": "zoe"}, "email", id="no address"),
        pytest.param({"role": "owner"}, "role", id="unknown role"),
        pytest.param({"email": "a\x00@example.org"}, "email", id="NUL"),
        pytest.param({"email": "ada@example.org\nBcc: eve@example.org"}, "email", id="header"),
        pytest.param({"email": "asked@example.org"}, "email", id="invited already"),
        pytest.param({"email": "MEMBER@example.org"}, "email", id="member already"),
    ],
)
def test_what_cannot_be_invited_is_said(
    administrator: Membership, signed_in: Client, form: dict[str, str], field: str
) -> None:
    make_invitation("asked@example.org", by=administrator)
    make_member(
        organisation=administrator.organisation, user=make_user(email="member@example.org")
    )
    whole = {"email": "zoe@example.org", "role": "viewer", "language": "fr"} | form

    answer = signed_in.post(_url(administrator, "invite"), whole)

    assert answer.status_code == 422
    assert answer.context["form"].has_error(field)
    assert len(mail.outbox) == 1


@pytest.mark.asvs("8.4.1")
def test_nobody_is_invited_into_a_team_of_another_organisation(
    administrator: Membership, signed_in: Client
) -> None:
    foreign = make_team(make_member())
    form = {"email": "z@example.org", "role": "viewer", "language": "fr", "team": foreign.pk}

    answer = signed_in.post(_url(administrator, "invite"), form)

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_a_mail_server_that_is_down_is_said(
    administrator: Membership, signed_in: Client, settings: Settings
) -> None:
    invitation = make_invitation(by=administrator).invitation
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens to "discard"
    form = {"email": "zoe@example.org", "role": "viewer", "language": "fr"}

    answers = [
        signed_in.post(_url(administrator, "invite"), form, follow=True, headers=ENGLISH),
        signed_in.post(
            _url(administrator, "send_again", invitation.pk),
            {"revision": 1},
            follow=True,
            headers=ENGLISH,
        ),
    ]

    assert all("took no mail" in answer.text for answer in answers)
    assert Invitation.objects.open().count() == 2


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
def test_an_invitation_is_sent_again_or_withdrawn(
    administrator: Membership, signed_in: Client, name: str
) -> None:
    invitation = make_invitation(by=administrator).invitation

    answer = signed_in.post(_url(administrator, name, invitation.pk), {"revision": 1})

    invitation.refresh_from_db()
    assert answer.status_code == 302
    assert (invitation.withdrawn_at is None, invitation.revision) == (name == "send_again", 2)


@pytest.mark.parametrize("name", ["send_again", "withdraw"])
@pytest.mark.parametrize("revision", ["7", "", "x"])
def test_an_invitation_that_changed_is_shown_as_it_is_now(
    administrator: Membership, signed_in: Client, name: str, revision: str
) -> None:
    invitation = make_invitation(by=administrator).invitation

    answer = signed_in.post(
        _url(administrator, name, invitation.pk), {"revision": revision}, headers=ENGLISH
    )

    invitation.refresh_from_db()
    assert answer.status_code == 409
    assert "Somebody changed this in between" in answer.text
    assert invitation.revision == 1
