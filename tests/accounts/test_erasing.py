"""Erasing a person: nothing tells who it was, and everything that was done still stands."""

from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import (
    CalendarKey,
    Invitation,
    Membership,
    OpenSession,
    Organisation,
    User,
)
from accounts.rights import Role
from accounts.selectors.people import people_of
from accounts.services import (
    StillNeeded,
    create_user,
    erase_person,
    make_calendar_key,
    note_session,
)
from accounts.services.heads import mail_heads
from assessments.models import Answer, SignOff
from assessments.selectors.signing.reading import read_sign_off
from assessments.services.answering import AnswerValues
from assessments.services.comments import add_comment
from assessments.services.digests import send_due
from audit.models import INSTALLATION, Event, chain_of
from audit.selectors import verify_chains
from tests.accounts.erased import columns_with
from tests.builders import (
    NOW,
    PASSWORD,
    make_answers,
    make_assessment,
    make_evidence,
    make_invitation,
    make_member,
    make_organisation,
    make_sign_off,
    make_user,
)
from tests.evidence.conftest import vault_folder
from tests.worlds import make_full_world

__all__ = ["vault_folder"]
pytestmark = pytest.mark.django_db

NAME, ADDRESS = "Zoé Canary-Quill", "zoe.canary@quill.example"
# What stands there as a file or a person said it: evidence, and gone with its own time limit.
KEPT: Final[set[str]] = set()
ERASURE, ERASE = reverse("accounts:erasure"), reverse("accounts:erase")


@pytest.fixture
def person() -> User:
    """Return somebody with a password, and everything that hangs on a person."""
    user = make_user(NAME, email=ADDRESS, password=PASSWORD)
    make_calendar_key(user=user, at=NOW)
    EmailAddress.objects.create(user=user, email=ADDRESS)
    Authenticator.objects.create(user=user, type="totp", data={"secret": ADDRESS})
    return user


@pytest.fixture
def manager(person: User) -> Membership:
    """Return the person as a manager who answered, owns, signed and was invited."""
    administrator = make_member(Role.ADMINISTRATOR)
    organisation = administrator.organisation
    manager = make_member(Role.MANAGER, organisation=organisation, user=person)
    make_invitation("another@example.org", by=administrator)
    Invitation.objects.create(
        organisation=organisation,
        email=ADDRESS,
        role=Role.MANAGER,
        language="fr",
        key_hash="0" * 64,
        created_at=NOW,
        expires_at=timezone.now() + timedelta(days=1),
    )
    assessment = make_assessment(manager)
    own = AnswerValues(coverage="covered", note="Seen", owner_membership_id=manager.pk)
    make_answers(assessment, own, by=manager)
    make_evidence(by=manager)
    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    add_comment(
        assessment_id=assessment.pk, key=row.key, text="Look", mention_id=None, by=manager, at=NOW
    )
    make_sign_off(assessment, by=manager)
    return manager


def _erase(user: User) -> None:
    erase_person(user=user, at=NOW, by=user)


def test_nothing_in_any_table_tells_who_it_was(manager: Membership) -> None:
    before = columns_with(NAME, ADDRESS)

    _erase(manager.user)

    assert before >= {
        "accounts.User.name",
        "accounts.User.email",
        "accounts.Invitation.email",
        "account.EmailAddress.email",
        "mfa.Authenticator.data",
    }
    assert columns_with(NAME, ADDRESS) == set()


@pytest.mark.thorough
def test_in_a_full_organisation_only_what_was_handed_in_or_out_tells(vault_folder: Path) -> None:
    world = make_full_world()
    user = world.people[Role.MANAGER]
    name, address = user.name, user.email

    erase_person(user=user, at=NOW)

    assert columns_with(name, address) == KEPT


def test_keys_addresses_factors_and_sessions_are_gone(manager: Membership) -> None:
    user, client = manager.user, Client()
    client.force_login(user)
    key = str(client.session.session_key)
    note_session(user=user, session_key=key, device="Firefox", address="192.0.2.7", at=NOW)

    _erase(user)

    assert not Session.objects.filter(session_key=key).exists()
    hanging = (CalendarKey, EmailAddress, Authenticator, OpenSession)
    assert [model.__name__ for model in hanging if model.objects.exists()] == []
    assert (user.is_active, user.has_usable_password(), user.last_login) == (False, False, None)


def test_history_and_owners_show_a_number_in_the_language_of_the_reader(
    manager: Membership,
) -> None:
    _erase(manager.user)

    with translation.override("en"):
        (left,) = [line for line in people_of(manager.organisation).lines if line.ended_at]
    row = Answer.objects.get(owner_membership=manager)
    said = (left.name, left.email, left.initials)
    assert said == (f"Erased person no. {manager.user_id}", "", "–")
    with translation.override("fr"):
        assert str(row.owner_membership).startswith("Personne effacée")


def test_the_log_and_the_sign_off_hold_as_before(manager: Membership) -> None:
    chain = Event.objects.of_chain(chain_of(manager.organisation_id))
    sealed = list(chain.in_sequence().values("seal"))

    _erase(manager.user)

    events = Event.objects.of_chain(chain_of(manager.organisation_id)).in_sequence()
    assert list(events.values("seal"))[: len(sealed)] == sealed
    assert [each for each in verify_chains() if each.broken_at is not None] == []
    assert read_sign_off(SignOff.objects.get()).holds
    assert events[len(sealed)].verb == "member-left"
    assert Event.objects.of_chain(INSTALLATION).latest_first()[0].verb == "person-erased"


def test_what_they_wrote_stays(manager: Membership) -> None:
    _erase(manager.user)

    row = Answer.objects.get(owner_membership=manager)
    assert (row.note, row.comments.get().text) == ("Seen", "Look")


def test_an_open_invitation_of_the_address_ends_and_others_stay(manager: Membership) -> None:
    _erase(manager.user)

    verbs = list(Event.objects.filter(object_kind="invitation").values_list("verb", flat=True))
    assert verbs.count("invitation-withdrawn") == 1
    assert [each.email for each in Invitation.objects.all()] == ["another@example.org"]


def test_the_address_can_have_an_account_again(manager: Membership) -> None:
    _erase(manager.user)

    again = create_user(email=ADDRESS, name="Another", password=None, at=NOW)

    assert again.pk != manager.user_id


def test_erasing_twice_is_erasing_once(person: User) -> None:
    _erase(person)

    _erase(person)

    assert Event.objects.filter(verb="person-erased").count() == 1


def test_a_last_administrator_is_not_erased_and_keeps_every_membership() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    user = administrator.user
    make_member(Role.VIEWER, user=user)
    make_member(Role.ADMINISTRATOR, user=user, organisation=_administered())

    with pytest.raises(StillNeeded) as refused:
        _erase(user)

    user.refresh_from_db()
    assert refused.value.names == (administrator.organisation.name,)
    assert (user.erased_at, user.memberships.filter(ended_at=None).count()) == (None, 3)


def test_the_database_refuses_an_erased_person_with_a_name(person: User) -> None:
    _erase(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(name=NAME)


def test_nobody_writes_to_who_was_erased(manager: Membership) -> None:
    _erase(manager.user)
    mail.outbox.clear()

    send_due(at=NOW.replace(hour=18))
    mail_heads(at=NOW)

    assert [each for each in mail.outbox if "erased" in each.to[0]] == []


def _administered() -> Organisation:
    """Return an organisation that has an administrator."""
    organisation = make_organisation()
    make_member(Role.ADMINISTRATOR, organisation=organisation)
    return organisation
