"""What an installation must be before it starts, as system checks of level Error.

An installation whose `SITE_URL` is not this very machine is in production; no other switch says
so. Each message names the variable and what to set.
"""

import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError, connection
from django.http.request import validate_host

from accounts.models import Organisation
from raci_project.environment import is_loopback

TAG: Final = "remit"
LEAST_CHARACTERS: Final = 50  # what Django's security.W009 asks for
LEAST_DIFFERENT: Final = 10
LEAST_TOKEN: Final = 24


def site_rules(**_: Any) -> list[CheckMessage]:
    """Ask production for https, no DEBUG, and a closed list of host names."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not settings.IS_IN_PRODUCTION:
        return _strangers()
    found: list[CheckMessage] = []
    if not settings.IS_SERVED_BY_HTTPS:
        text = f"SITE_URL is {settings.SITE_URL}: passwords would travel in clear."
        found.append(_error(1, text, f"Set SITE_URL=https://{host} and end TLS in front of it."))
    if settings.DEBUG:
        text = "DEBUG is on: error pages would show code and settings."
        found.append(_error(2, text, "Set DEBUG=off, or leave it unset."))
    if "*" in settings.ALLOWED_HOSTS or not validate_host(host, settings.ALLOWED_HOSTS):
        text = f'ALLOWED_HOSTS has "*" or lacks {host}, the host of SITE_URL.'
        found.append(_error(3, text, f"Set ALLOWED_HOSTS={host}."))
    return found


def _strangers() -> list[CheckMessage]:
    """Refuse to be reached by a name of the network without the rules of production."""
    ours = {"localhost", "testserver"}
    strange = [
        name
        for name in settings.ALLOWED_HOSTS
        if name not in ours and not is_loopback(f"http://{name}")
    ]
    if not strange:
        return []
    text = f"ALLOWED_HOSTS names {', '.join(strange)}, but SITE_URL says this machine alone."
    return [_error(3, text, "Set SITE_URL to the https:// address that people use.")]


def mail_rules(**_: Any) -> list[CheckMessage]:
    """Ask production for a mail server: invitations and reset links go by mail."""
    if not settings.IS_IN_PRODUCTION:
        return []
    if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        text = "EMAIL_URL names no mail server: invitations and reset links would reach nobody."
        return [_error(4, text, "Set EMAIL_URL=smtp+tls://user:password@host:587.")]
    found: list[CheckMessage] = []
    is_sealed = getattr(settings, "EMAIL_USE_TLS", False) or getattr(
        settings, "EMAIL_USE_SSL", False
    )
    is_here = is_loopback(f"http://{settings.EMAIL_HOST}")
    if settings.EMAIL_HOST_PASSWORD and not is_sealed and not is_here:
        text = "EMAIL_URL sends the password of the mail server in clear."
        found.append(_warning(1, text, "Write smtp+tls:// or smtp+ssl://."))
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        text = "MAIL_FROM is not set: mail servers refuse a sender at localhost."
        found.append(_warning(2, text, "Set MAIL_FROM to an address of your domain."))
    return found


def key_rules(**_: Any) -> list[CheckMessage]:
    """Ask for two long keys that nobody else has."""
    found: list[CheckMessage] = []
    keys = {"SECRET_KEY": settings.SECRET_KEY, "AUDIT_KEY": settings.AUDIT_KEY}
    known = samples(Path(settings.BASE_DIR) / ".env.example")
    hint = "Leave it unset, and one is made; or set 64 random characters."
    for name, key in keys.items():
        if len(key) < LEAST_CHARACTERS or len(set(key)) < LEAST_DIFFERENT:
            found.append(_error(5, f"{name} is shorter than 50 characters, or too plain.", hint))
        if key in known or key.startswith("django-insecure-"):
            found.append(_error(6, f"{name} is the one of an example: everybody has it.", hint))
    if settings.SECRET_KEY == settings.AUDIT_KEY:
        text = "SECRET_KEY and AUDIT_KEY are the same: who signs in people could forge the log."
        found.append(_error(7, text, "Set two different keys."))
    return found


def samples(path: Path) -> set[str]:
    """Return the values of keys that an example file shows, none when there is no such file."""
    if not path.exists():
        return set()
    pairs = (line.lstrip("# ").partition("=") for line in path.read_text().splitlines())
    return {value.strip("\"' ") for name, _, value in pairs if name.strip().endswith("_KEY")} - {
        ""
    }


def folder_rules(**_: Any) -> list[CheckMessage]:
    """Ask that nobody else on the machine reads data or secrets; of a try-out only warn."""
    say = _error if settings.IS_IN_PRODUCTION else _warning
    found: list[CheckMessage] = []
    for name, path in {
        "REMIT_DATA": Path(settings.DATA_DIR),
        "REMIT_SECRETS": Path(settings.SECRETS_FILE),
        "VAULT_FOLDER": Path(settings.VAULT_FOLDER),
    }.items():
        if path.exists() and path.stat().st_mode & stat.S_IRWXO:
            text = f"{name} ({path}) can be read by everybody on this machine."
            found.append(say(8, text, f"Run chmod o-rwx {path}"))
    return found


def process_rules(**_: Any) -> list[CheckMessage]:
    """Ask that only one web process writes to a SQLite file (SECURITY.md, "SQLite")."""
    is_file = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    if not is_file or settings.WEB_PROCESSES == 1:
        return []
    text = f"WEB_PROCESSES is {settings.WEB_PROCESSES}, but SQLite serves one web process."
    return [_error(9, text, "Set WEB_PROCESSES=1 and more WEB_THREADS, or use PostgreSQL.")]


def connection_rules(**_: Any) -> list[CheckMessage]:
    """Warn when nobody said how the way to a PostgreSQL elsewhere is protected.

    No error: on a network of its own, as between containers, a server without TLS is common, and
    `sslmode=require`, which verifies nobody, would only look better. Whoever says `disable` has
    decided it.
    """
    found = settings.DATABASES["default"]
    options = found.get("OPTIONS", {})
    host = str(options.get("host") or found.get("HOST") or "")
    is_here = not host or host.startswith("/") or is_loopback(f"http://{host}")
    if found["ENGINE"].endswith("sqlite3") or is_here or "sslmode" in options:
        return []
    text = f"DATABASE_URL does not say whether the way to {host} is encrypted."
    hint = (
        "Add ?sslmode=verify-full (with sslrootcert=...), or sslmode=disable on a closed network."
    )
    return [_warning(3, text, hint)]


def demo_rules(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Ask that production holds no demo organisation: its people share one printed password."""
    if not settings.IS_IN_PRODUCTION or not databases:
        return []
    try:
        if Organisation._meta.db_table not in connection.introspection.table_names():
            return []
        found = list(Organisation.objects.filter(is_demo=True).values_list("slug", flat=True))
    except DatabaseError:
        return []  # whoever needs the database waits for it, or says that it is away
    return [
        _error(
            10,
            f"The demo organisation {slug} is here: its people share one printed password.",
            f"Run manage.py delete_organisation {slug} --yes",
        )
        for slug in found
    ]


def _error(number: int, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"remit.E{number:03}")


def _warning(number: int, text: str, hint: str) -> Warning:
    return Warning(text, hint=hint, id=f"remit.W{number:03}")


def metrics_rules(**_: Any) -> list[CheckMessage]:
    """Ask for a token of `/metrics` that nobody guesses."""
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= LEAST_TOKEN:
        return []
    text = "METRICS_TOKEN is shorter than 24 characters: it could be guessed."
    return [_error(11, text, "Set 32 random characters, or leave it unset.")]


RULES: Final[Sequence[Callable[..., list[CheckMessage]]]] = (
    site_rules,
    mail_rules,
    key_rules,
    folder_rules,
    process_rules,
    connection_rules,
    metrics_rules,
)
