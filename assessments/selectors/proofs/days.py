"""What the date alone moves, from day to day: how it stands, and what was kept of days before."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from assessments.models import GAPS, Answer, Assessment, AssessmentQuerySet, ProvenDay

Standing = tuple[int, int, int, int]


def standing_of(assessments: AssessmentQuerySet, *, on: date) -> Mapping[int, Standing]:
    """Return (proven, stale, overdue, lapsed) by assessment id, for those that have duties.

    A gap is lapsed when it was accepted through a day that is over. One query.
    """
    duties = Answer.objects.filter(assessment__in=assessments.values("pk")).in_play().duties()
    lapsed = Q(coverage__in=GAPS, gap_plan__expires_on__lt=on)
    counted = (
        duties.order_by()
        .values_list("assessment_id")
        .annotate(
            proven=Count("pk", filter=Q(pk__in=duties.proven(on=on).values("pk"))),
            stale=Count("pk", filter=Q(pk__in=duties.stale(on=on).values("pk"))),
            overdue=Count("pk", filter=Q(pk__in=duties.overdue(on=on).values("pk"))),
            lapsed=Count("pk", filter=lapsed),
        )
    )
    return {pk: (proven, stale, overdue, gone) for pk, proven, stale, overdue, gone in counted}


def proven_by_day(assessment: Assessment, *, until: date) -> dict[date, int]:
    """Return what was proven as each day before `until` ended, of days that are kept. One query.

    In order of the days.
    """
    kept = ProvenDay.objects.filter(assessment=assessment, day__lt=until).order_by("day")
    return dict(kept.values_list("day", "proven"))
