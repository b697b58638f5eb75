"""Where a person is signed in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import OpenSession, User

# The first that a browser's description of itself names; most name several.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session that is going on. `is_here` marks the one that asks."""

    session_id: int
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_here: bool


def sessions_of(user: User, *, here: str | None, at: datetime) -> tuple[SessionLine, ...]:
    """Return the sessions of a person that are going on, the one that asks first."""
    found = OpenSession.objects.of_user(user).going_on(at).latest_first()
    lines = [
        SessionLine(
            session_id=each.pk,
            device=device_name(each.device),
            address=each.address or "",
            started_at=each.started_at,
            seen_at=each.seen_at,
            is_here=each.session_key == here,
        )
        for each in found
    ]
    return tuple(sorted(lines, key=lambda line: not line.is_here))


def device_name(user_agent: str) -> str:
    """Return "Firefox on Linux" for what a browser says of itself, as far as we know it."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
