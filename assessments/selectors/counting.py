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
    return _counts(_duties(assessment))


def counts_and_last_day(assessment: Assessment) -> tuple[SectionCounts, date | None]:
    """Return the same with the last day that has counters, still in one query."""
    last = DayCount.objects.filter(assessment=assessment).order_by("-day").values("day")[:1]
    rows = list(_duties(assessment).annotate(last_day=Subquery(last)))
    days = [day for *_, day in rows]
    return _counts(row[:3] for row in rows), days[0] if days else None


def all_counts(assessment: Assessment) -> tuple[SectionCounts, SectionCounts]:
    """Return `section_counts`, and the same of C/I rows, both in one query."""
    answers = Answer.objects.of_assessment(assessment).order_by()
    rows = answers.values_list("activity__section_id", "coverage", "question")
    counted = list(rows.annotate(number=Count("pk")))
    return (
        _counts((*of, n) for *of, question, n in counted if question != Question.RECEIVE),
        _counts((*of, n) for *of, question, n in counted if question == Question.RECEIVE),
    )


def _duties(assessment: Assessment) -> "QuerySet[Answer, tuple[Any, ...]]":
    duties = Answer.objects.of_assessment(assessment).duties().order_by()
    rows = duties.values_list("activity__section_id", "coverage")
    return rows.annotate(number=Count("pk"))


def _counts(rows: Iterable[tuple[Any, ...]]) -> SectionCounts:
    by_section: dict[int | None, dict[str, int]] = {}
    for section, coverage, number in rows:
        found = by_section.setdefault(section, {})
        # Duties to do and to verify come apart where both kinds of rows are read.
        found[coverage] = found.get(coverage, 0) + number
    return {section: counts_of(numbers) for section, numbers in by_section.items()}
