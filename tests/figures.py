"""The figures of docs/reliability.md: each campaign of the Makefile keeps there what it measured.

A figure stands under its command, its engine and its name; a run replaces its own and leaves the
others, so that the page always says when and where each was last reached.
"""

import fcntl
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
BEGIN: Final = "<!-- figures -->"
END: Final = "<!-- end of figures -->"

_HEADING: Final = ("What", "Figure", "Command", "Engine", "Date", "Machine")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `engine` is "none" where none took part.

    The table prints a short name of the machine, and a list below it says which that is.
    """

    what: str
    figure: str
    command: str
    engine: str
    date: str
    machine: str

    @property
    def place(self) -> tuple[str, str, str]:
        """What is replaced by a later run: a newer release of an engine is the same engine."""
        return self.command, self.engine.split()[0], self.what


def keep(
    command: str, rows: Mapping[str, str], *, engine: str | None = None, page: Path = PAGE
) -> None:
    """Print what a command measured, and keep it in the table of `page`.

    `rows` are figures by what they are of, without line ends and bars; `engine` is that of the
    database Django is connected to, unless it is said ("none" for a campaign without one).
    """
    named = engine or _engine()
    day, machine = f"{datetime.now(UTC):%Y-%m-%d}", _machine()
    found = [Figure(what, said, command, named, day, machine) for what, said in rows.items()]
    if any(set("|\n") & set(text) for each in found for text in astuple(each)):
        raise ValueError(f"a figure is one line without bars: {dict(rows)}")
    with page.open("r+", encoding="utf-8") as file:
        # Two campaigns may end at once.
        fcntl.flock(file, fcntl.LOCK_EX)
        text = _with(file.read(), found)
        file.seek(0)
        file.write(text)
        file.truncate()
    for each in found:
        sys.stdout.write(f"{each.what}: {each.figure} ({each.engine})\n")


def kept(page: Path = PAGE) -> list[Figure]:
    """Return the figures of a page, in its order."""
    return list(_figures(page.read_text("utf-8")))


def _with(text: str, found: list[Figure]) -> str:
    standing = {each.place: each for each in _figures(text)} | {each.place: each for each in found}
    lines = sorted(standing.values(), key=lambda each: each.place[:2])
    machines = dict.fromkeys(each.machine for each in lines)
    names = {machine: f"M{number}" for number, machine in enumerate(machines, 1)}
    short = [replace(each, machine=names[each.machine]) for each in lines]
    table = [_HEADING, tuple("---" for _ in _HEADING), *map(astuple, short)]
    written = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    written += "\n\n" + "\n".join(f"- {name}: {machine}" for machine, name in names.items())
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{written}\n{END}{after}"


def _figures(text: str) -> Iterator[Figure]:
    table, _blank, list_ = text.partition(BEGIN)[2].partition(END)[0].strip().partition("\n\n")
    machines = dict(re.findall(r"^- (M\d+): (.+)$", list_, re.MULTILINE))
    for line in table.splitlines()[2:]:
        found = Figure(*line.strip("| ").split(" | "))
        yield replace(found, machine=machines[found.machine])


def _engine() -> str:
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        return "none"
    from django.db import connection

    if connection.vendor == "sqlite":
        from sqlite3 import sqlite_version

        return f"SQLite {sqlite_version}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    parts = (
        _processor(),
        f"{os.cpu_count()} cores",
        f"{memory:.0f} GB",
        f"Python {platform.python_version()}",
        system,
    )
    return ", ".join(parts)


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _told_of_processors(), re.MULTILINE)
    return re.sub(r"\((?:R|TM)\)", "", found[1]) if found else platform.machine()


def _told_of_processors() -> str:
    path = Path("/proc/cpuinfo")
    return path.read_text() if path.is_file() else ""
