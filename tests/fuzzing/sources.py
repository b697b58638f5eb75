"""Where a file to be read comes from: `hostile`, or mutants of a seed. One number, one file."""

import random
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from tests.evidence.hostile import families
from tests.fuzzing.importers import IMPORTERS
from tests.fuzzing.seeds import File
from tests.hostile.names import names
from tests.hostile.pages import markup, pages
from tests.hostile.separated import separated
from tests.hostile.workbooks import workbooks

HOSTILE: Final = "hostile"

Files = Mapping[str, Callable[[], File]]


def made(importer: str, source: str, number: int) -> File:
    """Make a file of an importer: hostile file `number`, or mutant `number` of seed `source`."""
    if source == HOSTILE:
        return list(hostile_files(importer).values())[number]()
    chance = random.Random(f"{source}/{importer}/{number}")  # noqa: S311  # no secret
    of = IMPORTERS[importer]
    return of.damage(chance, chance.choice(of.seeds()))


@cache
def hostile_files(importer: str) -> Files:
    """Return the hostile files of an importer, by what they are meant to do; {} for no such."""
    makers: dict[str, Callable[[], Files]] = {
        "markdown": lambda: _named("page.md", pages()),
        "html": lambda: _named("page.html", markup()),
        "csv": lambda: _named("table.csv", separated()),
        "xlsx": lambda: _named("book.xlsx", workbooks()),
        # The guard is the same: each of the two is given every other one.
        "working copy": lambda: _named("retour.xlsx", workbooks(), start=0, step=2),
        "tracker": lambda: (
            _named("suivi.xlsx", workbooks(), start=1, step=2) | _named("suivi.csv", separated())
        ),
        "evidence": _proofs,
        "name": lambda: {what: _file("", name) for what, name in names().items()},
    }
    return makers[importer]() if importer in makers else {}


def _named(
    name: str, makers: Mapping[str, Callable[[], bytes]], start: int = 0, step: int = 1
) -> dict[str, Callable[[], File]]:
    taken = list(makers.items())[start::step]
    return {what: lambda make=make: File(name, make()) for what, make in taken}  # type: ignore[misc]


def _proofs() -> Files:
    return {
        f"{family}, {number}: {name:.40}": _file(name, content)
        for family, uploads in families().items()
        for number, (name, content) in enumerate(uploads)
    }


def _file(name: str, content: bytes) -> Callable[[], File]:
    return lambda: File(name, content)
