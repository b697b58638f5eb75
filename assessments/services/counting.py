"""The day's counters, written with each change."""

from datetime import date, datetime

from django.utils import timezone

from assessments.models import Assessment, DayCount
from assessments.scoring import total
from assessments.selectors.counting import SectionCounts, counts_and_last_day, section_counts
from database.transactions import change

_COUNTED = ("duties", "covered", "partial", "gap", "not_applicable")


def count_day(*, assessment: Assessment, at: datetime) -> SectionCounts:
    """Write how the assessment stands now as the row of that day, and return it by section.

    Two queries: count, then insert or replace. The caller holds the lock on the assessment, so
    that two changes at once cannot each write a count that misses the other.
    """
    by_section, last_day = counts_and_last_day(assessment)
    now = total(by_section.values())
    # A change that began before midnight may get the lock after one that began later.
    today = max(filter(None, [timezone.localdate(at), last_day]))
    day = DayCount(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        day=today,
        **{name: getattr(now, name) for name in _COUNTED},
    )
    DayCount.objects.bulk_create(
        [day],
        update_conflicts=True,
        unique_fields=["assessment", "day"],
        update_fields=_COUNTED,
    )
    return by_section


@change
def recount(*, assessment: Assessment, at: datetime) -> date | None:
    """Compare the last counters with the answers and write them anew where they differ.

    Returns the day whose row differed, None when there was no difference.
    """
    Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    last = DayCount.objects.filter(assessment=assessment).order_by("-day").first()
    now = total(section_counts(assessment).values())
    if last and all(getattr(last, name) == getattr(now, name) for name in _COUNTED):
        return None
    count_day(assessment=assessment, at=at)
    return last.day if last else timezone.localdate(at)
