"""The first page of an adoption: sheet, names, columns, words of state, each as it was guessed."""

from dataclasses import dataclass

from assessments.models import Intake
from assessments.readers.trackers import (
    COVERAGES,
    MAX_NAMES,
    MAX_WORDS,
    Layout,
    Person,
    Role,
    Sheet,
    columns_of,
    names_of,
    rows_below,
    words_of,
)
from assessments.readers.trackers.guessing import MAX_HEADER
from assessments.readers.trackers.layout import cell
from assessments.selectors.adopting.activities import people_of
from assessments.selectors.adopting.table import layout_of, tracker_of

_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A row that may hold the names: its index in the sheet, its number there, what it says."""

    index: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column: its name, up to three of its values, and its role, "" for none."""

    index: int
    name: str
    samples: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of state: how often it stands there, and the coverage it is taken for, "" for none.

    `is_known` tells a word that was understood, or decided, from one that was not.
    """

    key: str
    text: str
    count: int
    coverage: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """An owner as the file has it: how often, and the value of whom it is taken for, or ""."""

    key: str
    text: str
    count: int
    person: str


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """How a tracker is read so far. `rows` are those below the names; `more_words` are not shown.

    `left_out` are the sheets that are too large, `people` those who can be chosen for `owners`.
    """

    sheets: tuple[str, ...]
    left_out: tuple[str, ...]
    layout: Layout
    headers: tuple[HeaderRow, ...]
    columns: tuple[ColumnLine, ...]
    words: tuple[WordLine, ...]
    more_words: int
    owners: tuple[OwnerLine, ...]
    people: tuple[Person, ...]
    rows: int

    @property
    def words_of(self) -> str:
        """Return what words and owners depend on, as the form sends it back."""
        layout = self.layout
        columns = (layout.columns.get(role, -1) for role in (Role.COVERAGE, Role.OWNER))
        return ".".join(map(str, (layout.sheet, layout.header, *columns)))


def columns_page(intake: Intake) -> ColumnsPage:
    """Return how the tracker of an intake is read so far. Two queries."""
    tracker, layout = tracker_of(intake), layout_of(intake)
    sheet = tracker.sheets[layout.sheet]
    roles = {column: role.value for role, column in layout.columns.items()}
    words, more = _words(sheet, layout)
    people = people_of(intake.assessment.organisation)
    return ColumnsPage(
        sheets=tuple(each.name for each in tracker.sheets),
        left_out=tracker.left_out,
        layout=layout,
        headers=tuple(
            HeaderRow(index, row.number, " · ".join([*filter(None, row.cells)][:_MOST_NAMES]))
            for index, row in enumerate(sheet.rows[:MAX_HEADER])
        ),
        columns=tuple(
            ColumnLine(each.index, each.name, each.samples, roles.get(each.index, ""))
            for each in columns_of(sheet, layout.header)
            if each.samples
        ),
        words=words,
        more_words=more,
        owners=_owners(sheet, layout, people),
        people=people,
        rows=len(rows_below(sheet, layout.header)),
    )


def _words(sheet: Sheet, layout: Layout) -> tuple[tuple[WordLine, ...], int]:
    column = layout.columns.get(Role.COVERAGE)
    found = words_of(cell(row, column) for row in rows_below(sheet, layout.header))
    lines = []
    for word in found[:MAX_WORDS]:
        coverage = layout.words.get(word.key, word.guess)
        is_known = word.key in layout.words or coverage in COVERAGES
        lines.append(WordLine(word.key, word.text, word.count, coverage, is_known))
    return tuple(lines), len(found) - len(lines)


def _owners(sheet: Sheet, layout: Layout, people: tuple[Person, ...]) -> tuple[OwnerLine, ...]:
    column = layout.columns.get(Role.OWNER)
    found = names_of((cell(row, column) for row in rows_below(sheet, layout.header)), people)
    return tuple(
        OwnerLine(name.key, name.text, name.count, layout.owners.get(name.key, name.guess))
        for name in found[:MAX_NAMES]
    )
