"""The day's figures of what the date alone moves: proven, stale, overdue, lapsed."""

from datetime import datetime
from itertools import islice
from typing import Final

from django.utils import timezone

from assessments.models import Assessment, ProvenDay
from assessments.selectors.proofs.days import standing_of
from database.transactions import change

# Assessments counted and written in one transaction.
_CHUNK: Final = 200
_FIGURES: Final = ("proven", "stale", "overdue", "lapsed")


def count_proven_days(*, at: datetime) -> int:
    """Write the figures of the day it is at a moment, and return of how many assessments.

    Those that are closed move no more and are left out. Called again on the same day it writes
    them anew, so that the last call tells how the day ended; other days are never written.
    """
    moving = Assessment.objects.exclude(state=Assessment.State.CLOSED).order_by("pk")
    ids = iter(list(moving.values_list("pk", flat=True)))
    counted = 0
    while chunk := list(islice(ids, _CHUNK)):
        counted += _write(chunk, at)
    return counted


@change
def _write(assessment_ids: list[int], at: datetime) -> int:
    today = timezone.localdate(at)
    assessments = Assessment.objects.filter(pk__in=assessment_ids)
    found = standing_of(assessments, on=today)
    owners = dict(assessments.values_list("pk", "organisation_id"))
    rows = [
        ProvenDay(
            organisation_id=organisation_id,
            assessment_id=pk,
            day=today,
            **dict(zip(_FIGURES, found.get(pk, (0, 0, 0, 0)), strict=True)),
        )
        for pk, organisation_id in owners.items()
    ]
    ProvenDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assessment", "day"],
        update_fields=_FIGURES,
    )
    return len(rows)
