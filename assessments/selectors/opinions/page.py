"""The page on which an auditor goes through all duties, and everybody reads what was found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.utils.translation import gettext

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import GAPS, Answer, Assessment, Result
from assessments.scoring import OpinionCounts
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.selectors.opinions.reading import OpinionLine, Opinions, opinions_of
from assessments.selectors.proofs.choosing import with_proofs
from assessments.words.opinions import opinions_lead, opinions_rest
from matrix.selectors import PrintedEdition, PrintedSection

WITHOUT: Final = "without"


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A row, what an auditor found on it, and what else was found by others.

    `shown` is the reader's own opinion if they are an auditor, else the latest.
    """

    duty: DutyRow
    shown: OpinionLine | None
    others: tuple[OpinionLine, ...]

    @property
    def lines(self) -> tuple[OpinionLine, ...]:
        """Return every opinion on the row, the one shown first."""
        return (*([self.shown] if self.shown else []), *self.others)

    @property
    def revision(self) -> int:
        """Return the revision of the opinion shown, 0 without one: what an auditor sends back."""
        return self.shown.revision if self.shown else 0

    @property
    def result(self) -> str:
        """Return the result shown, "" without one."""
        return self.shown.result if self.shown else ""

    @property
    def is_to_plan(self) -> bool:
        """Tell whether somebody found a non-conformity on it."""
        return any(line.is_non_conforming for line in self.lines)

    @property
    def is_gap(self) -> bool:
        """Tell whether the row says itself that it is a gap, which has a plan."""
        return self.duty.is_duty and self.duty.coverage in GAPS


@dataclass(frozen=True, slots=True)
class OpinionSection:
    """The rows of one section that the filter keeps."""

    section: PrintedSection | None
    rows: tuple[OpinionRow, ...]

    @property
    def pk(self) -> int:
        """Return the section's id, 0 for rows that stand before the first heading."""
        return self.section.section_id if self.section else 0


@dataclass(frozen=True, slots=True)
class OpinionChoice:
    """A filter one click away, with the number of rows it leads to."""

    value: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class OpinionPage:
    """Every row in play with its opinions; counts are of the duties, whatever the filter.

    `chosen` is a result, `WITHOUT`, or "" for every row. `is_own` tells that the reader's own
    opinions are counted and shown.
    """

    rows: tuple[OpinionRow, ...]
    counts: OpinionCounts
    authors: tuple[str, ...]
    chosen: str
    is_own: bool

    @property
    def kept(self) -> tuple[OpinionRow, ...]:
        """Return the rows that the filter keeps."""
        if not self.chosen:
            return self.rows
        result = "" if self.chosen == WITHOUT else self.chosen
        return tuple(row for row in self.rows if row.result == result)

    @property
    def sections(self) -> tuple[OpinionSection, ...]:
        """Return the rows kept, by section in printed order."""
        grouped = groupby(self.kept, key=lambda row: row.duty.section)
        return tuple(OpinionSection(section, tuple(rows)) for section, rows in grouped)

    @property
    def choices(self) -> tuple[OpinionChoice, ...]:
        """Return the filters: every row, those without an opinion, and each result there is."""
        numbers = Counter(row.result for row in self.rows)
        found = [("", gettext("All rows"), len(self.rows))]
        found.append((WITHOUT, gettext("Without an opinion"), numbers[""]))
        found += [(result, str(Result(result).label), numbers[result]) for result in Result.values]
        return tuple(
            OpinionChoice(*each, is_current=each[0] == self.chosen)
            for each in found
            if each[2] or each[0] in {"", self.chosen}
        )

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence: "12 of 36 duties have an opinion"."""
        return opinions_lead(self.counts, is_own=self.is_own)

    @property
    def rest(self) -> str:
        """Return what follows: ": 10 conforming, 2 minor non-conformities"."""
        return opinions_rest(self.counts)


def opinion_page(
    assessment: Assessment,
    *,
    printed: PrintedEdition,
    reader: Membership,
    on: date,
    chosen: str = "",
) -> OpinionPage:
    """Return every row in play with its opinions, in printed order. Three queries."""
    answers = Answer.objects.of_assessment(assessment)
    duties = duty_rows(answers, assessment=assessment, printed=printed, reader=reader, on=on)
    duties = with_proofs(duties, assessment=assessment, reader=reader)
    opinions = opinions_of(assessment, reader=reader)
    return OpinionPage(
        rows=tuple(row_with(opinions, duty) for duty in duties),
        counts=opinions.counts(sum(1 for row in duties if row.is_duty)),
        authors=opinions.authors,
        chosen=chosen,
        is_own=reader.may(Action.STATE_OPINIONS),
    )


def row_with(opinions: Opinions, duty: DutyRow) -> OpinionRow:
    """Return a row with the opinion shown of it, and the others."""
    shown = opinions.shown(duty.key)
    others: Iterable[OpinionLine] = (line for line in opinions.of(duty.key) if line != shown)
    return OpinionRow(duty, shown, tuple(others))
