"""One gap with its plan, and how many there are of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.models import GAPS, Assessment, Coverage
from assessments.selectors.duties import DutyRow, Owner
from assessments.selectors.plans import PlanFacts
from assessments.words import gaps as gap_words
from matrix.selectors import PrintedText


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap. `on` is today; `due` the date that counts, `days_late` 0 when not late.

    `number` is that of its section, "" without one. `is_writable` tells whether the reader may
    plan it.
    """

    key: UUID
    assessment: Assessment
    number: str
    activity: PrintedText
    coverage: str
    note: str
    owner: Owner | None
    due_on: date | None
    due: date | None
    days_late: int
    since: date
    plan: PlanFacts
    is_writable: bool
    on: date

    @property
    def age(self) -> int:
        """Return for how many days it has been a gap."""
        return max(0, (self.on - self.since).days)

    @property
    def is_accepted(self) -> bool:
        """Tell whether an acceptance holds today."""
        return self.plan.is_accepted(on=self.on)

    @property
    def is_expired(self) -> bool:
        """Tell whether its acceptance has run out."""
        return self.plan.is_expired(on=self.on)

    @property
    def coverage_text(self) -> str:
        """Return the coverage in the reader's language."""
        return str(Coverage(self.coverage).label)

    @property
    def age_words(self) -> str:
        """Return "37 days"."""
        return gap_words.age_words(self.age)

    @property
    def late_words(self) -> str:
        """Return "3 days late"."""
        return gap_words.late_words(self.days_late)

    @property
    def acts(self) -> str:
        """Return who acts: the person the plan names, else the owner; "" for nobody."""
        owner = self.owner.name if self.owner else ""
        return self.plan.responsible or owner


@dataclass(frozen=True, slots=True)
class GapNumbers:
    """How many gaps there are: each is planned, without a plan, or accepted.

    `overdue` are among the first two kinds.
    """

    gaps: int
    overdue: int
    planned: int
    accepted: int

    @property
    def unplanned(self) -> int:
        """Return how many have neither an action with a date to come nor an acceptance."""
        return self.gaps - self.planned - self.accepted

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence, printed bold."""
        return gap_words.gaps_lead(self.gaps)

    @property
    def rest(self) -> str:
        """Return the rest of the sentence."""
        return gap_words.gaps_rest(
            overdue=self.overdue,
            planned=self.planned,
            unplanned=self.unplanned,
            accepted=self.accepted,
        )

    @property
    def plans(self) -> str:
        """Return "Gaps and partial: 3 planned, 1 without a plan"; "" without a gap."""
        parts = gap_words.gap_parts(
            planned=self.planned, unplanned=self.unplanned, accepted=self.accepted
        )
        return gap_words.plans_words(parts)


def numbers_of(rows: Iterable[DutyRow], *, on: date) -> GapNumbers:
    """Count the gaps among duties that were read already, as `gap_numbers` does."""
    gaps = [row for row in rows if row.coverage in GAPS]
    accepted = [row for row in gaps if row.plan.is_accepted(on=on)]
    return GapNumbers(
        gaps=len(gaps),
        overdue=sum(1 for row in gaps if row.days_late),
        planned=sum(1 for row in gaps if row.plan.is_planned and row not in accepted),
        accepted=len(accepted),
    )
