"""What the successor and who offered are written, and that no mail undoes anything."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from accounts.models import Membership, Organisation, Team, User
from accounts.rights import Role
from accounts.services import change_role, end_membership
from assessments.models import HandOver
from assessments.selectors import handing_mails
from assessments.services.answering import AnswerValues
from assessments.services.handing import Offer, decide_hand_over, offer_duties
from assessments.services.handing.mailing import mail_decision
from tests.builders import NOW, make_answers, make_assessment, make_member, make_team
from tests.mailbox import SITE, links_in, part_of, serving

pytestmark = pytest.mark.django_db


def test_the_successor_and_then_the_offerer_are_mailed_in_their_own_language(
    manager: Membership, giver: Membership, successor: Membership, settings: Settings
) -> None:
    _speaks(manager, "fr")
    _speaks(successor, "en")

    with serving(settings) as mailbox:
        hand_over = _offer(giver, successor, by=manager, note="Look at <b>these</b>")
        first, second = _keys(hand_over)
        _decide(hand_over, accepted=[first], refused=[second], by=successor)

    (_from, to_successor, offered), (_from, to_offerer, decided) = mailbox.mails
    text, html = part_of(offered, "plain"), part_of(offered, "html")
    name = manager.organisation.name
    receipt = f"{SITE}/o/{manager.organisation.slug}/hand-over/{hand_over.pk}/"
    assert to_successor == [successor.user.email]
    assert str(offered["Subject"]).strip() == f"2 duties are offered to you in {name}"
    assert offered["Auto-Submitted"] == "auto-generated"
    assert f"{manager} offers you 2 duties of {giver} in {name}." in text
    assert "Look at <b>these</b>" in text
    assert "Look at &lt;b&gt;these&lt;/b&gt;" in html
    assert receipt in links_in(text) == links_in(html)
    assert len(links_in(text)) == 4  # the receipt, two rows, the site
    assert all(link.startswith(SITE) for link in links_in(text))
    assert to_offerer == [manager.user.email]
    assert part_of(decided, "plain").startswith("Bonjour,")
    assert '<html lang="fr">' in part_of(decided, "html")
    assert receipt in links_in(part_of(decided, "plain"))
    # Of the two rows the one that was refused is named: it needs another successor.
    assert str(second) in part_of(decided, "plain")
    assert str(first) not in part_of(decided, "plain")


def test_the_numbers_and_the_first_day_are_said(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _speaks(manager, "en")
    hand_over = _offer(giver, successor, by=manager, starts_on=NOW.date().replace(day=25))
    first, second = _keys(hand_over)

    _decide(hand_over, accepted=[first], refused=[second], by=successor)

    said = str(mail.outbox[-1].body)
    assert "1 accepted for later, 1 refused" in said
    assert "The accepted duties change hands on 25 November 2026." in said


@pytest.mark.thorough
def test_who_hands_their_own_duties_over_is_named_once(
    giver: Membership, successor: Membership
) -> None:
    _speaks(successor, "en")

    _offer(giver, successor, by=giver)

    assert f"{giver} offers you 2 duties in" in str(mail.outbox[0].body)


def test_nobody_is_mailed_before_every_row_is_decided(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    first, second = _keys(hand_over)
    mail.outbox.clear()

    _decide(hand_over, accepted=[first], by=successor)
    early = len(mail.outbox)
    _decide(hand_over, accepted=[second], by=successor)
    _decide(hand_over, accepted=[second], by=successor)  # nothing was left to decide

    assert (early, _receivers()) == (0, [manager.user.email])


def test_of_a_team_those_who_answer_duties_are_mailed_but_not_who_offers(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    auditor = make_member(Role.AUDITOR, organisation=manager.organisation)
    former = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    team = make_team(manager, successor, auditor, former)
    end_membership(membership=former, at=NOW)

    hand_over = _offer(giver, team, by=manager)
    offered = _receivers()
    _decide(hand_over, accepted=_keys(hand_over), by=manager)

    assert offered == _receivers() == [successor.user.email]


@pytest.mark.thorough
def test_only_five_rows_are_named(manager: Membership, successor: Membership) -> None:
    _speaks(successor, "en")
    giver = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    mine = AnswerValues(owner_membership_id=giver.pk)
    for _ in range(2):
        make_answers(make_assessment(manager), mine, mine, mine, by=manager)

    _offer(giver, successor, by=manager)

    said = str(mail.outbox[0].body)
    assert said.count("\n* ") == handing_mails.SHOWN
    assert "1 more: " in said


def test_a_demo_writes_to_nobody(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    Organisation.objects.update(is_demo=True)

    hand_over = _offer(giver, successor, by=manager)
    _decide(hand_over, accepted=_keys(hand_over), by=successor)

    assert mail.outbox == []


@pytest.mark.thorough
@pytest.mark.parametrize("why", ["left", "reads only"])
def test_who_hands_nothing_over_any_more_is_told_nothing(
    manager: Membership, giver: Membership, successor: Membership, why: str
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    if why == "left":
        end_membership(membership=manager, at=NOW)
    else:
        change_role(membership=manager, role=Role.AUDITOR, at=NOW, by=manager.user)
    mail.outbox.clear()

    _decide(hand_over, accepted=_keys(hand_over), by=successor)

    assert mail.outbox == []


def test_rows_that_a_reader_may_not_see_are_in_no_mail(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    auditor = make_member(Role.AUDITOR, organisation=manager.organisation)
    HandOver.objects.update(proposed_by=auditor)
    elsewhere = make_member(Role.ADMINISTRATOR)

    told = [
        handing_mails.mail_of(hand_over.pk, reader=reader, state="waiting")
        for reader in (auditor, elsewhere)
    ]

    assert told == [None, None]


@pytest.mark.thorough
def test_nothing_is_said_of_rows_that_went_with_their_assessment(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    hand_over.rows.all().delete()
    mail.outbox.clear()

    mail_decision(hand_over_id=hand_over.pk, by=successor)

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("refusal", "tried"),
    [
        pytest.param(SMTPRecipientsRefused({}), 2, id="an address is refused"),
        pytest.param(SMTPServerDisconnected("gone"), 1, id="no mail server"),
    ],
)
def test_a_mail_that_cannot_be_sent_undoes_nothing(
    giver: Membership,
    successor: Membership,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    refusal: Exception,
    tried: int,
) -> None:
    manager = make_member(organisation=giver.organisation)
    team = make_team(successor, make_member(Role.CONTRIBUTOR, organisation=giver.organisation))
    tries: list[list[str]] = []

    def refuse(mail: Any, **_options: Any) -> int:
        tries.append(mail.to)
        raise refusal

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)

    hand_over = _offer(giver, team, by=manager)
    offered = len(tries)
    _decide(hand_over, accepted=_keys(hand_over), by=successor)

    assert (offered, len(tries)) == (tried, tried + 1)
    assert set(hand_over.rows.values_list("state", flat=True)) == {"accepted"}
    assert "@" not in caplog.text
    assert len(caplog.records) == tried + 1


def _offer(giver: Membership, to: Membership | Team, *, by: Membership, **more: Any) -> HandOver:
    return offer_duties(offer=Offer(giver, to, "leave", **more), by=by, at=NOW)


def _decide(
    hand_over: HandOver, *, by: Membership, accepted: list[UUID], refused: list[UUID] | None = None
) -> None:
    decide_hand_over(
        hand_over_id=hand_over.pk, accepted=accepted, refused=refused or [], by=by, at=NOW
    )


def _speaks(member: Membership, language: str) -> None:
    User.objects.filter(pk=member.user_id).update(language=language)


def _receivers() -> list[str]:
    return [address for sent in mail.outbox for address in sent.to]


def _keys(hand_over: HandOver) -> list[UUID]:
    return list(hand_over.rows.order_by("pk").values_list("answer__key", flat=True))
