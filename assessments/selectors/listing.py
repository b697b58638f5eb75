"""The assessments of an organisation, each with how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext

from assessments import words
from assessments.charts import BurnUp, Sparkline, burn_up, sparkline
from assessments.models import Answer, Assessment, AssessmentQuerySet, SignOff, Upgrade
from assessments.scoring import NOTHING_PROVEN, Counts, Proven, total
from assessments.selectors.proofs.counting import assessment_proven
from assessments.selectors.signing.reading import latest_sign_offs
from assessments.selectors.trends import (
    MONTH,
    SHOWN,
    Day,
    Shift,
    Trend,
    monday_before,
    shift_since,
    together,
    trends_of,
)
from assessments.selectors.upgrading.targets import Target, newer_editions
from assessments.words import proofs as proof_words

MARKS = 6  # at most so many fit side by side in the chart


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment, with its matrix and provider, and its last six months.

    `change` is how many more duties are covered than 30 days ago, None for one that is younger;
    `newer` is a newer edition of its matrix, if one is in the library; `signed` is its last
    sign-off. `proven` is what is proven today: `on`.
    """

    assessment: Assessment
    counts: Counts
    overdue: int
    trend: Trend
    change: int | None
    on: date
    newer: Target | None = None
    signed: SignOff | None = None
    proven: Proven = NOTHING_PROVEN

    @property
    def proven_percent(self) -> int | None:
        """Return proven coverage, rounded down; None when nothing is applicable."""
        return self.proven.percent_of(self.counts)

    @property
    def proven_words(self) -> str:
        """Return proven coverage in words."""
        return proof_words.proven_words(self.proven, self.counts)

    @property
    def signed_on(self) -> date | None:
        """Return the day of its last sign-off, reopened or not; None without one."""
        return timezone.localdate(self.signed.signed_at) if self.signed else None

    @property
    def signed_by(self) -> str:
        """Return who signed it last, "" for nobody."""
        return str(self.signed.signed_by) if self.signed else ""

    @property
    def service(self) -> str:
        """Return what the matrix is about."""
        return self.assessment.edition.matrix.service

    @property
    def provider(self) -> str:
        """Return who publishes it."""
        return self.assessment.edition.matrix.provider.name

    @property
    def published_on(self) -> date | None:
        """Return the date printed on the edition, None without one."""
        return self.assessment.edition.published_on

    @property
    def sparkline(self) -> Sparkline | None:
        """Return the small line of the last six months."""
        points = [each.point for each in self.trend.days]
        return sparkline(points, first=self.on - SHOWN, today=self.on)

    @property
    def declared_words(self) -> str:
        """Return declared coverage in words."""
        return words.declared_words(self.counts)

    @property
    def progress_words(self) -> str:
        """Return progress in words, without its verb: the column says it."""
        counts = self.counts
        return words.share_words(counts.answered, counts.duties, counts.progress_percent)


@dataclass(frozen=True, slots=True)
class Listing:
    """All of them, by service and scope, and their sum.

    `days` are those of the last six months on which any of them changed; `shift` is what differs
    since the morning of `monday`. `moves` are the days on which one moved to a new edition.
    """

    lines: tuple[AssessmentLine, ...]
    counts: Counts
    overdue: int
    days: tuple[Day, ...]
    monday: date
    shift: Shift
    moves: tuple[date, ...]
    on: date

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
    def proven(self) -> str:
        """Return what is proven of all of them, in words; "" when nothing applies."""
        proven = sum((line.proven for line in self.lines), Proven())
        return proof_words.proven_rest(proven, self.counts)

    @property
    def overdue_words(self) -> str:
        """Return how many are overdue, in words."""
        return words.overdue_number(self.overdue)

    @property
    def shift_words(self) -> str:
        """Return what differs since last Monday, in words; "" for nothing."""
        return words.shift_words(
            answered=self.shift.answered, covered=self.shift.covered, gaps=self.shift.gap
        )

    @property
    def chart(self) -> BurnUp | None:
        """Return the lines of the last six months."""
        first = self.on - SHOWN
        points = [each.point for each in self.days]
        marks = [(day, gettext("New edition")) for day in _apart(self.moves, first, self.on)]
        return burn_up(points, starts_on=first, ends_on=self.on, today=self.on, marks=marks)


def assessment_listing(assessments: AssessmentQuerySet, *, on: date) -> Listing:
    """Return `assessments` with their last six months. Eight queries, however many.

    `on` is today, for what is overdue; only duties count (CONTRACTS.md, "Counting").
    """
    found = list(assessments.with_matrix().order_by("edition__matrix__service", "scope", "pk"))
    newer = newer_editions(found)
    trends = trends_of(assessments, on=on)
    overdue = _overdue(assessments, on)
    signed = latest_sign_offs(assessments)
    proven = assessment_proven(assessments, on=on)
    lines = tuple(
        AssessmentLine(
            assessment=each,
            counts=trends[each.pk].now,
            overdue=overdue.get(each.pk, 0),
            trend=trends[each.pk],
            change=_change(trends[each.pk], on),
            on=on,
            newer=newer.get(each.pk),
            signed=signed.get(each.pk),
            proven=proven.get(each.pk, NOTHING_PROVEN),
        )
        for each in found
    )
    monday = monday_before(on)
    return Listing(
        lines,
        counts=total(line.counts for line in lines),
        overdue=sum(line.overdue for line in lines),
        days=together(trends.values(), since=on - SHOWN),
        monday=monday,
        shift=shift_since(trends, day=monday),
        moves=_moves(assessments),
        on=on,
    )


def _change(trend: Trend, on: date) -> int | None:
    then = trend.on(on - MONTH)
    return None if then is None else trend.now.covered - then.covered


def _moves(assessments: AssessmentQuerySet) -> tuple[date, ...]:
    applied = Upgrade.objects.filter(assessment__in=assessments, reverted_at=None)
    days = {timezone.localdate(at) for at in applied.values_list("applied_at", flat=True)}
    return tuple(sorted(days))


def _apart(days: Sequence[date], first: date, last: date) -> list[date]:
    """Return the latest of `days` shown, so far apart that their names do not meet."""
    kept: list[date] = []
    for day in reversed([each for each in days if each >= first]):
        if not kept or kept[-1] - day >= (last - first) / MARKS:
            kept.append(day)
    return kept


def _overdue(assessments: AssessmentQuerySet, on: date) -> dict[int, int]:
    standing = Answer.objects.filter(assessment__in=assessments).in_play()
    late = standing.duties().overdue(on=on)
    return dict(late.values_list("assessment_id").annotate(number=Count("pk")).order_by())
