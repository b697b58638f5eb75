"""Counts by section, from the answers themselves."""

from django.db.models import Count

from assessments.models import Answer, Assessment, Question
from assessments.scoring import Counts, counts_of

SectionCounts = dict[int | None, Counts]


def section_counts(assessment: Assessment) -> SectionCounts:
    """Return the counts of duties by section id, in one query. C/I rows are not in them."""
    return _by_section(assessment, is_duty=True)


def message_counts(assessment: Assessment) -> SectionCounts:
    """Return the same for the rows on which the client is consulted or informed."""
    return _by_section(assessment, is_duty=False)


def _by_section(assessment: Assessment, *, is_duty: bool) -> SectionCounts:
    answers = Answer.objects.of_assessment(assessment)
    kept = answers.duties() if is_duty else answers.filter(question=Question.RECEIVE)
    rows = kept.values_list("activity__section_id", "coverage").annotate(number=Count("pk"))
    by_section: dict[int | None, dict[str, int]] = {}
    for section, coverage, number in rows.order_by():
        by_section.setdefault(section, {})[coverage] = number
    return {section: counts_of(numbers) for section, numbers in by_section.items()}
