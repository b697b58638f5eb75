"""The mail that tells administrators where the log ends."""

from collections.abc import Iterator
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import Membership, Organisation
from accounts.rights import Role
from accounts.services.heads import mail_heads
from audit.models import ChainHead, chain_of
from audit.selectors import NotedHead, head_of, verify_chain
from tests.builders import NOW, make_member, make_organisation, make_user
from tests.mailbox import Mailbox, part_of, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Run a mail server and send there."""
    with serving(settings) as mailbox:
        yield mailbox


def _named(organisation: Organisation) -> str:
    chain = chain_of(organisation.pk)
    return head_of(chain).named(chain)


def _administrator(name: str, *, language: str = "en") -> Membership:
    user = make_user(f"Ada of {name}", language=language)
    return make_member(Role.ADMINISTRATOR, organisation=make_organisation(name), user=user)


def test_an_administrator_is_mailed_heads_that_the_command_takes(mailbox: Mailbox) -> None:
    ada = _administrator("Mairie d’Été")
    make_member(Role.MANAGER, organisation=ada.organisation)

    number = mail_heads(at=NOW)

    assert number == 1
    [(_sender, receivers, sent)] = mailbox.mails
    text, html = part_of(sent, "plain"), part_of(sent, "html")
    assert receivers == [ada.user.email]
    assert sent["Subject"] == "Where the log ends on 22 November 2026"
    assert sent["Auto-Submitted"] == "auto-generated"
    head = _named(ada.organisation)
    assert head in text.splitlines()
    assert f"<code>{head}</code>" in html
    assert "Mairie d’Été" in text
    assert '<html lang="en">' in html
    chain = chain_of(ada.organisation_id)
    assert verify_chain(chain, noted=[NotedHead.read(head)]).broken_at is None


def test_a_demo_writes_to_nobody() -> None:
    ada = _administrator("Démo")
    Organisation.objects.filter(pk=ada.organisation_id).update(is_demo=True)

    assert mail_heads(at=NOW) == 0


def test_one_mail_has_all_organisations_of_a_person_and_no_others() -> None:
    ada, other = _administrator("First"), _administrator("Second")
    make_member(Role.ADMINISTRATOR, organisation=other.organisation, user=ada.user)

    mail_heads(at=NOW)

    bodies = {each.to[0]: each.body for each in mail.outbox}
    assert len(mail.outbox) == 2
    for organisation in (ada.organisation, other.organisation):
        assert _named(organisation) in bodies[ada.user.email]
    assert "First" not in bodies[other.user.email]
    assert _named(ada.organisation) not in bodies[other.user.email]


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param({"ended_at": NOW}, id="left"),
        pytest.param({"role": Role.MANAGER}, id="not an administrator any more"),
    ],
)
def test_who_is_no_administrator_any_more_gets_none(gone: dict[str, Any]) -> None:
    ada = _administrator("Gone")
    Membership.objects.filter(pk=ada.pk).update(**gone)

    assert mail_heads(at=NOW) == 0


def test_an_organisation_without_a_log_is_not_mailed_about() -> None:
    ada = _administrator("Empty")
    chain = chain_of(ada.organisation_id)

    class Missing(dict[str, Any]):
        """No chain at all."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("accounts.services.heads.heads_of", Missing)

        assert mail_heads(at=NOW) == 0
    assert ChainHead.objects.filter(pk=chain).exists()


def test_a_mail_that_is_not_taken_keeps_the_others_from_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = _administrator("First"), _administrator("Second")
    sent: list[str] = []

    def send(message: Any) -> int:
        if message.to == [first.user.email]:
            raise SMTPServerDisconnected
        sent.extend(message.to)
        return 1

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", send)

    assert mail_heads(at=NOW) == 1
    assert sent == [second.user.email]
    assert f"user {first.user_id}" in caplog.text
    assert first.user.email not in caplog.text


def test_six_organisations_ask_no_more_often_than_two() -> None:
    numbers = []
    for number in range(6):
        _administrator(f"Organisation no {number}")
        if number in {1, 5}:
            with CaptureQueriesContext(connection) as queries:
                mail_heads(at=NOW)
            numbers.append(len(queries))

    assert numbers == [2, 2]
