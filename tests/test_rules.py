"""Rules about the repository itself: what HOUSE.md asks for and a tool can see."""

import hashlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from raci_project import settings as project
from tests.messages import APPS, ROOT

FORBIDDEN_NAMES = {"utils", "helpers", "common", "mixins", "managers", "core", "signals"}
PYTHON = sorted(path for app in (*APPS, "tests") for path in (ROOT / app).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What every mail is set in: no reader of mails asks us for a stylesheet.
MAIL_STYLE = ROOT / "templates" / "account" / "email" / "base_message.html"
STATIC = sorted(path for kind in ("*.css", "*.js") for path in (ROOT / "static").rglob(kind))
CONFIGURATION = ROOT / "docs" / "configuration.md"

# Pages that somebody who is not signed in must be able to open.
PUBLIC = {
    "healthz",
    "readyz",
    "metrics",
    "accounts:language",
    "accounts:invitation",
    "accounts:accept_invitation",
    "accounts:summaries",
    "accounts:end_summaries",
    "assessments:calendar",
    "assessments:shared",
    "assessments:open_shared",
    "assessments:shared_xlsx",
    "assessments:shared_workbook",
    "assessments:shared_pack",
    "assessments:shared_proof",
    "assessments:shared_file",
    "assessments:still_true",
    "assessments:confirm_still_true",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "accounts:sign_in_by_provider",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}
SAMPLES = {"int": "1", "slug": "some-name", "str": "some-name"} | {
    "uuid": "00000000-0000-4000-8000-000000000000"
}


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lines(path: Path) -> int:
    return path.read_text().count("\n")


def _routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _routes(pattern.url_patterns, route, namespace + inner)
        else:
            yield f"{namespace}{pattern.name}", route


ROUTES = dict(_routes(get_resolver().url_patterns))


def _modules(*layers: str) -> Iterator[str]:
    for app in APPS:
        for layer in layers:
            folder, file = ROOT / app / layer, ROOT / app / f"{layer}.py"
            if file.exists() or folder.exists():
                yield f"{app}.{layer}"
            for each in pkgutil.iter_modules([str(folder)]):
                yield f"{app}.{layer}.{each.name}"


def test_imports_run_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert status == EXIT_STATUS_SUCCESS


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.asvs("8.2.1")
@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROUTES.keys() - PUBLIC))
def test_a_visitor_is_asked_to_sign_in(name: str, client: Client) -> None:
    path = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[str(m[1] or "str")], ROUTES[name])

    answers = [client.get(path), client.post(path)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers)


def test_every_public_page_exists() -> None:
    assert ROUTES.keys() >= PUBLIC


def test_every_route_has_a_name() -> None:
    assert not [name for name in ROUTES if name.endswith("None")]


@pytest.mark.parametrize("module", sorted(_modules("services", "selectors", "scoring")))
def test_every_service_and_selector_says_what_it_promises(module: str) -> None:
    members = vars(import_module(module)).items()
    public = {name: each for name, each in members if not name.startswith("_")}
    ours = {name: each for name, each in public.items() if _is_defined_in(each, module)}

    undocumented = [name for name, each in ours.items() if not each.__doc__]

    assert not undocumented


def _is_defined_in(thing: object, module: str) -> bool:
    is_code = inspect.isfunction(thing) or inspect.isclass(thing)
    return is_code and thing.__module__ == module


def test_every_model_says_what_it_is() -> None:
    models = [each for app in APPS[1:] for each in apps.get_app_config(app).get_models()]

    # Django writes "Name(field, ...)" where there is no docstring.
    undocumented = [each for each in models if (each.__doc__ or "").startswith(each.__name__)]

    assert models
    assert not undocumented


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app in APPS}

    undocumented = {name for name in ours if f"`{name}" not in CONFIGURATION.read_text()}

    assert ours
    assert not undocumented


def test_every_variable_is_documented() -> None:
    sources = [path for path in PYTHON if path.parts[len(ROOT.parts)] != "tests"]
    reading = re.compile(r"(?:env\.\w+|environ\.get)\(\s*\"([A-Z_]+)\"|environ\[\"([A-Z_]+)\"")
    found = {"".join(each) for path in sources for each in reading.findall(path.read_text())}

    undocumented = {name for name in found if f"`{name}`" not in CONFIGURATION.read_text()}

    assert "DATABASE_URL" in found
    assert not undocumented


def test_every_variable_that_is_documented_is_read() -> None:
    table = CONFIGURATION.read_text().partition("## Variables")[2].partition("\n## ")[0]
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", table, re.MULTILINE))
    ours = [path for path in PYTHON if path.parts[len(ROOT.parts)] != "tests"]
    source = "".join(path.read_text() for path in ours)

    unread = {name for name in documented if not re.search(rf"[\"']{name}[\"']", source)}

    assert len(documented) > 40
    assert not unread


def test_files_keep_to_their_budget() -> None:
    written = [path for path in PYTHON + STATIC if "migrations" not in path.parts]

    too_long = {_relative(path): _lines(path) for path in written if _lines(path) > 300}
    too_long |= {_relative(path): _lines(path) for path in TEMPLATES if _lines(path) > 120}

    assert not too_long


def test_files_are_named_for_what_they_hold() -> None:
    names = {_relative(path): {path.stem, path.parent.name} for path in PYTHON}

    assert not [path for path, found in names.items() if found & FORBIDDEN_NAMES]


def test_migrations_are_named_for_what_they_do() -> None:
    migrations = [path.stem for path in PYTHON if path.parent.name == "migrations"]

    assert not [name for name in migrations if re.search(r"_(auto|alter)_|initial", name)]


def test_templates_hold_no_style_and_no_script() -> None:
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:")

    others = [path for path in TEMPLATES if path != MAIL_STYLE]
    assert not [_relative(path) for path in others if inline.search(path.read_text())]


def test_fragments_list_what_they_need() -> None:
    fragments = [path for path in TEMPLATES if path.name.startswith("_")]

    assert not [_relative(path) for path in fragments if path.read_text()[:2] != "{#"]


def test_colours_are_named_once() -> None:
    known = {ROOT / "static" / "css" / "tokens.css", MAIL_STYLE}
    written = [path for path in STATIC + TEMPLATES if path not in known]
    # An id in a link or a sprite is no colour: those stand behind a letter, a quote or a slash.
    colour = re.compile(r"[:\s,(]#(?:[0-9a-fA-F]{3,4}){1,2}\b")

    assert not [_relative(path) for path in written if colour.search(path.read_text())]


@pytest.mark.asvs("15.2.4")
def test_what_others_wrote_is_unchanged() -> None:
    folder = ROOT / "static"
    manifest = json.loads((folder / "vendor" / "MANIFEST.json").read_text())

    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in manifest}

    assert found == manifest


@pytest.mark.asvs("15.2.4")
@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.txt")), ids=_relative)
def test_the_lock_names_no_host_and_a_hash_for_everything(path: Path) -> None:
    text = path.read_text()
    pins = re.findall(r"^[\w.\[\]-]+==[^\n]*(?:\n    --hash[^\n]*)+", text, re.MULTILINE)

    assert "://" not in text
    assert "-url" not in text
    assert len(pins) == len(re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)) > 0


def test_decisions_are_short() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))

    assert decisions
    assert all(re.match(r"\d{4}-[a-z0-9-]+$", path.stem) for path in decisions)
    assert not [path.name for path in decisions if _lines(path) > 40]


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("fixtures/R*.md")]
    links = [
        (path, target)
        for path in documents
        for target in re.findall(r"\]\((?!\w+:)([^)#\s]+)[^)]*\)", path.read_text())
    ]

    assert not [
        f"{_relative(path)}: {to}" for path, to in links if not (path.parent / to).exists()
    ]


@pytest.mark.asvs("11.4.2")
def test_passwords_are_hashed_with_argon2() -> None:
    assert project.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.asvs("15.2.3", "13.4.2")
def test_what_makes_development_easy_is_not_installed() -> None:
    installed = set(settings.INSTALLED_APPS)

    assert "django.contrib.admin" not in installed
    assert not settings.DEBUG
