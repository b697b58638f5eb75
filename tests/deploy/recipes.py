"""Reading the recipes: the variables, the Dockerfile, what goes into the image, units."""

import re
import shlex
from collections.abc import Iterator
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.messages import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
# Of the compose file, not of Remit.
OF_COMPOSE = {"POSTGRES_PASSWORD"}


class Instruction(NamedTuple):
    """One instruction of a Dockerfile, its lines joined."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """Return the words behind the name, flags too."""
        return shlex.split(self.text)


def dockerfile() -> list[list[Instruction]]:
    """Return the stages of the Dockerfile, each beginning with its FROM."""
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    joined = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", " ")
    stages: list[list[Instruction]] = []
    for line in filter(str.strip, joined.splitlines()):
        name, _, text = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append(Instruction(name, re.sub(r" +", " ", text)))
    return stages


def compose() -> dict[str, Any]:
    """Return the compose file, its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def documented() -> set[str]:
    """Return the variables of the table in docs/configuration.md."""
    text = (ROOT / "docs" / "configuration.md").read_text()
    table = text.partition("## Variables")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", table, re.MULTILINE))


def example() -> dict[str, str]:
    """Return .env.example as variable to value, those behind a # too."""
    text = (ROOT / ".env.example").read_text()
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", text, re.MULTILINE))


def set_in_example() -> dict[str, str]:
    """Return what .env.example sets as it stands."""
    text = (ROOT / ".env.example").read_text()
    return dict(re.findall(r"^([A-Z][A-Z0-9_]+)=(.*)$", text, re.MULTILINE))


def unit(path: Path) -> ConfigParser:
    """Return a unit; of a key that stands there twice the last value."""
    found = ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign]  # keys have capitals
    found.read_string(path.read_text())
    return found


def in_the_image() -> Iterator[Path]:
    """Give the files that `COPY .` takes, by .dockerignore.

    Of its rules only those are understood that it has: nothing, but these, without such names.
    """
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    nothing, *rules = [line for line in lines if line and not line.startswith("#")]
    names = [rule.removeprefix("**/") for rule in rules if rule.startswith("**/")]
    tops = [rule[1:] for rule in rules if rule.startswith("!")]
    if nothing != "*" or rules != [
        *(f"!{top}" for top in tops),
        *(f"**/{name}" for name in names),
    ]:
        raise NotImplementedError(rules)
    for top in tops:
        path = ROOT / top
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            taken = file.relative_to(ROOT)
            if file.is_file() and not _has_a_name(taken, names):
                yield taken


def _has_a_name(path: Path, names: list[str]) -> bool:
    return any(fnmatch(part, name) for part in path.parts for name in names)
