"""The day's counters, and counting again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment, DayCount
from assessments.scoring import total
from assessments.selectors.counting import all_counts, section_counts
from assessments.services.counting import count_day, recount
from tests.builders import NOW, make_answers, make_assessment, make_member

pytestmark = pytest.mark.django_db


def test_counts_are_by_section_and_duties_only() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=member)

    counts = section_counts(assessment)

    assert [(each.duties, each.covered, each.gap) for each in counts.values()] == [
        (2, 1, 1),
        (1, 0, 0),
    ]


def test_duties_and_messages_are_counted_in_one_query() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "gap"}, by=member)

    with CaptureQueriesContext(connection) as queries:
        duties, messages = all_counts(assessment)

    assert len(queries) == 1
    assert duties == section_counts(assessment)
    assert total(duties.values()).duties == 3
    assert total(messages.values()).duties == 1


def test_a_day_has_one_row_however_many_changes() -> None:
    member = make_member()
    assessment = make_assessment(member)

    make_answers(assessment, {"coverage": "covered"}, by=member)
    make_answers(assessment, {"coverage": "partial"}, {"coverage": "gap"}, by=member)

    day = DayCount.objects.get(assessment=assessment)
    assert (day.duties, day.covered, day.partial, day.gap) == (3, 0, 1, 1)


def test_another_day_has_a_row_of_its_own() -> None:
    member = make_member()
    assessment = make_assessment(member)

    make_answers(assessment, {"coverage": "covered"}, by=member, at=NOW + timedelta(days=2))

    days = DayCount.objects.filter(assessment=assessment).order_by("day")
    assert [(row.day.day, row.covered) for row in days] == [(22, 0), (24, 1)]


def test_a_day_begins_at_midnight_here_not_in_greenwich() -> None:
    late_evening = NOW.replace(hour=23, minute=30)

    assessment = make_assessment(at=late_evening)

    assert DayCount.objects.get(assessment=assessment).day.day == 23


def test_counting_returns_what_it_wrote() -> None:
    assessment = make_assessment()

    by_section = count_day(assessment=assessment, at=NOW)

    assert total(by_section.values()).duties == 3


def test_a_row_that_does_not_add_up_is_refused_by_the_database() -> None:
    assessment = make_assessment()

    with pytest.raises(IntegrityError), transaction.atomic():
        DayCount.objects.filter(assessment=assessment).update(covered=2, gap=2)

    assert DayCount.objects.get(assessment=assessment).covered == 0


def test_recount_finds_no_difference_after_changes() -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(
        assessment,
        {"coverage": "covered"},
        {"coverage": "partial"},
        {"coverage": "gap"},
        by=member,
    )

    found = recount(assessment=assessment, at=NOW + timedelta(days=3))

    assert found is None
    assert DayCount.objects.filter(assessment=assessment).count() == 1


def test_recount_mends_a_row_that_differs_and_says_which() -> None:
    assessment = make_assessment()
    DayCount.objects.filter(assessment=assessment).update(covered=1)

    found = recount(assessment=assessment, at=NOW)

    assert found == NOW.date()
    assert DayCount.objects.get(assessment=assessment).covered == 0


def test_recount_counts_an_assessment_that_has_no_row() -> None:
    assessment = make_assessment()
    DayCount.objects.filter(assessment=assessment).delete()

    found = recount(assessment=assessment, at=NOW)

    assert found == NOW.date()
    assert Assessment.objects.get(days__duties=3) == assessment


def test_a_change_that_waited_past_midnight_does_not_rewrite_yesterday() -> None:
    member = make_member()
    assessment = make_assessment(member)
    before, after = NOW.replace(hour=22, minute=59), NOW.replace(hour=23, minute=1)
    make_answers(assessment, {"coverage": "covered"}, by=member, at=after)

    make_answers(assessment, {}, {"coverage": "covered"}, by=member, at=before)

    days = DayCount.objects.filter(assessment=assessment).order_by("day")
    assert [(row.day.day, row.covered) for row in days] == [(22, 0), (23, 2)]
    assert recount(assessment=assessment, at=after) is None
