"""Changes to people themselves."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Digest, Language, Organisation, User
from accounts.rights import Role
from accounts.services.members import add_member
from accounts.services.sessions import end_sessions
from accounts.services.telling import tell_of_account
from database.transactions import change


@change
def create_user(
    *, email: str, name: str, password: str | None, at: datetime, language: str = Language.FRENCH
) -> User:
    """Make a person who can sign in, or one who must first reset the password."""
    user = User.objects.create_user(email, password, name=name, language=language, joined_at=at)
    tell_of_account("user-created", user, at=at)
    return user


@change
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
        end_sessions(user=user)
        tell_of_account("password-changed", user, at=at)
    add_member(organisation=organisation, user=user, role=Role.ADMINISTRATOR, at=at)
    return user


def set_language(*, user: User, language: str) -> None:
    """Keep the language a person reads in. Each switch of it is no event."""
    User.objects.filter(pk=user.pk).update(language=language)


@change
def set_profile(
    *, user: User, name: str, language: str, has_keys: bool, digest: str, at: datetime
) -> None:
    """Keep what a person says of themselves. The event leaves out the name (it is personal)."""
    User.objects.filter(pk=user.pk).update(name=name, language=language, has_keys=has_keys)
    _set_digest(user, digest, at)
    tell_of_account("profile-changed", user, at=at, by=user)


@change
def unsubscribe(*, user: User, at: datetime) -> None:
    """Write no more summaries to a person, who asked for that by a link in one."""
    _set_digest(user, Digest.NEVER, at)
    tell_of_account("profile-changed", user, at=at, by=user)


def _set_digest(user: User, digest: str, at: datetime) -> None:
    """Keep how often a person is written to; a change counts from the day after."""
    changed = User.objects.filter(pk=user.pk).exclude(digest=digest)
    changed.update(digest=digest, digested_on=timezone.localdate(at))
