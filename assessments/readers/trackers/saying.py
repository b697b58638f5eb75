"""What the rows of a tracker say of activities, once columns, words and rows are settled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.readers.said import Field, Notice, NoticeCode, Said, SaidRow, SaidValue
from assessments.readers.trackers.guessing import Known
from assessments.readers.trackers.layout import Layout, cell, columns_of, rows_below
from assessments.readers.trackers.matches import (
    Certainty,
    KnownActivity,
    RowMatch,
    TrackerRow,
    places_of,
)
from assessments.readers.trackers.people import owner_key
from assessments.readers.trackers.tables import Sheet
from assessments.readers.trackers.values import (
    day_of,
    is_blank,
    is_month_first,
    word_key,
    words_of,
)
from assessments.readers.trackers.vocabulary import COVERAGES, NOT_APPLICABLE, Role
from matrix.comparing.texts import same_words
from matrix.readers.grids.cells import GridRow


@dataclass(frozen=True, slots=True)
class TrackerEntry:
    """A row that says something: what to match it by, and the values it holds."""

    row: TrackerRow
    place: str
    values: Mapping[Field, SaidValue]


def entries_of(sheet: Sheet, layout: Layout, known: Known) -> tuple[TrackerEntry, ...]:
    """Return the rows that say something, in the order of the sheet.

    A row that is nothing but the title of a section names the section of those below it; where a
    column holds the sections, an empty cell repeats the one above, as merged cells do.
    """
    return tuple(_Reader(sheet, layout, known).entries())


def said_of(
    entries: Sequence[TrackerEntry],
    matches: Sequence[RowMatch],
    activities: Sequence[KnownActivity],
) -> Said:
    """Return what the matched rows say, and a notice for each row that says what none takes.

    Rows of activities outside the scope are left out.
    """
    rows: list[SaidRow] = []
    notices: list[Notice] = []
    for entry, match in zip(entries, matches, strict=True):
        place, text = entry.place, entry.row.text
        if match.activity is None:
            is_twice = match.certainty == Certainty.TWICE
            code = NoticeCode.TWICE if is_twice else NoticeCode.UNMATCHED
            notices.append(Notice(code, place, text))
        elif key := activities[match.activity].key:
            rows.append(SaidRow(place, key, text, entry.values))
    return Said(tuple(rows), tuple(notices))


class _Reader:
    """Reads the rows of a sheet from top to bottom."""

    def __init__(self, sheet: Sheet, layout: Layout, known: Known) -> None:
        self._rows = rows_below(sheet, layout.header)
        self._columns = layout.columns
        self._owners = layout.owners
        self._known = known
        self._names = [each.name for each in columns_of(sheet, layout.header)]
        self._prefix = f"{sheet.name}!" if sheet.name else ""
        self._coverages = self._coverages_of(layout)
        self._month_first = is_month_first(self._text(row, Role.DUE) for row in self._rows)

    def entries(self) -> Iterator[TrackerEntry]:
        """Yield the rows that say something and are no titles."""
        title, section = "", ""
        for row in self._rows:
            if self._is_title(row):
                title, section = next(filter(None, row.cells)), ""
                continue
            section = self._text(row, Role.SECTION) or section
            if values := self._values(row):
                text = self._text(row, Role.ACTIVITY)
                places = places_of(section, title)
                found = TrackerRow(row.number, text, places)
                yield TrackerEntry(found, f"{self._prefix}{row.number}", values)

    def _coverages_of(self, layout: Layout) -> dict[str, str]:
        """Return the coverage of each word of state: as decided, else as guessed."""
        words = words_of(self._text(row, Role.COVERAGE) for row in self._rows)
        decided = {word.key: layout.words.get(word.key, word.guess) for word in words}
        return {key: coverage for key, coverage in decided.items() if coverage in COVERAGES}

    def _text(self, row: GridRow, role: Role) -> str:
        return cell(row, self._columns.get(role))

    def _is_title(self, row: GridRow) -> bool:
        filled = [text for text in row.cells if text]
        if len({*filled}) != 1 or same_words(filled[0]) in self._known.activities:
            return False
        is_elsewhere = not self._text(row, Role.ACTIVITY)
        is_known = not self._known.sections.isdisjoint(places_of(filled[0]))
        return row.is_spanning or is_elsewhere or is_known

    def _values(self, row: GridRow) -> dict[Field, SaidValue]:
        word = self._text(row, Role.COVERAGE)
        coverage = "" if is_blank(word) else self._coverages.get(word_key(word), "")
        owner, note = self._text(row, Role.OWNER), self._text(row, Role.INTERNAL_NOTE)
        texts = {
            Field.COVERAGE: (Role.COVERAGE, coverage),
            Field.OWNER: (Role.OWNER, self._owners.get(owner_key(owner), owner)),
            Field.INTERNAL_NOTE: (Role.INTERNAL_NOTE, note),
            **self._prose(row, coverage),
        }
        due = self._text(row, Role.DUE)
        day = day_of(due, month_first=self._month_first)
        texts[Field.DUE] = (Role.DUE, day.isoformat() if day else due)
        return {
            name: SaidValue(self._place(row, role), text)
            for name, (role, text) in texts.items()
            if not is_blank(text)
        }

    def _prose(self, row: GridRow, coverage: str) -> dict[Field, tuple[Role, str]]:
        """Return reason and note. Only what is not applicable has a reason, and it must.

        There a comment stands in for a reason that is missing; elsewhere a reason is a comment.
        """
        reason, note = self._text(row, Role.REASON), self._text(row, Role.NOTE)
        reason, note = ("" if is_blank(each) else each for each in (reason, note))
        if coverage == NOT_APPLICABLE:
            if reason:
                return {Field.REASON: (Role.REASON, reason), Field.NOTE: (Role.NOTE, note)}
            return {Field.REASON: (Role.NOTE, note)}
        role = Role.NOTE if note else Role.REASON
        return {Field.NOTE: (role, "\n".join(filter(None, (note, reason))))}

    def _place(self, row: GridRow, role: Role) -> str:
        name = self._names[self._columns[role]]
        return f"{self._prefix}{row.number} · {name}" if name else f"{self._prefix}{row.number}"
