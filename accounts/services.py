"""Changes to people and organisations, each with its event."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from accounts.models import Language, Membership, Organisation, Team, TeamMember, User
from accounts.rights import Role
from audit.services import Happening, append_events


class StaleMembership(Exception):
    """Somebody changed this membership since it was read."""


@transaction.atomic
def create_organisation(
    *, name: str, at: datetime, is_demo: bool = False, language: str = Language.FRENCH
) -> Organisation:
    """Make an organisation; its slug comes from its name and never changes."""
    organisation = Organisation.objects.create(
        name=name, slug=_free_slug(name), is_demo=is_demo, language=language, created_at=at
    )
    _tell(organisation, "organisation-created", organisation, at=at, new={"name": name})
    return organisation


@transaction.atomic
def create_user(
    *, email: str, name: str, password: str | None, at: datetime, language: str = Language.FRENCH
) -> User:
    """Make a person who can sign in, or one who must first reset the password."""
    user = User.objects.create_user(email, password, name=name, language=language, joined_at=at)
    _tell_of_account("user-created", user, at=at)
    return user


@transaction.atomic
def add_member(
    *, organisation: Organisation, user: User, role: str, at: datetime, by: User | None = None
) -> Membership:
    """Make a person a member; one who left before comes back as the same member."""
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role, "created_at": at}
    )
    if not is_new:
        Membership.objects.filter(pk=membership.pk).update(
            role=role, ended_at=None, revision=F("revision") + 1
        )
        membership.refresh_from_db()
    _tell(organisation, "member-added", membership, at=at, by=by, new={"role": role})
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, at: datetime, by: User | None = None) -> None:
    """End a membership: the person stops seeing the organisation at once.

    Raises `StaleMembership` when it changed since it was read.
    """
    changed = Membership.objects.filter(
        pk=membership.pk, revision=membership.revision, ended_at=None
    ).update(ended_at=at, revision=F("revision") + 1)
    if not changed:
        raise StaleMembership
    membership.refresh_from_db()
    _tell(membership.organisation, "member-left", membership, at=at, by=by)


@transaction.atomic
def create_team(
    *, organisation: Organisation, name: str, members: Sequence[Membership], at: datetime
) -> Team:
    """Make a team of members of the same organisation."""
    team = Team.objects.create(organisation=organisation, name=name)
    TeamMember.objects.bulk_create(
        TeamMember(organisation=organisation, team=team, membership=member) for member in members
    )
    _tell(organisation, "team-created", team, at=at, new={"members": [m.pk for m in members]})
    return team


@transaction.atomic
def appoint_administrator(
    *, email: str, name: str, password: str, organisation: Organisation, at: datetime
) -> User:
    """Make a person an administrator who signs in with `password`, whether known before or not.

    Somebody who was deactivated or had left comes back; their sessions end, because the password
    changed.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = create_user(email=email, name=name, password=password, at=at)
    else:
        user.is_active = True
        user.set_password(password)
        user.save(update_fields=["is_active", "password"])
        _tell_of_account("password-changed", user, at=at)
    add_member(organisation=organisation, user=user, role=Role.ADMINISTRATOR, at=at)
    return user


def set_language(*, user: User, language: str) -> None:
    """Keep the language a person reads in. Each switch of it is no event."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def set_profile(*, user: User, name: str, language: str, has_keys: bool, at: datetime) -> None:
    """Keep what a person says of themselves. The event leaves out the name (it is personal)."""
    User.objects.filter(pk=user.pk).update(name=name, language=language, has_keys=has_keys)
    _tell_of_account("profile-changed", user, at=at, by=user)


def _tell_of_account(verb: str, user: User, *, at: datetime, by: User | None = None) -> None:
    happening = Happening(verb, "user", str(user.pk))
    actor_id = by.pk if by else None
    append_events(organisation_id=None, happenings=[happening], actor_id=actor_id, at=at)


def _tell(
    organisation: Organisation,
    verb: str,
    thing: Organisation | Membership | Team,
    *,
    at: datetime,
    by: User | None = None,
    new: dict[str, object] | None = None,
) -> None:
    happening = Happening(verb, thing._meta.model_name or "", str(thing.pk), new=new or {})
    append_events(
        organisation_id=organisation.pk,
        happenings=[happening],
        actor_id=by.pk if by else None,
        at=at,
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
