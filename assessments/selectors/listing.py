"""The assessments of an organisation, each with how it stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from assessments import words
from assessments.models import Answer, AssessmentQuerySet, DayCount
from assessments.scoring import Counts, total
from assessments.selectors.overview import counts_of_day
from assessments.selectors.upgrading.targets import Target, newer_editions


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment. `published_on` is the date printed on its edition, None without one.

    `newer` is a newer edition of its matrix, if one is in the library.
    """

    assessment_id: int
    provider: str
    service: str
    scope: str
    counts: Counts
    overdue: int
    starts_on: date
    ends_on: date
    published_on: date | None
    newer: Target | None = None

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
    """All of them, by service and scope, and their sum."""

    lines: tuple[AssessmentLine, ...]
    counts: Counts
    overdue: int

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
    def overdue_words(self) -> str:
        """Return how many are overdue, in words."""
        return words.overdue_number(self.overdue)


def assessment_listing(assessments: AssessmentQuerySet, *, on: date) -> Listing:
    """Return `assessments` with the counts of their last day. Four queries, however many.

    `on` is today, for what is overdue; only duties count (CONTRACTS.md, "Counting").
    """
    found = list(assessments.with_matrix().order_by("edition__matrix__service", "scope", "pk"))
    newer = newer_editions(found)
    counts = _counts(assessments)
    overdue = _overdue(assessments, on)
    lines = tuple(
        AssessmentLine(
            assessment_id=each.pk,
            provider=each.edition.matrix.provider.name,
            service=each.edition.matrix.service,
            scope=each.scope,
            counts=counts[each.pk],
            overdue=overdue.get(each.pk, 0),
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            published_on=each.edition.published_on,
            newer=newer.get(each.pk),
        )
        for each in found
    )
    return Listing(
        lines, total(line.counts for line in lines), sum(line.overdue for line in lines)
    )


def _counts(assessments: AssessmentQuerySet) -> dict[int, Counts]:
    last = DayCount.objects.filter(assessment=OuterRef("assessment")).order_by("-day")
    days = DayCount.objects.filter(assessment__in=assessments, pk=Subquery(last.values("pk")[:1]))
    return {row.assessment_id: counts_of_day(row) for row in days}


def _overdue(assessments: AssessmentQuerySet, on: date) -> dict[int, int]:
    standing = Answer.objects.filter(
        assessment__in=assessments, archived_by=None, is_switched_off=False
    )
    late = standing.duties().overdue(on=on)
    return dict(late.values_list("assessment_id").annotate(number=Count("pk")).order_by())
