"""An installation that others can reach is refused until it is safe, and told what to set."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from accounts.models import Organisation
from raci_project import checks
from tests.builders import make_organisation

IN_PRODUCTION = {
    "IS_IN_PRODUCTION": True,
    "SITE_URL": "https://remit.example",
    "IS_SERVED_BY_HTTPS": True,
    "ALLOWED_HOSTS": ["remit.example"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example",
    "EMAIL_HOST_PASSWORD": "",
    "DEFAULT_FROM_EMAIL": "remit@remit.example",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz" * 2,
    "AUDIT_KEY": "zyxwvutsrqponmlkjihgfedcba" * 2,
}


@pytest.fixture
def production(settings: Settings) -> Settings:
    """Return the settings of a production that is safe, for one test to spoil."""
    for name, value in IN_PRODUCTION.items():
        setattr(settings, name, value)
    return settings


def broken() -> dict[str, str]:
    """Return what the rules say now: the number of each message, and its text and hint."""
    found = run_checks(tags=[checks.TAG])
    return {str(each.id): f"{each.msg} {each.hint}" for each in found}


def test_a_safe_production_starts(production: Settings) -> None:
    assert not broken()


def test_the_embedded_installation_starts_as_it_is() -> None:
    assert not broken()


@pytest.mark.parametrize(
    ("name", "value", "told", "variable"),
    [
        pytest.param("IS_SERVED_BY_HTTPS", False, "remit.E001", "SITE_URL", id="no https"),
        pytest.param(
            "DEBUG", True, "remit.E002", "DEBUG", id="debug", marks=pytest.mark.asvs("13.4.2")
        ),
        pytest.param("ALLOWED_HOSTS", ["*"], "remit.E003", "ALLOWED_HOSTS", id="any host"),
        pytest.param("ALLOWED_HOSTS", [], "remit.E003", "ALLOWED_HOSTS", id="not its host"),
        pytest.param(
            "EMAIL_BACKEND",
            "django.core.mail.backends.filebased.EmailBackend",
            "remit.E004",
            "EMAIL_URL",
            id="mail to files",
        ),
        pytest.param("SECRET_KEY", "short", "remit.E005", "SECRET_KEY", id="short key"),
        pytest.param("AUDIT_KEY", "a" * 64, "remit.E005", "AUDIT_KEY", id="plain key"),
        pytest.param(
            "SECRET_KEY",
            f"django-insecure-{'abcdefghij' * 5}",
            "remit.E006",
            "SECRET_KEY",
            id="sample",
        ),
        pytest.param(
            "AUDIT_KEY", IN_PRODUCTION["SECRET_KEY"], "remit.E007", "AUDIT_KEY", id="same keys"
        ),
        pytest.param("EMAIL_HOST_PASSWORD", "x", "remit.W001", "EMAIL_URL", id="mail in clear"),
        pytest.param(
            "DEFAULT_FROM_EMAIL", "remit@localhost", "remit.W002", "MAIL_FROM", id="sender"
        ),
    ],
)
def test_what_is_unsafe_is_told_with_its_variable(
    production: Settings, name: str, value: object, told: str, variable: str
) -> None:
    setattr(production, name, value)

    found = broken()

    assert list(found) == [told]
    assert variable in found[told]


@pytest.mark.parametrize("name", ["remit.example", "*", "192.168.1.7"])
def test_a_name_of_the_network_asks_for_the_address_people_use(
    settings: Settings, name: str
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", name]

    found = broken()

    assert "Set SITE_URL" in found["remit.E003"]


def test_a_key_that_the_example_shows_is_refused(production: Settings, tmp_path: Path) -> None:
    lines = f"# SECRET_KEY={production.SECRET_KEY}\nAUDIT_KEY=\nPORT=8000\n"
    (tmp_path / ".env.example").write_text(lines)
    production.BASE_DIR = tmp_path

    found = broken()

    assert list(found) == ["remit.E006"]


@pytest.mark.asvs("13.3.2")
@pytest.mark.parametrize("name", ["DATA_DIR", "SECRETS_FILE", "VAULT_FOLDER"])
def test_what_others_can_read_is_refused_with_the_command_that_mends_it(
    name: str, tmp_path: Path, production: Settings
) -> None:
    tmp_path.chmod(0o755)
    setattr(production, name, tmp_path)

    found = broken()

    assert f"chmod o-rwx {tmp_path}" in found["remit.E008"]


def test_a_try_out_in_an_open_folder_is_only_warned(tmp_path: Path, settings: Settings) -> None:
    tmp_path.chmod(0o755)
    settings.DATA_DIR = tmp_path

    assert list(broken()) == ["remit.W008"]


@pytest.mark.parametrize(
    ("engine", "processes", "is_refused"),
    [("sqlite3", 1, False), ("sqlite3", 2, True), ("postgresql", 4, False)],
)
def test_sqlite_has_one_web_process(
    engine: str,
    processes: int,
    is_refused: bool,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.WEB_PROCESSES = processes
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": f"backends.{engine}"})

    found = checks.process_rules()

    assert [each.id for each in found] == (["remit.E009"] if is_refused else [])


@pytest.mark.parametrize(
    ("host", "options", "is_told"),
    [
        pytest.param("db.example", {}, True, id="elsewhere"),
        pytest.param("", {"host": "db.example"}, True, id="elsewhere, named as an option"),
        pytest.param("db.example", {"sslmode": "disable"}, False, id="decided"),
        pytest.param("127.0.0.1", {}, False, id="here"),
        pytest.param("", {"host": "/run/postgresql"}, False, id="by socket"),
    ],
)
def test_the_way_to_a_database_elsewhere_is_to_be_decided(
    host: str,
    options: dict[str, str],
    is_told: bool,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    named = {"ENGINE": "backends.postgresql", "HOST": host, "OPTIONS": options}
    monkeypatch.setitem(settings.DATABASES, "default", named)

    found = checks.connection_rules()

    assert [each.id for each in found] == (["remit.W003"] if is_told else [])


@pytest.mark.asvs("6.3.2")
@pytest.mark.django_db
def test_production_holds_no_demo_organisation(production: Settings) -> None:
    demo = make_organisation()
    Organisation.objects.filter(pk=demo.pk).update(is_demo=True)

    (found,) = checks.demo_rules(databases=["default"])

    assert found.id == "remit.E010"
    assert f"delete_organisation {demo.slug} " in str(found.hint)


@pytest.mark.django_db
def test_no_worker_works_beside_a_demo_organisation(production: Settings) -> None:
    Organisation.objects.filter(pk=make_organisation().pk).update(is_demo=True)

    with pytest.raises(SystemCheckError, match=r"remit\.E010"):
        call_command("work", until_empty=True)


@pytest.mark.django_db
def test_other_organisations_are_welcome(production: Settings) -> None:
    make_organisation()

    assert not checks.demo_rules(databases=["default"])


def test_the_embedded_installation_keeps_its_demo() -> None:
    assert not checks.demo_rules(databases=["default"])


@pytest.mark.django_db
def test_an_empty_database_is_no_reason_to_refuse(
    production: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Organisation._meta, "db_table", "not_made_yet")

    assert not checks.demo_rules(databases=["default"])
