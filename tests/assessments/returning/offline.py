"""Somebody who fills a working copy in offline, at random, and what each cell should mean.

What is typed into a cell is chosen together with its meaning: nothing here reads a cell, so that
what the product makes of it can be held against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Membership, Team
from tests.assessments.returning.books import WORDS, WorkingCopy

LEAVE: Final = object()
COVERAGES: Final = {
    "covered": ("covered", "couvert"),
    "partial": ("partial", "partiel"),
    "gap": ("gap", "écart"),
    "not_applicable": ("not applicable", "sans objet"),
    "unanswered": ("unanswered", "non renseigné"),
}
NOTES: Final = ("checked weekly", "été, à revoir", "=1+1 is two", "line one\nline two", "00012")
DAY_ZERO: Final = date(1899, 12, 30)

# The cells of a line: value, and the type openpyxl gives it.
Line = list[tuple[Any, str]]


@dataclass(frozen=True)
class Edit:
    """What somebody typed into the cell of a row, and what it should mean there.

    `meaning` is the value of the row's column, or LEAVE where the cell says nothing that could
    be taken.
    """

    row: int
    field: str
    typed: Any
    meaning: Any
    is_formula: bool = False


class Typist:
    """Types cells at random."""

    def __init__(
        self, random: Random, people: Sequence[Membership], teams: Sequence[Team]
    ) -> None:
        """Know who can be an owner."""
        self._random, self._people, self._teams = random, people, teams

    def edit(self, row: int) -> Edit:
        """Return one edit of a row."""
        field = self._random.choice(["coverage", "coverage", "note", "owner", "due", "reason"])
        if self._random.random() < 0.12:
            return Edit(row, field, None, LEAVE)
        if self._random.random() < 0.06:
            return Edit(row, field, "=SUM(1,2)", LEAVE, is_formula=True)
        if self._random.random() < 0.12:
            nothing = {"coverage": "unanswered", "due": None, "owner": None}.get(field, "")
            return Edit(row, field, self._random.choice(["-", "–", "—", " - "]), nothing)
        typed, meaning = getattr(self, f"_{field}")()
        return Edit(row, field, typed, meaning)

    def _coverage(self) -> tuple[Any, Any]:
        if self._random.random() < 0.1:
            return "presque", LEAVE
        code = self._random.choice(list(COVERAGES))
        typed = self._random.choice([*COVERAGES[code], code])
        dressed = [typed, typed.upper(), typed.title(), f"  {typed} "]
        return self._random.choice(dressed), code

    def _note(self) -> tuple[Any, Any]:
        if self._random.random() < 0.2:
            number = self._random.choice([12, 3.5, 46_387])
            return number, format(number, "g")
        if self._random.random() < 0.1:
            return "n" * 8_001, LEAVE
        text = self._random.choice(NOTES)
        return text, text

    def _reason(self) -> tuple[Any, Any]:
        text = self._random.choice(["no such data", "hébergé ailleurs"])
        return text, text

    def _due(self) -> tuple[Any, Any]:
        day = date(2027, 1, 1) + timedelta(days=self._random.randrange(40))
        return self._random.choice(
            [
                (day, day),
                (datetime(day.year, day.month, day.day, 12, 30), day),
                (day.isoformat(), day),
                (f"{day:%d/%m/%Y}", day),
                ((day - DAY_ZERO).days, day),
                ("bientôt", LEAVE),
            ]
        )

    def _owner(self) -> tuple[Any, Any]:
        if self._random.random() < 0.15:
            return "Personne d’ici", LEAVE
        if self._random.random() < 0.3:
            team = self._random.choice(self._teams)
            return team.name.upper(), ("team", team.pk)
        member = self._random.choice(self._people)
        typed = self._random.choice([member.user.email, member.user.name.lower()])
        return typed, ("member", member.pk)


def fill(copy: WorkingCopy, edits: Sequence[Edit]) -> None:
    """Type the edits into a working copy; what looks like a formula and is none stays a text."""
    for edit in edits:
        cell = copy.sheet.cell(edit.row + 2, copy.column(edit.field))
        cell.value = edit.typed
        if not edit.is_formula and isinstance(edit.typed, str):
            cell.data_type = "s"


def rearrange(copy: WorkingCopy, random: Random) -> set[int]:
    """Sort rows, move columns, put rows in between and above, rename: what people do.

    Return the places of the rows that were deleted.
    """
    heading, *rows = [
        [(cell.value, cell.data_type) for cell in line] for line in copy.sheet.iter_rows()
    ]
    deleted = {random.randrange(len(rows))} if random.random() < 0.5 else set()
    rows = [row for place, row in enumerate(rows) if place not in deleted]
    if random.random() < 0.5:
        random.shuffle(rows)
    if random.random() < 0.5:
        order = random.sample(range(len(heading)), len(heading))
        heading, *rows = ([line[place] for place in order] for line in (heading, *rows))
    if random.random() < 0.3:
        heading = _translated(heading)
    for _ in range(random.randrange(4)):
        rows.insert(random.randrange(len(rows)), [("our own line", "s"), ("", "s")])
    above = [[("Filled in by us", "s")] for _ in range(random.randrange(3))]
    title = random.choice([copy.sheet.title, "Our copy", "2026 · à faire"])
    _write_anew(copy, title, [*above, heading, *rows])
    if random.random() < 0.3:
        for name in {sheet.title for sheet in copy.book.worksheets} - {title, "_meta"}:
            copy.book.remove(copy.book[name])
    return deleted


def _write_anew(copy: WorkingCopy, title: str, lines: Sequence[Line]) -> None:
    """Put lines into a sheet of their own where the sheet was."""
    place = copy.book.index(copy.sheet)
    copy.book.remove(copy.sheet)
    made = copy.book.create_sheet(title, place)
    assert isinstance(made, Worksheet)
    for number, line in enumerate(lines, start=1):
        for column, (value, kind) in enumerate(line, start=1):
            cell = made.cell(number, column)
            cell.value = value
            if kind == "s" and isinstance(value, str):
                cell.data_type = "s"


def _translated(heading: Line) -> Line:
    """Return headings with those of the fields in the other language."""
    french, english = WORDS["fr"], WORDS["en"]
    to_french = {english[name]: french[name] for name in english}
    is_english = any(value == english["coverage"] for value, _kind in heading)
    other = to_french if is_english else {there: here for here, there in to_french.items()}
    return [(other.get(str(value), value), kind) for value, kind in heading]
