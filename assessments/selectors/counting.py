"""Counts by section, from the answers themselves."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery

from assessments.models import Answer, Assessment, DayCount, Question
from assessments.scoring import Counts, counts_of

SectionCounts = dict[int | None, Counts]


def section_counts(assessment: Assessment) -> SectionCounts:
    """Return the counts of duties by section id, in one query. C/I rows are not in them."""
    return _by_section(assessment, is_duty=True)


def counts_and_last_day(assessment: Assessment) -> tuple[SectionCounts, date | None]:
    """Return the same with the last day that has counters, still in one query."""
    last = DayCount.objects.filter(assessment=assessment).order_by("-day").values("day")[:1]
    rows = list(_rows(assessment, is_duty=True).annotate(last_day=Subquery(last)))
    days = [day for *_, day in rows]
    return _counts(row[:3] for row in rows), days[0] if days else None


def message_counts(assessment: Assessment) -> SectionCounts:
    """Return the same for the rows on which the client is consulted or informed."""
    return _by_section(assessment, is_duty=False)


def _by_section(assessment: Assessment, *, is_duty: bool) -> SectionCounts:
    return _counts(_rows(assessment, is_duty=is_duty))


def _rows(assessment: Assessment, *, is_duty: bool) -> "QuerySet[Answer, tuple[Any, ...]]":
    answers = Answer.objects.of_assessment(assessment)
    kept = answers.duties() if is_duty else answers.filter(question=Question.RECEIVE)
    rows = kept.values_list("activity__section_id", "coverage").order_by()
    return rows.annotate(number=Count("pk"))


def _counts(rows: Iterable[tuple[Any, ...]]) -> SectionCounts:
    by_section: dict[int | None, dict[str, int]] = {}
    for section, coverage, number in rows:
        by_section.setdefault(section, {})[coverage] = number
    return {section: counts_of(numbers) for section, numbers in by_section.items()}
