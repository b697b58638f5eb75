"""The duties of an assessment by control: how each control of a framework is covered."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.scoring import Counts, counts_of
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.words import counting as words
from matrix.readers.controls import place_of
from matrix.selectors import PrintedEdition
from matrix.selectors.controls import RowControls, controls_of


@dataclass(frozen=True, slots=True)
class ControlledDuty:
    """A duty in play, with its controls."""

    row: DutyRow
    controls: RowControls


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One control, and the duties that belong to it in printed order.

    A duty of several controls is under each, so lines are not to be summed.
    """

    identifier: str
    duties: tuple[ControlledDuty, ...]

    @property
    def counts(self) -> Counts:
        """Count its duties."""
        return counts_of(Counter(duty.row.coverage for duty in self.duties))

    @property
    def words(self) -> str:
        """Return "1 of 3 covered, 1 gap"."""
        return words.section_words(self.counts)

    @property
    def is_confirmed(self) -> bool:
        """Tell whether somebody has said so of each of its duties."""
        return all(duty.controls.is_confirmed for duty in self.duties)


@dataclass(frozen=True, slots=True)
class ByControl:
    """The duties in play in printed order, and the controls in theirs.

    `without` are the duties that belong to none; `suggested` is of how many nobody has said yet
    what is suggested for them.
    """

    framework: str
    duties: tuple[ControlledDuty, ...]
    lines: tuple[ControlLine, ...]
    without: tuple[ControlledDuty, ...]
    suggested: int


def by_control(
    assessment: Assessment,
    *,
    framework: str,
    printed: PrintedEdition,
    reader: Membership,
    language: str,
    on: date,
) -> ByControl:
    """Return the duties in play by the controls of a framework. Three queries."""
    controls = controls_of(
        assessment.edition,
        organisation=reader.organisation,
        framework=framework,
        language=language,
    )
    ids = {activity.position: activity.activity_id for activity in printed.activities}
    rows = duty_rows(
        Answer.objects.of_assessment(assessment).duties(),
        assessment=assessment,
        printed=printed,
        reader=reader,
        on=on,
    )
    duties = tuple(ControlledDuty(row, controls[ids[row.position]]) for row in rows)
    under: defaultdict[str, list[ControlledDuty]] = defaultdict(list)
    for duty in duties:
        for identifier in duty.controls.identifiers:
            under[identifier].append(duty)
    return ByControl(
        framework=framework,
        duties=duties,
        lines=tuple(ControlLine(each, tuple(under[each])) for each in sorted(under, key=place_of)),
        without=tuple(duty for duty in duties if not duty.controls.identifiers),
        suggested=sum(
            1 for duty in duties if duty.controls.identifiers and not duty.controls.is_confirmed
        ),
    )
