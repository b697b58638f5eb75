"""The second page of an adoption: which row of the tracker is which activity, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.models import Intake
from assessments.readers.said import Said
from assessments.readers.trackers import (
    Certainty,
    Layout,
    RowMatch,
    TrackerEntry,
    entries_of,
    match_rows,
    rows_below,
    said_of,
)
from assessments.selectors.adopting.activities import (
    EditionActivities,
    ShownActivity,
    activities_of,
    known_of,
)
from assessments.selectors.adopting.table import layout_of, tracker_of

# More rows than this are not decided one by one: they are left out, and the page says so.
MOST_ASKED = 200


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of the tracker with the activity it is."""

    line: int
    text: str
    activity: ShownActivity


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row to be decided: `offered` are the activities it may be, `chosen` the key of one, or "".

    `is_twice` when another row of the file is the same activity.
    """

    line: int
    text: str
    offered: tuple[ShownActivity, ...]
    chosen: str
    is_twice: bool


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A row that nothing is taken of."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Every row of the tracker that says something, once; in the order of the file.

    `outside` are of activities outside the scope, `unmatched` similar to nothing. `not_shown`
    counts the rows to be decided that are too many; `silent` the others below the names: titles,
    and rows that say nothing.
    """

    same: tuple[MatchedRow, ...]
    asked: tuple[AskedRow, ...]
    outside: tuple[MatchedRow, ...]
    unmatched: tuple[OtherRow, ...]
    not_shown: int
    silent: int

    @property
    def total(self) -> int:
        """Return how many rows say something."""
        groups = (self.same, self.asked, self.outside, self.unmatched)
        return sum(map(len, groups)) + self.not_shown

    @property
    def matched(self) -> int:
        """Return how many rows are an activity of the assessment as it stands."""
        return len(self.same) + sum(bool(row.chosen) for row in self.asked)

    @property
    def open(self) -> int:
        """Return how many rows wait for a choice, or are left out by one."""
        return sum(not row.chosen for row in self.asked) + self.not_shown

    @property
    def twice(self) -> int:
        """Return how many rows share their activity with another row."""
        return sum(row.is_twice for row in self.asked)


def rows_page(intake: Intake, *, language: str) -> RowsPage:
    """Return the rows of the tracker of an intake, for a reader of `language`; 16 queries."""
    activities = activities_of(intake.assessment, language=language)
    entries, matches = _matched(intake, layout_of(intake), activities)
    sorter = _Sorter(activities)
    for entry, match in zip(entries, matches, strict=True):
        sorter.add(entry, match)
    sheet, layout = tracker_of(intake), layout_of(intake)
    below = rows_below(sheet.sheets[layout.sheet], layout.header)
    return sorter.page(silent=len(below) - len(entries))


def adopted_said(intake: Intake, *, chosen: Mapping[int, str]) -> tuple[Layout, Said]:
    """Return what the tracker says with these rows chosen, and the layout that holds them."""
    layout = replace(layout_of(intake), rows=dict(chosen))
    activities = activities_of(intake.assessment, language=intake.language)
    entries, matches = _matched(intake, layout, activities)
    return layout, said_of(entries, matches, activities.known)


def _matched(
    intake: Intake, layout: Layout, activities: EditionActivities
) -> tuple[tuple[TrackerEntry, ...], tuple[RowMatch, ...]]:
    known = known_of(intake.assessment.organisation, activities)
    entries = entries_of(tracker_of(intake).sheets[layout.sheet], layout, known)
    rows = [entry.row for entry in entries]
    return entries, match_rows(rows, activities.known, chosen=layout.rows)


class _Sorter:
    """Sorts rows into the groups of the page."""

    def __init__(self, activities: EditionActivities) -> None:
        self._shown = activities.shown
        self._same: list[MatchedRow] = []
        self._asked: list[AskedRow] = []
        self._outside: list[MatchedRow] = []
        self._unmatched: list[OtherRow] = []

    def add(self, entry: TrackerEntry, match: RowMatch) -> None:
        """Put one row into its group."""
        line, text = entry.row.line, entry.row.text
        activity = self._shown[match.activity] if match.activity is not None else None
        if activity and not activity.key:
            self._outside.append(MatchedRow(line, text, activity))
        elif activity and match.certainty == Certainty.SAME:
            self._same.append(MatchedRow(line, text, activity))
        elif offered := self._offered(match):
            key = activity.key if activity else ""
            is_twice = match.certainty == Certainty.TWICE
            self._asked.append(AskedRow(line, text, offered, key, is_twice))
        else:
            self._unmatched.append(OtherRow(line, text))

    def page(self, *, silent: int) -> RowsPage:
        """Return all groups."""
        return RowsPage(
            same=tuple(self._same),
            asked=tuple(self._asked[:MOST_ASKED]),
            outside=tuple(self._outside),
            unmatched=tuple(self._unmatched),
            not_shown=max(0, len(self._asked) - MOST_ASKED),
            silent=silent,
        )

    def _offered(self, match: RowMatch) -> tuple[ShownActivity, ...]:
        found = [match.activity, *match.candidates]
        shown = [self._shown[each] for each in dict.fromkeys(found) if each is not None]
        return tuple(each for each in shown if each.key)
