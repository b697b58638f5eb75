"""How the duties of a file are covered and proven by control, in every framework."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.models import Answer, Assessment
from assessments.scoring import Counts, Proven, counts_of
from assessments.selectors.duties import DutyRow
from matrix.readers.controls import place_of
from matrix.selectors.controls import edition_controls


@dataclass(frozen=True, slots=True)
class ControlCount:
    """One control, with its duties in printed order, and how many of them are proven.

    `said` is of how many somebody has said that they belong to it; of the others it is suggested.
    """

    framework: str
    identifier: str
    duties: tuple[DutyRow, ...]
    said: int
    proven: Proven

    @property
    def counts(self) -> Counts:
        """Count its duties."""
        return counts_of(Counter(row.coverage for row in self.duties))


def control_counts(
    rows: Iterable[DutyRow], *, assessment: Assessment, on: date
) -> tuple[ControlCount, ...]:
    """Return the controls that duties among `rows` belong to, by framework and identifier.

    A duty of several controls is under each. One query where the edition has no controls, two
    where it has.
    """
    controls = edition_controls(assessment.edition, organisation=assessment.organisation)
    if not controls:
        return ()
    under: defaultdict[tuple[str, str], list[tuple[DutyRow, bool]]] = defaultdict(list)
    for row in rows:
        for framework, identifier, is_said in controls.of_row(row.position, row.line):
            if row.is_duty:
                under[framework, identifier].append((row, is_said))
    duties = Answer.objects.of_assessment(assessment).duties()
    proven = set(duties.proven(on=on).values_list("key", flat=True))
    return tuple(
        ControlCount(
            framework=framework,
            identifier=identifier,
            duties=tuple(row for row, _is_said in found),
            said=sum(is_said for _row, is_said in found),
            proven=Proven(sum(row.key in proven for row, _is_said in found)),
        )
        for (framework, identifier), found in sorted(under.items(), key=_place)
    )


def _place(entry: tuple[tuple[str, str], object]) -> tuple[str, object]:
    (framework, identifier), _duties = entry
    return framework, place_of(identifier)
