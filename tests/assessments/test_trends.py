"""How assessments stood from day to day."""

from datetime import date, datetime, timedelta

import pytest

from assessments.models import Assessment, DayCount
from assessments.scoring import Counts
from assessments.selectors.trends import (
    SHOWN,
    Day,
    Shift,
    Trend,
    monday_before,
    shift_since,
    together,
    trends_of,
)
from tests.builders import NOW, make_answers, make_assessment, make_member

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def counts(covered: int, gap: int = 0) -> Counts:
    """Return counts of ten duties."""
    return Counts(duties=10, covered=covered, gap=gap)


def trend(*days: tuple[int, Counts]) -> Trend:
    """Return a trend of (days before today, counts)."""
    return Trend(tuple(Day(TODAY - DAY * ago, found) for ago, found in days))


def test_a_day_without_a_change_stood_as_the_one_before() -> None:
    found = trend((20, counts(1)), (10, counts(4)))

    stood = [found.on(TODAY - DAY * ago) for ago in (21, 20, 11, 10, 0)]

    assert stood == [None, counts(1), counts(1), counts(4), counts(4)]
    assert found.now == counts(4)


def test_several_together_are_summed_day_by_day() -> None:
    one, other = trend((9, counts(1)), (5, counts(2))), trend((7, counts(5)), (5, counts(6)))

    found = together([one, other], since=TODAY - DAY * 30)

    assert [(TODAY - each.day).days for each in found] == [9, 7, 5]
    assert [(each.counts.covered, each.counts.duties) for each in found] == [
        (1, 10),
        (6, 20),
        (8, 20),
    ]


def test_of_nothing_together_there_is_no_day() -> None:
    assert together([], since=TODAY) == ()


def test_what_was_before_the_time_shown_is_how_it_began() -> None:
    one, other = trend((90, counts(1)), (5, counts(2))), trend((80, counts(5)))

    first, second = together([one, other], since=TODAY - DAY * 30)

    assert (TODAY - first.day).days == 30
    assert first.counts == counts(1) + counts(5)
    assert second.counts == counts(2) + counts(5)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        pytest.param(date(2026, 11, 22), date(2026, 11, 16), id="Sunday"),
        pytest.param(date(2026, 11, 17), date(2026, 11, 16), id="Tuesday"),
        pytest.param(date(2026, 11, 16), date(2026, 11, 9), id="Monday"),
    ],
)
def test_last_monday_is_before_today(day: date, monday: date) -> None:
    assert monday_before(day) == monday


def test_what_came_into_the_scope_since_is_in_the_shift() -> None:
    found = {1: trend((30, counts(1, 3)), (2, counts(4, 1))), 2: trend((1, counts(2, 2)))}

    shift = shift_since(found, day=TODAY - DAY * 6)

    assert shift == Shift(covered=5, gap=0, answered=5)
    assert shift
    assert not Shift(0, 0, 0)


def test_a_change_of_the_monday_itself_is_in_the_shift() -> None:
    found = {1: trend((30, counts(1)), (6, counts(2)))}

    assert shift_since(found, day=TODAY - DAY * 6).covered == 1


@pytest.mark.django_db
def test_trends_begin_with_how_it_stood_before_the_time_shown() -> None:
    member = make_member()
    long_ago = NOW - SHOWN - 30 * DAY
    assessment = make_assessment(member, at=long_ago)
    for at, value in [(long_ago + DAY, "gap"), (NOW - 9 * DAY, "partial"), (NOW, "covered")]:
        answer(assessment, value, at)

    found = trends_of(Assessment.objects.all(), on=NOW.date())[assessment.pk]

    assert [(NOW.date() - each.day).days for each in found.days] == [SHOWN.days + 29, 9, 0]
    assert found.now == Counts(duties=3, covered=1)
    assert DayCount.objects.count() == 4


def answer(assessment: Assessment, coverage: str, at: datetime) -> None:
    """Answer the first row."""
    by = assessment.organisation.memberships.get()
    make_answers(assessment, {"coverage": coverage}, by=by, at=at)
