"""Real processes: what is unsafe or not prepared does not start, and one sentence says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Organisation, User
from raci_project import starting
from raci_project.environment import Refused
from tests.messages import ROOT

SERVER = ("-m", "gunicorn", "--config", "python:raci_project.server")
IN_PRODUCTION = {
    "SITE_URL": "https://remit.example",
    "ALLOWED_HOSTS": "remit.example",
    "EMAIL_URL": "smtp+tls://mail.remit.example:587",
    "MAIL_FROM": "remit@remit.example",
    "BIND": "127.0.0.1:1",  # nobody gets that far
}


def refused(*command: str, data: Path, **variables: str) -> str:
    """Run a command of the installation that must not start, and return what it says."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    run = subprocess.run(  # noqa: S603  # the command is written here
        [sys.executable, *command],
        cwd=ROOT,
        env=environment | {"REMIT_DATA": str(data)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(SERVER, id="server"),
        pytest.param(("manage.py", "work"), id="worker"),
        pytest.param(("manage.py", "migrate"), id="data command"),
    ],
)
def test_a_malformed_variable_is_one_sentence_and_no_traceback(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    said = refused(*command, data=tmp_path, PORT="abc")

    told = 'Remit does not start. PORT takes a whole number, 0 or more, not "abc".'
    assert said.strip() == told


@pytest.mark.thorough
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(SERVER, id="server"),
        pytest.param(("manage.py", "work"), id="worker"),
        pytest.param(("manage.py", "verify_audit"), id="data command"),
    ],
)
def test_what_is_unsafe_does_not_start(command: tuple[str, ...], tmp_path: Path) -> None:
    said = refused(*command, data=tmp_path, WEB_PROCESSES="2")

    assert "WEB_PROCESSES is 2, but SQLite serves one web process." in said
    assert "Traceback" not in said


@pytest.mark.thorough
def test_production_is_not_prepared_by_its_server(tmp_path: Path) -> None:
    said = refused(*SERVER, data=tmp_path, **IN_PRODUCTION)

    assert said.strip().endswith("Run manage.py bootstrap --no-demo")
    assert not (tmp_path / "remit.sqlite3").stat().st_size


@pytest.mark.thorough
def test_a_database_that_is_away_is_said_without_its_password(tmp_path: Path) -> None:
    away = {"DATABASE_URL": "postgres://remit:hush@127.0.0.1:1/remit"}

    said = refused(*SERVER, data=tmp_path, **IN_PRODUCTION, **away)

    assert "DATABASE_URL: the database does not answer (OperationalError)." in said
    assert "hush" not in said


@pytest.mark.thorough
@pytest.mark.django_db
def test_production_is_prepared_without_a_demo_for_somebody_real(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IS_IN_PRODUCTION = True
    monkeypatch.delenv("REMIT_ADMIN_EMAIL", raising=False)

    with pytest.raises(CommandError, match="REMIT_ADMIN_EMAIL"):
        call_command("bootstrap")
    monkeypatch.setenv("REMIT_ADMIN_EMAIL", "ada@valmont.example")
    call_command("bootstrap")

    assert list(User.objects.values_list("email", flat=True)) == ["ada@valmont.example"]
    assert not Organisation.objects.filter(is_demo=True).exists()


def test_every_broken_rule_is_told_at_once(settings: Settings) -> None:
    settings.SECRET_KEY = "short"
    settings.WEB_PROCESSES = 2
    settings.ALLOWED_HOSTS = ["*"]

    with pytest.raises(Refused) as refusal:
        starting.refuse_unsafe()

    assert "remit.E003" in str(refusal.value)
    assert "remit.E005" in str(refusal.value)
