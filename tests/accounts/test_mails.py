"""What a real mail server receives: invitations and reset mails, in both languages."""

import re
from collections.abc import Iterator

import pytest
from allauth.core.context import request_context
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts import services
from accounts.adapter import AccountAdapter
from accounts.models import Organisation
from accounts.rights import Role
from tests.builders import PASSWORD, key_in, make_member, make_organisation, make_user
from tests.mailbox import SITE, Mailbox, links_in, part_of, serving
from tests.messages import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Run a mail server and send there."""
    with serving(settings) as mailbox:
        yield mailbox


@pytest.mark.parametrize(
    ("language", "hello"),
    [
        pytest.param("fr", "Bonjour,", id="French"),
        pytest.param("en", "Hello,", id="English"),
    ],
)
def test_an_invitation_arrives_in_its_language_as_text_and_html(
    mailbox: Mailbox, language: str, hello: str
) -> None:
    organisation = make_organisation("Mairie d’Été")
    by = make_member(
        Role.ADMINISTRATOR, organisation=organisation, user=make_user("Zoé <b>Roy</b>")
    )
    offer = services.Offer(email="Ada@example.org", role=Role.VIEWER, language=language)

    services.invite(offer=offer, by=by, at=organisation.created_at)

    sender, receivers, mail = mailbox.mails[0]
    text, html = part_of(mail, "plain"), part_of(mail, "html")
    with translation.override(language):
        subject = gettext("Join %(name)s on Remit") % {"name": organisation.name}
    link = f"{SITE}/invitations/{key_in(text)}/"
    assert (sender, receivers) == ("remit@remit.example", ["ada@example.org"])
    assert (mail["From"], mail["To"]) == ("Remit <remit@remit.example>", "ada@example.org")
    assert (mail["Subject"], mail["Auto-Submitted"]) == (subject, "auto-generated")
    assert mail["Message-ID"]
    assert mail["Date"]
    assert text.startswith(hello)
    assert f"<p>{hello}</p>" in html
    assert links_in(text) == {link, SITE}
    assert links_in(html) == {link, SITE}
    assert f'<html lang="{language}">' in html
    assert "Zoé <b>Roy</b>" in text
    assert "Zoé &lt;b&gt;Roy&lt;/b&gt;" in html


@pytest.mark.asvs("1.3.11")
def test_a_name_on_two_lines_adds_no_header(mailbox: Mailbox) -> None:
    by = make_member(Role.ADMINISTRATOR)
    Organisation.objects.filter(pk=by.organisation_id).update(name="A\nBcc: eve@example.org")
    by.organisation.refresh_from_db()
    offer = services.Offer(email="ada@example.org", role=Role.VIEWER, language="en")

    services.invite(offer=offer, by=by, at=by.created_at)

    _sender, receivers, mail = mailbox.mails[0]
    assert receivers == ["ada@example.org"]
    assert mail["Bcc"] is None
    assert "A Bcc: eve@example.org" in mail["Subject"]


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        pytest.param("fr", "Choisir un nouveau mot de passe", id="French"),
        pytest.param("en", "Set a new password", id="English"),
    ],
)
def test_a_reset_mail_speaks_the_language_of_the_person_and_links_to_the_site(
    mailbox: Mailbox, client: Client, language: str, subject: str
) -> None:
    user = make_user(password=PASSWORD, language=language)

    client.post(
        reverse("account_reset_password"),
        {"email": user.email},
        headers={"Accept-Language": "fr" if language == "en" else "en"},
    )

    _sender, receivers, mail = mailbox.mails[0]
    links = links_in(part_of(mail, "plain"))
    assert receivers == [user.email]
    assert mail["Subject"] == subject
    assert len(links) == 2
    assert all(link == SITE or link.startswith(f"{SITE}/account/password/") for link in links)
    assert links_in(part_of(mail, "html")) == links
    assert f'<html lang="{language}">' in part_of(mail, "html")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert user.email in part_of(mail, "plain")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_links_start_with_the_site_whatever_the_request_came_by(
    mailbox: Mailbox, client: Client, settings: Settings, scheme: str
) -> None:
    user = make_user(password=PASSWORD)
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = scheme

    client.post(reverse("account_reset_password"), {"email": user.email})

    assert all(link.startswith(SITE) for link in links_in(part_of(mailbox.mails[0][2], "html")))


@pytest.mark.parametrize(
    ("template", "subject"),
    [
        pytest.param("account/email/password_reset", "A new password was set", id="reset"),
        pytest.param("account/email/password_changed", "Your password was changed", id="changed"),
        pytest.param("account/email/password_set", "A password was set", id="set"),
        pytest.param("mfa/email/totp_activated", "An authenticator app was set up", id="app"),
        pytest.param("mfa/email/webauthn_added", "A key was added", id="key"),
    ],
)
def test_a_notice_about_an_account_names_it_and_comes_as_text_and_html(
    mailbox: Mailbox,
    rf: RequestFactory,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    template: str,
    subject: str,
) -> None:
    user = make_user(language="en")

    with request_context(rf.get("/")) as request, django_capture_on_commit_callbacks(execute=True):
        AccountAdapter(request).send_notification_mail(template, user)

    mail = mailbox.mails[0][2]
    assert mail["Subject"] == subject
    for kind in ("plain", "html"):
        assert f"Account: {user.email}" in part_of(mail, kind)
        assert links_in(part_of(mail, kind)) == {SITE}


def test_mails_have_the_colours_of_the_pages() -> None:
    style = (ROOT / "templates" / "account" / "email" / "base_message.html").read_text()
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text()

    colours = set(re.findall(r"#[0-9a-f]{6}\b", style))

    assert colours
    assert {colour for colour in colours if colour not in tokens} == set()
