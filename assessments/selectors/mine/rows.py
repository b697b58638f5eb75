"""A member's rows and groups, and the sentence about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext, ngettext

from assessments.models import Assessment, Coverage, Question
from assessments.selectors.duties import Owner
from assessments.selectors.mine.groups import NEEDING, Group, group_words
from matrix.selectors import PrintedText

SHOWN = 100


@dataclass(frozen=True, slots=True)
class MyRow:
    """One row that a member has. `days_late` is 0 when not late.

    `due_on` is the date that counts: of an open gap its own or its plan's, or the last day of an
    acceptance.

    `number` is that of its section, "" without one. `position` is the row's place on its page.
    """

    key: UUID
    group: Group
    assessment: Assessment
    number: str
    position: int
    activity: PrintedText
    question: str
    coverage: str
    is_to_recheck: bool
    due_on: date | None
    days_late: int
    owner: Owner | None
    note: str
    revision: int

    @property
    def assessment_name(self) -> str:
        """Return the assessment by its name: "Public Cloud · Production"."""
        return str(self.assessment)

    @property
    def is_duty(self) -> bool:
        """Tell whether the row counts: the client holds R or A."""
        return self.group != Group.MESSAGES

    @property
    def is_mine_alone(self) -> bool:
        """Tell whether the member has it in person, and not a team."""
        return self.owner is not None and self.owner.kind == "member"

    @property
    def question_text(self) -> str:
        """Return the question in the reader's language."""
        return str(Question(self.question).label)

    @property
    def coverage_text(self) -> str:
        """Return the coverage in the reader's language."""
        return str(Coverage(self.coverage).label)

    @property
    def note_line(self) -> str:
        """Return the first line of the note, "" without one."""
        return next(iter(self.note.strip().splitlines()), "")


@dataclass(frozen=True, slots=True)
class MyGroup:
    """The rows of one group, the earliest date first."""

    group: Group
    rows: tuple[MyRow, ...]

    @property
    def name(self) -> str:
        """Return the group as an address on the page says it."""
        return self.group.name.lower().replace("_", "-")

    @property
    def words(self) -> str:
        """Return "3 overdue"."""
        return group_words(self.group, len(self.rows))

    @property
    def is_needing(self) -> bool:
        """Tell whether the rows wait for the member now."""
        return self.group in NEEDING

    @property
    def shown(self) -> tuple[MyRow, ...]:
        """Return the rows to list; the twin has the others."""
        return self.rows[:SHOWN]


@dataclass(frozen=True, slots=True)
class MyDuties:
    """Everything a member has, worst first. `teams` are the teams they belong to, by name."""

    rows: tuple[MyRow, ...]
    teams: tuple[Owner, ...]

    @property
    def duties(self) -> int:
        """Return the denominator: duties, without the rows that are only messages."""
        return sum(1 for row in self.rows if row.is_duty)

    @property
    def needing(self) -> int:
        """Return how many duties wait for the member now."""
        return sum(1 for row in self.rows if row.group in NEEDING)

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence: "7 of your 23 duties need you"."""
        if not self.duties:
            return gettext("No duty is yours")
        if not self.needing:
            return ngettext(
                "Your only duty does not need you now",
                "None of your %(total)s duties needs you now",
                self.duties,
            ) % {"total": self.duties}
        if self.duties == 1:
            return gettext("Your only duty needs you")
        return ngettext(
            "%(n)s of your %(total)s duties needs you",
            "%(n)s of your %(total)s duties need you",
            self.needing,
        ) % {"n": self.needing, "total": self.duties}

    @property
    def rest(self) -> str:
        """Return ": 3 overdue, 2 due this week, 2 to recheck"; "" when nothing is to be done."""
        parts = [each.words for each in groups_of(self.rows) if each.is_needing]
        return gettext(": %(parts)s") % {"parts": ", ".join(parts)} if parts else ""

    @property
    def apart(self) -> str:
        """Return what does not need the member now: "4 planned for later, 12 done"."""
        return ", ".join(each.words for each in groups_of(self.rows) if not each.is_needing)


def groups_of(rows: Iterable[MyRow]) -> tuple[MyGroup, ...]:
    """Return rows that are sorted worst first by group; a group without rows is left out."""
    found = groupby(rows, key=lambda row: row.group)
    return tuple(MyGroup(group, tuple(members)) for group, members in found)
