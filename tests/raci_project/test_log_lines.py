"""Lines that machines gather: what each says, and what none ever does."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.rights import Role
from raci_project.environment import Env
from raci_project.logs import (
    JsonFormatter,
    KeyFilter,
    LineFormatter,
    RequestIdFilter,
    configuration,
)
from tests.builders import PASSWORD, make_member, make_user

HUSH = "Réunion du 3: le pare-feu est ouvert"
KEY = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF"


class Gathered(io.StringIO):
    """What a console got."""

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the objects, one a line."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def gathered() -> Iterator[Gathered]:
    """Gather everything that is logged, from DEBUG on, as production writes it."""
    stream = Gathered()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(RequestIdFilter())
    handler.addFilter(KeyFilter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


def record(error: BaseException | None = None, message: str = "It broke.") -> logging.LogRecord:
    """Return a record of an error that was raised."""
    try:
        if error:
            raise error
        told = None
    except BaseException as raised:  # any may be told
        told = (type(raised), raised, raised.__traceback__)
    return logging.LogRecord("remit", logging.ERROR, "", 0, message, (), told)


@pytest.mark.asvs("16.2.1", "16.2.2")
@pytest.mark.django_db
def test_each_answer_is_one_line_that_says_whose_it_was(gathered: Gathered) -> None:
    member = make_member(Role.MANAGER)
    client = Client()
    client.force_login(member.user)

    answer = client.get(f"/o/{member.organisation.slug}/assessments/")

    (line,) = [each for each in gathered.lines if each["logger"] == "remit.access"]
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["organisation"] == member.organisation.slug
    assert line["user"] == member.user_id
    assert (line["method"], line["route"], line["status"]) == ("GET", "assessments:list", 200)
    assert line["time"].endswith("+00:00")
    assert line["ms"] > 0


@pytest.mark.asvs("16.2.5")
@pytest.mark.django_db
def test_no_line_of_a_walk_with_errors_holds_a_secret(
    gathered: Gathered, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user(password=PASSWORD)
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(User, "get_full_name", lambda _self: 1 / 0, raising=False)

    client.post("/account/login/", {"login": user.email, "password": "not-my-password-1"})
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    monkeypatch.setattr("accounts.views.profile.render", _quoting, raising=True)
    broken = client.get("/profile/", {"note": HUSH})
    client.get(f"/invitations/{KEY}/")
    client.get(f"/shared/{KEY}/")
    client.get(f"/calendar/{KEY}.ics")
    client.get("/nowhere/", headers={"authorization": f"Bearer {KEY}"})

    assert gathered.lines[-1]["message"] == "Not Found: /nowhere/"
    assert len(gathered.lines[-1]["request_id"]) == 16
    said = gathered.getvalue()
    cookies = [each.value for each in client.cookies.values() if len(each.value) > 20]
    assert broken.status_code == 500
    assert "builtins.ValueError" in said
    assert [each["status"] for each in gathered.lines if "status" in each][-1] == 404
    for secret in (
        HUSH,
        json.dumps(HUSH),
        KEY,
        PASSWORD,
        "not-my-password-1",
        user.email,
        *cookies,
    ):
        assert secret not in said


def _quoting(*_: Any, **__: Any) -> None:
    """Fail as a parser does: with what somebody wrote in its words, and around it."""
    try:
        int(HUSH)
    except ValueError as error:
        raise IntegrityError(
            f"violates a constraint\nDETAIL: Failing row contains ({HUSH})"
        ) from error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(ValueError(HUSH), "builtins.ValueError", id="may quote"),
        pytest.param(KeyError(HUSH), "builtins.KeyError", id="may quote a key"),
        pytest.param(NameError("name 'x'"), "builtins.NameError: name 'x'", id="of code"),
        pytest.param(
            FileNotFoundError(2, "No such file", HUSH),
            "builtins.FileNotFoundError: No such file",
            id="of the machine, without the name",
        ),
        pytest.param(
            IntegrityError(f"violates x\nDETAIL: ({HUSH})"),
            "django.db.utils.IntegrityError: violates x",
            id="of the database, without the row",
        ),
    ],
)
def test_an_error_is_told_by_its_type_and_its_place(error: Exception, said: str) -> None:
    told = json.loads(JsonFormatter().format(record(error)))["exception"].splitlines()

    assert told[0] == said
    assert told[1].endswith("in record")


def test_what_caused_an_error_is_told_below_it() -> None:
    error = ValueError("outer")
    error.__cause__ = NameError("inner")

    told = LineFormatter().format(record(error)).splitlines()

    assert told[0].endswith("ERROR remit [-] It broke.")
    assert told[1].strip() == "builtins.ValueError"
    assert told[-1].strip() == "builtins.NameError: inner"


@pytest.mark.asvs("16.4.1")
@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter()])
def test_nobody_writes_a_line_of_their_own(formatter: logging.Formatter) -> None:
    line = formatter.format(record(message="Not found: /a\r\n2026-01-01 INFO remit all is well"))

    assert len(line.splitlines()) == 1


@pytest.mark.parametrize(
    ("is_in_production", "formatter", "level"),
    [(True, "json", "INFO"), (False, "line", "WARNING")],
)
def test_production_writes_for_machines(
    is_in_production: bool, formatter: str, level: str, settings: Settings
) -> None:
    found = configuration(Env(), is_in_production=is_in_production)

    assert found["handlers"]["console"]["formatter"] == formatter
    assert found["root"]["level"] == level
