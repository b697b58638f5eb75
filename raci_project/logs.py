"""What each log line carries, and what none does: keys of links, texts of people, passwords.

A line is made of fields that are named here, nothing else that a record may hold. Errors are
told by their type and where they happened. Their own words are kept only of kinds that speak
of the program: a database's or a parser's may repeat what somebody wrote.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any, Final

from django.http import HttpRequest

from audit.context import current_request_id
from raci_project.environment import LEVELS, Env

REQUEST_ID: Final = "remit.request_id"  # in META, as long as the request is kept
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)

# Errors whose words are about code, settings or the machine.
SPEAKING: Final = (ImportError, AttributeError, NameError, TypeError, NotImplementedError)
# Of the database the first line, without the row it is about (PostgreSQL's DETAIL); of these
# alone, as others quote a value.
OF_DATABASE: Final = frozenset(
    {"OperationalError", "IntegrityError", "ProgrammingError", "InterfaceError", "InternalError"}
)


def configuration(env: Env, *, is_in_production: bool) -> dict[str, Any]:
    """Return LOGGING: everything goes to standard error, a line each.

    Production tells of each request and writes JSON, for machines that gather lines; the
    embedded installation tells of troubles, for whoever looks at the terminal.
    """
    chosen = env.one_of(
        "LOG_FORMAT", ("json", "line"), default="json" if is_in_production else "line"
    )
    level = env.one_of("LOG_LEVEL", LEVELS, default="INFO" if is_in_production else "WARNING")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": "raci_project.logs.RequestIdFilter"},
            "keys": {"()": "raci_project.logs.KeyFilter"},
        },
        "formatters": {
            "line": {"()": "raci_project.logs.LineFormatter"},
            "json": {"()": "raci_project.logs.JsonFormatter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": chosen,
                "filters": ["request_id", "keys"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
    }


@contextmanager
def request_is(request: HttpRequest) -> Iterator[None]:
    """Let lines that are logged while the block runs tell whose request it is."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


class RequestIdFilter(logging.Filter):
    """Add the request id to each log line. Read before the apps are: it imports no model."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drop a line."""
        record.request_id = current_request_id() or self._noted(record) or "-"
        return True

    def _noted(self, record: logging.LogRecord) -> str:
        """Return the id of a request that is over: Django tells of refusals only then."""
        meta = getattr(getattr(record, "request", None), "META", {})
        return str(meta.get(REQUEST_ID, ""))


class KeyFilter(logging.Filter):
    """Leave the keys of links in mails and of calendars out of each log line."""

    keys = re.compile(
        r"((?:invitations|summaries|still-true|calendar|shared|closed|password/reset/key)(?:/|%2F))"
        r"(?:[^/%\s?]|%3A){8,}",
        re.IGNORECASE,
    )

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drop a line."""
        said = record.getMessage()
        if self.keys.search(said):
            record.msg, record.args = self.without(said), ()
        return True

    @classmethod
    def without(cls, text: str) -> str:
        """Return a text without keys."""
        return cls.keys.sub(r"\1…", text)


class LineFormatter(logging.Formatter):
    """Time, level, logger, request id, message; below it where an error happened."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and those of the error."""
        identity = getattr(record, "request_id", "-")
        head = f"{self.formatTime(record)} {record.levelname} {record.name} [{identity}]"
        below = "\n  "
        return f"{head} {_in_one_line(record.getMessage())}{_told(record, indent=below)}"


class JsonFormatter(logging.Formatter):
    """One object a line: `time` (UTC), `level`, `logger`, `message`, `request_id`.

    In a request also `organisation` (its slug) and `user` (an id) once they are known, `exception`
    where there is one, and of an answer what `raci_project.access` says.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the object, without a line break in it."""
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
            **_whose(),
            **getattr(record, "answer", {}),
        }
        if error := _told(record, indent="\n").strip():
            fields["exception"] = error
        return json.dumps(fields, ensure_ascii=False, default=str)


def _whose() -> dict[str, Any]:
    """Return whose request it is as far as it was found out already: asking costs a query."""
    request = _request.get()
    membership = getattr(request, "membership", None)
    user = getattr(request, "_cached_user", None)
    found = {"organisation": membership.organisation.slug} if membership else {}
    return found | ({"user": user.pk} if user and user.pk else {})


def _in_one_line(text: str) -> str:
    """Write line ends and what commands a terminal as an escape: `\\n`, `\\x1b`."""
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def _told(record: logging.LogRecord, *, indent: str) -> str:
    error = record.exc_info[1] if record.exc_info else None
    told: list[str] = []
    while error is not None and len(told) < 200:
        told += [_name(error), *_places(error)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(f"{indent}{_in_one_line(each)}" for each in told)


def _name(error: BaseException) -> str:
    kind = type(error)
    if isinstance(error, OSError) and error.strerror:
        said = str(error.strerror)
    elif isinstance(error, SPEAKING) or _is_of_database(kind):
        said = KeyFilter.without(str(error).partition("\n")[0])
    else:
        said = ""
    return f"{kind.__module__}.{kind.__qualname__}{': ' if said else ''}{said}"


def _is_of_database(kind: type) -> bool:
    """Tell whether Django raised it: the driver's own class, its cause, stands further down."""
    return kind.__module__ == "django.db.utils" and kind.__name__ in OF_DATABASE


def _places(error: BaseException) -> list[str]:
    frames = extract_tb(error.__traceback__)
    return [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
