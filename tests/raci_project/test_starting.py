"""Real processes: what is unsafe or not prepared does not start, and one sentence says why."""

import errno
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from accounts.models import Organisation, User
from raci_project import starting
from raci_project.environment import Refused
from tests.messages import ROOT
from tests.raci_project.test_outages import told_by_driver

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
@pytest.mark.parametrize(
    "mode",
    [pytest.param(IN_PRODUCTION, id="production"), pytest.param({"PORT": "0"}, id="make run")],
)
def test_a_database_that_is_away_is_said_without_its_password(
    mode: dict[str, str], tmp_path: Path
) -> None:
    away = {"DATABASE_URL": "postgres://remit:hush@127.0.0.1:1/remit"}

    said = refused(*SERVER, data=tmp_path, **mode, **away)

    told = "Remit does not start. DATABASE_URL: the database remit at 127.0.0.1:1 does not answer"
    assert said.startswith(told)
    assert said.endswith("Start it, or mend the address.\n")
    assert len(said.splitlines()) == 1
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


@pytest.mark.thorough
def test_a_port_that_is_taken_is_said_before_anything_is_prepared(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = refused(*SERVER, data=tmp_path, PORT=str(port))

    assert said.startswith(f"Remit does not start. PORT: 127.0.0.1:{port} cannot be listened at")
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "remit.sqlite3").exists()


@pytest.mark.parametrize(
    "free", [("127.0.0.1", 0), ("::1", 0), "/run/remit.sock"], ids=["4", "6", "file"]
)
def test_a_port_that_is_free_and_a_socket_are_left_alone(free: object) -> None:
    starting.refuse_taken([free])


def test_a_folder_that_takes_no_file_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "gone"

    with pytest.raises(Refused, match=f"REMIT_DATA: {tmp_path}/gone cannot be written"):
        starting.refuse_unwritable()


@pytest.mark.thorough
@pytest.mark.django_db
def test_tables_of_a_newer_release_are_left_alone() -> None:
    recorder = MigrationRecorder(connection)
    starting.refuse_newer()
    recorder.record_applied("long_gone", "0001_app_that_was_taken_out")
    starting.refuse_newer()
    recorder.record_applied("assessments", "9999_of_a_later_release")

    with pytest.raises(Refused, match=r"assessments\.9999_of_a_later_release"):
        starting.refuse_newer()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (told_by_driver(OperationalError, sqlite3.SQLITE_CANTOPEN), "/x cannot be opened (as the"),
        (told_by_driver(OperationalError, sqlite3.SQLITE_READONLY), "Nothing can be written. "),
        (OSError(errno.ENOSPC, "No space left"), "The disk is full. "),
    ],
    ids=["away", "read-only", "full"],
)
def test_what_is_out_of_order_at_the_start_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/x"}
    monkeypatch.setitem(project.DATABASES, "default", engine)

    with pytest.raises(Refused) as refusal, starting.outages_refused():
        raise error

    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_failure_of_the_program_at_the_start_keeps_its_traceback() -> None:
    with pytest.raises(PermissionError), starting.outages_refused():
        raise PermissionError("ours")


def test_every_broken_rule_is_told_at_once(settings: Settings) -> None:
    settings.SECRET_KEY = "short"
    settings.WEB_PROCESSES = 2
    settings.ALLOWED_HOSTS = ["*"]

    with pytest.raises(Refused) as refusal:
        starting.refuse_unsafe()

    assert "remit.E003" in str(refusal.value)
    assert "remit.E005" in str(refusal.value)
