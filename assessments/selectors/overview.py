"""What the dashboard of one assessment says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Membership
from assessments import words
from assessments.charts import BurnUp, burn_up
from assessments.models import GAPS, Answer, Assessment, Coverage, DayCount, SignOff
from assessments.scoring import Counts, Proven, total
from assessments.selectors.counting import all_counts
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.selectors.gaps import GapNumbers, numbers_of
from assessments.selectors.proofs.counting import ProofNumbers, SectionProven, proof_numbers
from assessments.selectors.proofs.days import proven_by_day
from assessments.selectors.trends import Day, counts_of_day, with_proven
from assessments.selectors.upgrading.history import standing_moves
from assessments.words import proofs as proof_words
from matrix.selectors import PrintedActivity, PrintedEdition, PrintedSection, printed_edition
from matrix.selectors.findings import FindingRow, figures_of

OVERDUE_SHOWN = 8
FINDINGS_SHOWN = 6
NOTHING_KEPT: Mapping[date, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Links:
    """Where each coverage of a section leads: the grid, filtered."""

    covered: str
    partial: str
    gap: str
    unanswered: str
    not_applicable: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section that holds activities. `all_link` leads to all its duties.

    `proven` is None on a day that is over, of which nobody kept it.
    """

    section: PrintedSection
    counts: Counts
    links: Links
    all_link: str
    proven: Proven | None = None

    @property
    def name(self) -> str:
        """Return the title; a page without headings has one section without."""
        return self.section.title.text or gettext("Without a heading")

    @property
    def proven_words(self) -> str:
        """Return "2 of 5 proven"; "" where nobody knows, or nothing is covered."""
        return proof_words.proven_part(self.proven, self.counts) if self.proven else ""


@dataclass(frozen=True, slots=True)
class MatrixFinding:
    """A finding on the page, with the activity it is about: None for the page as a whole.

    `letters` holds (party, letters, is the client) in the order of the columns.
    """

    finding: FindingRow
    activity: PrintedActivity | None
    letters: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A whole dashboard. Sections have the most gaps first, overdue rows the latest first.

    `findings` have errors first, then warnings, then remarks. `gaps` and `proofs` are None where
    nothing is known of plans and proofs, on a day that is over.
    """

    counts: Counts
    messages: Counts
    sections: tuple[SectionLine, ...]
    overdue: tuple[DutyRow, ...]
    days: tuple[Day, ...]
    chart: BurnUp | None
    findings: tuple[MatrixFinding, ...]
    gaps: GapNumbers | None = None
    proofs: ProofNumbers | None = None

    @property
    def proven(self) -> str:
        """Return proven coverage in words; that it was not kept, on a day that is over."""
        if self.proofs is None:
            return gettext("not kept for past days")
        return proof_words.proven_words(self.proofs.total, self.counts)

    @property
    def forecast(self) -> str:
        """Return what will be proven in a quarter if nothing is done; "" if no less than today."""
        if self.proofs is None:
            return ""
        found = self.proofs
        return proof_words.forecast_words(found.total, found.later, self.counts, on=found.later_on)

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence, printed bold."""
        return words.lead(self.counts)

    @property
    def rest(self) -> str:
        """Return the rest of the sentence."""
        return words.rest(self.counts)

    @property
    def apart(self) -> str:
        """Return what the sentence leaves out, in words; "" for nothing."""
        return words.apart(self.counts)

    @property
    def declared(self) -> str:
        """Return declared coverage in words."""
        return words.declared_words(self.counts)

    @property
    def progress(self) -> str:
        """Return progress in words."""
        return words.progress_words(self.counts)

    @property
    def messages_line(self) -> str:
        """Return the line of C/I rows; "" when none are in scope."""
        return words.messages_words(self.messages) if self.messages.duties else ""

    @property
    def overdue_line(self) -> str:
        """Return how many are overdue out of those not covered."""
        return words.overdue_words(len(self.overdue), self.counts.not_covered)

    @property
    def overdue_shown(self) -> tuple[DutyRow, ...]:
        """Return the ones to list; the grid has the others."""
        return self.overdue[:OVERDUE_SHOWN]

    @property
    def findings_shown(self) -> tuple[MatrixFinding, ...]:
        """Return the ones to list; the page of the matrix has the others."""
        return self.findings[:FINDINGS_SHOWN]


def overview(
    assessment: Assessment, *, reader: Membership, language: str, on: date, grid: str
) -> Overview:
    """Return the dashboard of `assessment` for a reader. At most 18 queries, whatever its size.

    `on` is today, for what is overdue and the end of the lines; `grid` is the address of the
    grid, from which the links are made.
    """
    printed = printed_edition(assessment.edition, language=language)
    by_section, messages = all_counts(assessment)
    proofs = proof_numbers(assessment, on=on)
    proven = _proven(assessment, proofs, on)
    days = tuple(_days(assessment))
    figures = figures_of([assessment.edition])[assessment.edition_id]
    open_rows = _open_rows(assessment, printed, reader, on)
    return Overview(
        counts=total(by_section.values()),
        messages=total(messages.values()),
        sections=section_lines(printed, by_section, f"{grid}?", proofs.by_section),
        overdue=latest_first(row for row in open_rows if row.days_late),
        days=with_proven(days, proven),
        chart=chart_of(assessment, days, on=on, moves=_marks(assessment), proven=proven),
        findings=tuple(matrix_findings(figures.findings, printed)),
        gaps=numbers_of(open_rows, on=on),
        proofs=proofs,
    )


def section_lines(
    printed: PrintedEdition,
    by_section: dict[int | None, Counts],
    grid: str,
    proven: SectionProven | None = None,
) -> tuple[SectionLine, ...]:
    """Return a line for each section that holds activities, most gaps first.

    `grid` is the address of the grid up to where a filter follows: it ends with "?" or "&".
    `proven` is None on a day of which nobody kept it.
    """
    holding = {activity.section_id for activity in printed.activities}
    lines = [
        _section_line(section, by_section.get(section.section_id, Counts()), grid, proven)
        for section in printed.sections
        if section.section_id in holding
    ]
    # A stable sort: among equals the printed order stays.
    return tuple(sorted(lines, key=_worst_first))


def _section_line(
    section: PrintedSection, counts: Counts, grid: str, proven: SectionProven | None
) -> SectionLine:
    narrowed = f"section={section.section_id}"
    links = {code: f"{grid}coverage={code}&{narrowed}" for code in Coverage.values}
    found = None if proven is None else proven.get(section.section_id, Proven())
    return SectionLine(section, counts, Links(**links), f"{grid}{narrowed}", found)


def _worst_first(line: SectionLine) -> tuple[bool, int, int, int]:
    counts = line.counts
    return not counts.duties, -counts.gap, -counts.partial, -counts.unanswered


def _open_rows(
    assessment: Assessment, printed: PrintedEdition, reader: Membership, on: date
) -> tuple[DutyRow, ...]:
    """Return the gaps and the other overdue duties: one query for both panels."""
    duties = Answer.objects.of_assessment(assessment).duties()
    wanted = Q(coverage__in=GAPS) | Q(pk__in=duties.overdue(on=on).values("pk"))
    return duty_rows(
        duties.filter(wanted), assessment=assessment, printed=printed, reader=reader, on=on
    )


def latest_first(rows: Iterable[DutyRow]) -> tuple[DutyRow, ...]:
    """Return overdue rows, those that are late the longest first."""
    return tuple(sorted(rows, key=lambda row: -row.days_late))


def _days(assessment: Assessment) -> Iterator[Day]:
    for row in DayCount.objects.filter(assessment=assessment).order_by("day"):
        yield Day(row.day, counts_of_day(row))


def chart_of(
    assessment: Assessment,
    days: tuple[Day, ...],
    *,
    on: date,
    moves: Iterable[tuple[date, str]],
    proven: Mapping[date, int] = NOTHING_KEPT,
) -> BurnUp | None:
    """Return the lines of an assessment up to a day, with marks at its start and its moves.

    `proven` is what was proven by day, in order, up to that day.
    """
    word = gettext("Copied") if assessment.copied_from_id else gettext("Started")
    return burn_up(
        [each.point for each in days],
        starts_on=assessment.starts_on,
        ends_on=assessment.ends_on,
        today=on,
        marks=[(timezone.localdate(assessment.created_at), word), *moves],
        proven=list(proven.items()),
    )


def _proven(assessment: Assessment, proofs: ProofNumbers, on: date) -> dict[date, int]:
    """Return what was proven on the days that were kept, and today; nothing before the first."""
    kept = proven_by_day(assessment, until=on)
    return {**kept, on: proofs.total.proven} if kept else {}


def _marks(assessment: Assessment) -> list[tuple[date, str]]:
    signed = SignOff.objects.of_assessment(assessment).values_list("signed_at", flat=True)
    signings = [(timezone.localdate(at), gettext("Signed")) for at in signed]
    return sorted([*_moves(assessment), *signings])


def _moves(assessment: Assessment) -> Iterator[tuple[date, str]]:
    moves = standing_moves(assessment).values_list("applied_at", flat=True)
    for applied_at in reversed(moves):
        yield timezone.localdate(applied_at), gettext("New edition")


def matrix_findings(
    found: Iterable[FindingRow], printed: PrintedEdition
) -> Iterator[MatrixFinding]:
    """Yield the findings of an edition, each with the activity on its line."""
    by_line = {activity.line: activity for activity in printed.activities}
    for finding in found:
        activity = by_line.get(finding.line or 0)
        held = activity.letters if activity else {}
        letters = tuple(
            (party.name, held.get(party.party_id, ""), party.is_client)
            for party in printed.parties
            if activity
        )
        yield MatrixFinding(finding, activity, letters)
