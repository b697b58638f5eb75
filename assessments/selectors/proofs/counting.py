"""How many duties are proven, and how many have only proofs that expired: on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Subquery

from assessments.models import Answer, AnswerQuerySet, Assessment, AssessmentQuerySet, Attachment
from assessments.scoring import Proven
from assessments.words.proofs import SOON, expiring_words, stale_words
from evidence.models import Evidence

QUARTER: Final = 3  # months

SectionProven = dict[int | None, Proven]


@dataclass(frozen=True, slots=True)
class ProofNumbers:
    """What is proven on a day, by section id, and how many proofs end within 30 days of it.

    `later` is what will be on `later_on` if nobody does anything: proofs expire until then.
    """

    by_section: SectionProven
    expiring: int
    later: Proven
    later_on: date

    @property
    def total(self) -> Proven:
        """Return what is proven of the whole assessment."""
        return sum(self.by_section.values(), Proven())

    @property
    def freshness(self) -> str:
        """Return which proofs have expired or soon will, in words; "" when all are fresh."""
        parts = [(self.total.stale, stale_words), (self.expiring, expiring_words)]
        return " · ".join(words_of(n) for n, words_of in parts if n)


def section_proven(assessment: Assessment, *, on: date) -> SectionProven:
    """Return what is proven by section id, duties only. One query.

    It is the same for every reader: what an auditor is not shown proves all the same.
    """
    duties = Answer.objects.of_assessment(assessment).duties()
    return _counted(duties, "activity__section_id", on)


def assessment_proven(assessments: AssessmentQuerySet, *, on: date) -> dict[int, Proven]:
    """Return the same by assessment id, for those that have duties. One query."""
    duties = Answer.objects.filter(assessment__in=assessments.values("pk")).in_play().duties()
    return _counted(duties, "assessment_id", on)


def proof_numbers(assessment: Assessment, *, on: date) -> ProofNumbers:
    """Return what is proven of an assessment, and how fresh its proofs are. One query."""
    used = Attachment.objects.in_play().filter(answer__assessment=assessment).values("evidence")
    ending = Evidence.objects.expiring(on=on, days=SOON).filter(pk__in=used).order_by()
    number = ending.values("organisation").annotate(number=Count("pk")).values("number")
    duties = Answer.objects.of_assessment(assessment).duties()
    later_on = quarter_after(on)
    later = Q(pk__in=duties.proven(on=later_on).values("pk"))
    counted = _rows(duties, "activity__section_id", on)
    rows = list(counted.annotate(later=Count("pk", filter=later), expiring=Subquery(number)))
    return ProofNumbers(
        by_section={row[0]: Proven(*row[1:3]) for row in rows},
        expiring=next((row[4] or 0 for row in rows), 0),
        later=Proven(sum(row[3] for row in rows)),
        later_on=later_on,
    )


def quarter_after(day: date) -> date:
    """Return the first day of a month that is a quarter away: 1 March for 23 November."""
    months = day.year * 12 + day.month - 1 + QUARTER + (day.day > 1)
    return date(months // 12, months % 12 + 1, 1)


def _counted(duties: AnswerQuerySet, by: str, on: date) -> dict[Any, Proven]:
    return {key: Proven(*found) for key, *found in _rows(duties, by, on)}


def _rows(duties: AnswerQuerySet, by: str, on: date) -> "QuerySet[Answer, tuple[Any, ...]]":
    proven = Q(pk__in=duties.proven(on=on).values("pk"))
    stale = Q(pk__in=duties.stale(on=on).values("pk"))
    return (
        duties.order_by()
        .values_list(by)
        .annotate(proven=Count("pk", filter=proven), stale=Count("pk", filter=stale))
    )
