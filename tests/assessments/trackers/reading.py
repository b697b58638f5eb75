"""The bundled matrix as rows of a tracker are matched with it, and a tracker read as guessed."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from assessments.readers.trackers import (
    Certainty,
    Known,
    KnownActivity,
    Layout,
    RowMatch,
    entries_of,
    guess,
    match_rows,
    places_of,
    read_tracker,
    said_of,
)
from matrix.comparing.texts import same_words
from matrix.readers import Choice, ReadMatrix, read_matrix

FIXTURES = Path(__file__).parents[3] / "fixtures"
PEOPLE = frozenset({"marie dupont", "karim", "reseau", "a martin", "jane doe", "paul"})


@cache
def seed() -> ReadMatrix:
    """Read the bundled matrix: 57 activities."""
    page = FIXTURES / "public-cloud-instances.fr.md"
    return read_matrix(page.read_bytes(), Choice("page.fr.md"))


@cache
def activities() -> tuple[KnownActivity, ...]:
    """Return its activities in both languages; the key of each is its position from 1."""
    labels = json.loads((FIXTURES / "public-cloud-instances.labels.en.json").read_text())
    english = {each["line"]: each["text"] for each in labels["activities"]}
    return tuple(
        KnownActivity(
            str(each.position), (each.text, english[each.line]), places_of(*_titles(each.section))
        )
        for each in seed().activities
    )


def _titles(section: int | None) -> list[str]:
    titles = []
    while section is not None:
        found = seed().sections[section]
        titles += [f"{found.number} {found.title}", found.title]
        section = found.parent
    return titles


@cache
def known() -> Known:
    """Return what helps to tell the columns."""
    return Known(
        activities=frozenset(same_words(text) for each in activities() for text in each.texts),
        sections=frozenset(place for each in activities() for place in each.places),
        people=PEOPLE,
    )


@dataclass(frozen=True)
class Adopted:
    """What became of a tracker: how it was read, and what it says by position of the activity."""

    layout: Layout
    matches: tuple[RowMatch, ...]
    says: dict[int, dict[str, str]]
    notices: list[tuple[str, str]]

    @property
    def columns(self) -> dict[str, int]:
        """Return the column of each role."""
        return {role.value: column for role, column in self.layout.columns.items()}

    def lines(self, certainty: Certainty) -> list[int]:
        """Return the lines that were matched so."""
        return [match.line for match in self.matches if match.certainty == certainty]


def adopted(content: bytes, *, name: str = "", chosen: dict[int, str] | None = None) -> Adopted:
    """Read a tracker as it is guessed, and say what it says."""
    tracker = read_tracker(content, name=name)
    layout = guess(tracker, known())
    entries = entries_of(tracker.sheets[layout.sheet], layout, known())
    matches = match_rows([each.row for each in entries], activities(), chosen=chosen or {})
    said = said_of(entries, matches, activities())
    says = {
        int(row.key or 0): {field.value: value.text for field, value in row.values.items()}
        for row in said.rows
    }
    return Adopted(layout, matches, says, [(each.code, each.place) for each in said.notices])


def text_of(*rows: Sequence[str], sign: str = "\t") -> str:
    """Return rows as a text parted by a sign."""
    return "\n".join(sign.join(row) for row in rows)


def workbook_of(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """Return a workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
