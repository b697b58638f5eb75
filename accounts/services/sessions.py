"""Sessions: noted when they begin, seen now and then, ended at once."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from accounts.models import OpenSession, OpenSessionQuerySet, User
from accounts.services.telling import tell_of_account
from database.transactions import change

_DEVICE_MAX = 200


@change
def note_session(
    *, user: User, session_key: str, device: str, address: str | None, at: datetime
) -> None:
    """Keep with which browser and from where a session began; forget those that ran out."""
    sessions = OpenSession.objects.of_user(user)
    sessions.exclude(pk__in=sessions.going_on(at).values("pk")).delete()
    OpenSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "device": device[:_DEVICE_MAX],
            "address": address,
            "started_at": at,
            "seen_at": at,
        },
    )


def forget_session(*, session_key: str | None) -> None:
    """Forget where a session was that its owner ends by signing out."""
    OpenSession.objects.filter(session_key=session_key or "").delete()


def see_session(*, session_key: str, at: datetime, idle: timedelta | None) -> bool:
    """Keep when a session was last in use, and tell whether it goes on.

    It does not when nobody saw it for longer than `idle` (ASVS 5.0, 7.3.1): its owner is to be
    signed out. None is no limit.
    """
    noted = OpenSession.objects.filter(session_key=session_key)
    fresh = noted.filter(seen_at__gte=at - idle) if idle else noted
    if fresh.filter(seen_at__lt=at).update(seen_at=at):
        return True
    return idle is None or not noted.filter(seen_at__lt=at - idle).exists()


@change
def end_session(*, session: OpenSession, at: datetime, by: User) -> None:
    """End one session: its next request is asked to sign in."""
    _end(OpenSession.objects.filter(pk=session.pk))
    tell_of_account("session-ended", session.user, at=at, by=by)


@change
def end_other_sessions(*, user: User, session_key: str | None, at: datetime) -> int:
    """End every session of a person but the one at hand; return how many."""
    number = _end(OpenSession.objects.of_user(user).besides(session_key))
    if number:
        tell_of_account("session-ended", user, at=at, by=user)
    return number


def end_sessions(*, user: User) -> None:
    """End every session of a person, as part of a larger change."""
    _end(OpenSession.objects.of_user(user))


def _end(sessions: OpenSessionQuerySet) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
