"""Environment variables, read with one plain sentence for each that is wrong.

A variable that is set to nothing counts as not set. Values are never repeated where they can
hold a password. Imported by settings.
"""

from collections.abc import Collection
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

SWITCHES: Final = frozenset({"on", "off", "true", "false", "yes", "no", "1", "0"})
ENGINES: Final = frozenset({"sqlite", "postgres", "postgresql"})
LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Refused(ImproperlyConfigured):
    """The installation does not start; one sentence says which variable is wrong."""


class Env(environ.Env):  # type: ignore[misc]  # django-environ has no types
    """The environment, refusing what is malformed where django-environ guesses or crashes."""

    def get_value(self, var: str, *args: Any, **options: Any) -> Any:
        """Return a variable cast as asked. Raises `Refused`."""
        raw = self.ENVIRON.get(var)
        if raw is None:
            return super().get_value(var, *args, **options)
        cast = args[0] if args else options.get("cast")
        if not raw.strip() and "default" in options:
            return options["default"]
        if cast in {None, str}:
            return raw  # django-environ takes a value that begins with $ for another's name
        if cast is bool and raw.strip().lower() not in SWITCHES:
            raise Refused(f'{var} takes on or off, not "{raw}".')
        if cast is int and not raw.strip().isdecimal():
            raise Refused(f'{var} takes a whole number, 0 or more, not "{raw}".')
        return super().get_value(var, *args, **options)

    def database(self, var: str, *, default: str) -> dict[str, Any]:
        """Return an entry of DATABASES. Raises `Refused`."""
        told = f"{var} takes sqlite:////path or postgres://user:password@host/name."
        url = str(self.get_value(var, default=default))
        if urlsplit(url).scheme not in ENGINES:
            raise Refused(told)
        try:
            found: dict[str, Any] = self.db_url_config(url)
        except (ValueError, KeyError, ImproperlyConfigured) as error:
            raise Refused(told) from error
        return found

    def mail(self, var: str, *, default: str) -> dict[str, Any]:
        """Return the EMAIL_ settings. Raises `Refused`."""
        told = f"{var} takes an address such as smtp+tls://user:password@host:587."
        url = str(self.get_value(var, default=default))
        try:
            found: dict[str, Any] = self.email_url_config(url)
        except (ValueError, KeyError, ImproperlyConfigured) as error:
            raise Refused(told) from error
        if urlsplit(url).scheme.startswith("smtp") and not found["EMAIL_HOST"]:
            raise Refused(told)
        return found

    def site(self, var: str, *, default: str) -> str:
        """Return the address of a site: scheme, host, maybe port, nothing behind it."""
        url = str(self.get_value(var, default=default)).rstrip("/")
        try:
            parts = urlsplit(url)
            is_one = parts.scheme in {"http", "https"} and bool(parts.hostname)
            is_one = is_one and parts.port != -1 and url == f"{parts.scheme}://{parts.netloc}"
        except ValueError:
            is_one = False
        if not is_one or "@" in url:
            raise Refused(f'{var} takes an address such as https://remit.example, not "{url}".')
        return url

    def number(self, var: str, *, default: int, least: int) -> int:
        """Return a whole number that is not below `least`. Raises `Refused`."""
        value = int(self.get_value(var, cast=int, default=default))
        if value < least:
            raise Refused(f"{var} takes a whole number, {least} or more, not {value}.")
        return value

    def bind(self, var: str, *, default: str) -> str:
        """Return where the server listens: host:port, or unix:/path of a socket."""
        value = str(self.get_value(var, default=default))
        host, _, port = value.rpartition(":")
        if not value.startswith("unix:/") and not (host and port.isdecimal()):
            raise Refused(f'{var} takes 127.0.0.1:8000 or unix:/path, not "{value}".')
        return value

    def zone(self, var: str, *, default: str) -> str:
        """Return the name of a time zone. Raises `Refused`."""
        name = str(self.get_value(var, default=default))
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise Refused(f'{var} takes a zone such as Europe/Paris, not "{name}".') from error
        return name

    def one_of(self, var: str, choices: Collection[str], *, default: str) -> str:
        """Return one of some words. Raises `Refused`."""
        value = str(self.get_value(var, default=default))
        if value not in choices:
            raise Refused(f'{var} takes one of {", ".join(choices)}, not "{value}".')
        return value


def is_loopback(site_url: str) -> bool:
    """Tell whether an address is this very machine: the installation is then the embedded one."""
    host = urlsplit(site_url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
