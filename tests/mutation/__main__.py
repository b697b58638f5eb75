"""Try the mutants of every subject, or of those named: `python -m tests.mutation [NAME ...]`.

`MUTATE_SECONDS` bounds the time for the mutants of one subject (half an hour unless told): what is
left then is said, and the score is of those that were tried. Ends with 1 below the promise.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.figures import keep
from tests.mutation.subjects import SUBJECTS

PROMISED: Final = 90.0  # percent, SECURITY.md
_KINDS: Final = ("killed", "survived", "left")


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants of a module, or of a subject, were tried, and how many were killed."""

    name: str
    killed: int
    survived: int
    left: int = 0

    @property
    def percent(self) -> float:
        """Return the mutation score; 0 where nothing was tried."""
        return 100 * self.killed / max(1, self.killed + self.survived)

    def __str__(self) -> str:
        tried = self.killed + self.survived
        if not tried:
            return f"none of {self.left} mutants tried"
        left = f", {self.left} not tried" if self.left else ""
        return f"{self.percent:.1f} % ({self.killed} of {tried} mutants killed{left})"


def environment() -> dict[str, str]:
    """Return the variables of a run: on SQLite, whose file a fork copies, and with quick tests."""
    dropped = {"DATABASE_URL", "REMIT_REQUIRE"}
    return {name: value for name, value in os.environ.items() if name not in dropped}


def scores(name: str, told: Mapping[str, Sequence[Sequence[object]]]) -> Iterator[Score]:
    """Give the score of each module of a subject, then that of the subject."""
    counted = {kind: Counter(str(each[0]) for each in told[kind]) for kind in _KINDS}
    for path in sorted(set().union(*counted.values())):
        yield Score(path, *(counted[kind][path] for kind in _KINDS))
    yield Score(name, *(counted[kind].total() for kind in _KINDS))


def _told(name: str, arguments: Sequence[str]) -> Mapping[str, Sequence[Sequence[object]]]:
    """Try a subject in a process of its own, and return what it wrote down."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "outcome.json"
        command = [sys.executable, "-m", "tests.mutation.trying", name, str(into), *arguments]
        done = subprocess.run(  # noqa: S603
            command, check=False, stdout=subprocess.PIPE, text=True, env=environment()
        )
        if done.returncode or not into.exists():
            sys.exit(f"{name} could not be tried:\n{done.stdout[-4000:]}")
        found: Mapping[str, Sequence[Sequence[object]]] = json.loads(into.read_text())
    return found


def main() -> int:
    """Try what the arguments say and print it; keep the figures of whole subjects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[each.name for each in SUBJECTS])
    parser.add_argument("--most", type=int, default=0, help="mutants of a subject, 0 for all")
    parser.add_argument("--path", default="", help="those of one module only")
    asked = parser.parse_args()
    seconds = os.environ.get("MUTATE_SECONDS", "1800")
    arguments = ["--seconds", seconds, "--most", str(asked.most), "--path", asked.path]
    is_whole = not (asked.most or asked.path)
    is_reached = True
    for name in asked.names:
        told = _told(name, arguments)
        *modules, subject = scores(name, told)
        for score in (*modules, subject):
            sys.stdout.write(f"{score.name}: {score}\n")
        for failed in told["broken"]:
            sys.stdout.write(f"fails without any mutant: {failed}\n")
        if is_whole:
            engine = f"SQLite {sqlite3.sqlite_version}"
            keep("make mutate", {f"Mutation score of {name}": str(subject)}, engine=engine)
        is_reached = is_reached and subject.percent >= PROMISED and not told["broken"]
    return int(not is_reached)


if __name__ == "__main__":
    sys.exit(main())
