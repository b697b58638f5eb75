"""What documents name is there: commands, targets, variables, routes, files and tests."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from tests.messages import ROOT
from tests.test_rules import ROUTES

DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")})
# Where programs, packages and data of a system are: no routes of ours.
_FOLDERS = ("/opt", "/etc", "/var", "/usr", "/backups", "/data", "/folder", "/run", "/dev")
# What others read: pip, gunicorn, PostgreSQL, systemd and the shell.
_OF_OTHERS = {"PATH", "VIRTUAL_ENV", "PYTHON", "ARGS"}


def _named(pattern: str, path: Path) -> Iterator[str]:
    for found in re.finditer(pattern, path.read_text(), re.MULTILINE):
        yield found[1]


def _quoted(path: Path) -> list[str]:
    return [*_named(r"(?<!`)`([^`\n]+)`(?!`)", path)]


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=_relative)
def test_commands_and_targets_are_there(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    commands = set(_named(r"manage\.py ([a-z_]+)", path)) - set(get_commands())
    made = set(_named(r"(?:^|`)make ([a-z][a-z-]*)", path)) - targets

    assert not commands
    assert not made


@pytest.mark.parametrize("path", DOCUMENTS, ids=_relative)
def test_variables_are_read_by_something(path: Path) -> None:
    named = {
        each for text in _quoted(path) for each in re.findall(r"\b[A-Z]+(?:_[A-Z0-9]+)+\b", text)
    }

    unread = {each for each in named - _OF_OTHERS if not _is_read(each)}

    assert not unread


def _is_read(variable: str) -> bool:
    return any(variable in text for text in _sources())


def _sources() -> list[str]:
    if not _SOURCES:
        kinds = ("*.py", "Makefile", "*.yaml", "*.sh", "*.in", "*.js")
        folders = [each for each in ROOT.iterdir() if each.is_dir() and each.name[0] != "."]
        files = [*ROOT.glob("*.py"), ROOT / "Makefile"]
        files += [path for each in folders for kind in kinds for path in each.rglob(kind)]
        _SOURCES.extend(path.read_text() for path in files if path != Path(__file__))
    return _SOURCES


_SOURCES: list[str] = []


@pytest.mark.parametrize("path", DOCUMENTS, ids=_relative)
def test_routes_lead_somewhere(path: Path) -> None:
    named = {each for each in _quoted(path) if re.fullmatch(r"/[a-z][a-z/-]*", each)}

    lost = {each for each in named if not each.startswith(_FOLDERS) and not _is_route(each)}

    assert not lost


def _is_route(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        # A prefix of routes is named as one, and static files are served beside them.
        return path == "/static/" or any(f"/{each}".startswith(path) for each in ROUTES.values())
    return True


@pytest.mark.parametrize("path", DOCUMENTS, ids=_relative)
def test_files_and_tests_are_there(path: Path) -> None:
    tops = {each.name for each in ROOT.iterdir() if each.is_dir()} - {"var"}
    named = {each for each in _quoted(path) if re.match(r"[\w.-]+/[\w./-]*$", each)}

    ours = {each for each in named if each.split("/")[0] in tops}
    # A pattern, or a place in a folder of the installation, names no one file.
    lost = {each for each in ours if not (ROOT / each).exists()}
    assert not lost


def test_every_document_is_in_the_list() -> None:
    listed = (ROOT / "docs" / "README.md").read_text()

    missing = [path.name for path in sorted((ROOT / "docs").glob("*.*")) if path.stem != "README"]

    assert not [name for name in missing if f"({name})" not in listed]
