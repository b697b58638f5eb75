"""Inviting people: the key goes into one mail and is kept nowhere (docs/adr/0009)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import Invitation, Membership, Organisation, Team, User
from accounts.selectors.invitations import hash_of
from accounts.services.mailing import MailNotSent, mail_invitation
from accounts.services.members import add_member, lock_organisation
from accounts.services.people import create_user
from accounts.services.teams import join_team
from accounts.services.telling import tell
from database.transactions import change


class AlreadyMember(Exception):
    """Somebody with this address is a member of the organisation now."""


class AlreadyInvited(Exception):
    """The address has an invitation that can still be accepted."""


class StaleInvitation(Exception):
    """The invitation was accepted, withdrawn or sent again since it was read."""


class InvitationGone(Exception):
    """The invitation can no longer be accepted."""


class AddressKnown(Exception):
    """The address has an account by now: its owner signs in instead."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered to an address: a role, perhaps a team. `language` is that of the mail."""

    email: str
    role: str
    language: str
    team: Team | None = None


def invite(*, offer: Offer, by: Membership, at: datetime) -> Invitation:
    """Invite an address into the organisation of `by`, then send the mail.

    Raises `AlreadyMember`, `AlreadyInvited`, and `MailNotSent` when the invitation is kept but
    its mail was refused: it can be sent again.
    """
    key = secrets.token_urlsafe(32)
    invitation = _kept(offer=offer, key=key, by=by, at=at)
    mail_invitation(invitation=invitation, key=key)
    return invitation


def send_again(*, invitation: Invitation, by: Membership, at: datetime) -> None:
    """Send an invitation with a new key and a new time to run; the old key opens nothing.

    Raises `StaleInvitation` and `MailNotSent`.
    """
    key = secrets.token_urlsafe(32)
    _renewed(invitation=invitation, key=key, by=by, at=at)
    mail_invitation(invitation=invitation, key=key)


@change
def withdraw_invitation(*, invitation: Invitation, by: Membership, at: datetime) -> None:
    """Make the key of an invitation worthless. Raises `StaleInvitation`."""
    _update(invitation, withdrawn_at=at)
    tell(invitation, "invitation-withdrawn", at=at, by=by.user)


@change
def accept_invitation(*, invitation: Invitation, user: User, at: datetime) -> Membership:
    """Make the person a member, and of the team as well.

    Who left before comes back as the same member; who is a member by now keeps their role. That
    the address is theirs is for the caller to know. Raises `InvitationGone`.
    """
    organisation = lock_organisation(invitation.organisation_id)
    _take(invitation, at)
    invitation.refresh_from_db()  # its team may have gone
    membership = Membership.objects.filter(
        organisation=organisation, user=user, ended_at=None
    ).first()
    if membership is None:
        membership = add_member(
            organisation=organisation, user=user, role=invitation.role, at=at, by=user
        )
    if invitation.team:
        join_team(team=invitation.team, membership=membership, at=at, by=user)
    tell(invitation, "invitation-accepted", at=at, by=user)
    return membership


@change
def accept_as_new_person(
    *, invitation: Invitation, name: str, language: str, password: str, at: datetime
) -> Membership:
    """Make an account for the invited address, and its owner a member.

    Raises `InvitationGone`, and `AddressKnown` when the address has an account.
    """
    lock_organisation(invitation.organisation_id)
    try:
        with transaction.atomic():
            user = create_user(
                email=invitation.email, name=name, password=password, language=language, at=at
            )
    except IntegrityError as known:
        raise AddressKnown from known
    return accept_invitation(invitation=invitation, user=user, at=at)


@change
def _kept(*, offer: Offer, key: str, by: Membership, at: datetime) -> Invitation:
    organisation = lock_organisation(by.organisation_id)
    email = offer.email.strip().lower()
    _refuse_known(organisation, email, by=by, at=at)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=offer.role,
        team=offer.team,
        language=offer.language,
        key_hash=hash_of(key),
        invited_by=by,
        created_at=at,
        expires_at=_end(at),
    )
    new = {"role": offer.role, "team": offer.team.pk if offer.team else None}
    tell(invitation, "person-invited", at=at, by=by.user, new=new)
    return invitation


@change
def _renewed(*, invitation: Invitation, key: str, by: Membership, at: datetime) -> None:
    _update(invitation, key_hash=hash_of(key), expires_at=_end(at), invited_by=by)
    tell(invitation, "invitation-sent-again", at=at, by=by.user)


def _refuse_known(organisation: Organisation, email: str, *, by: Membership, at: datetime) -> None:
    """Refuse members and those asked already; an invitation that ran out makes way."""
    members = Membership.objects.current().of_organisation(organisation)
    if members.filter(user__email=email).exists():
        raise AlreadyMember
    asked = Invitation.objects.of_organisation(organisation).open().filter(email=email)
    if asked.valid(at).exists():
        raise AlreadyInvited
    for expired in asked:
        withdraw_invitation(invitation=expired, by=by, at=at)


def _update(invitation: Invitation, **values: object) -> None:
    as_read = Invitation.objects.open().filter(pk=invitation.pk, revision=invitation.revision)
    if not as_read.update(**values, revision=F("revision") + 1):
        raise StaleInvitation
    invitation.refresh_from_db()


def _take(invitation: Invitation, at: datetime) -> None:
    """Mark the invitation accepted, if it still is the one that the key opened."""
    same_key = Invitation.objects.valid(at).filter(pk=invitation.pk, key_hash=invitation.key_hash)
    if not same_key.update(accepted_at=at, revision=F("revision") + 1):
        raise InvitationGone


def _end(at: datetime) -> datetime:
    return at + timedelta(days=settings.INVITATION_DAYS)


__all__ = [
    "AddressKnown",
    "AlreadyInvited",
    "AlreadyMember",
    "InvitationGone",
    "MailNotSent",
    "Offer",
    "StaleInvitation",
    "accept_as_new_person",
    "accept_invitation",
    "invite",
    "send_again",
    "withdraw_invitation",
]
