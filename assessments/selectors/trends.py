"""How assessments stood from day to day, from the day's counters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from django.db.models import OuterRef, Subquery

from assessments.charts import DayPoint
from assessments.models import AssessmentQuerySet, DayCount
from assessments.scoring import Counts, total

SHOWN = timedelta(days=182)  # 26 weeks: the sparkline's six months
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Day:
    """How an assessment, or several together, stood at the end of a day.

    `proven` is None where nobody kept it.
    """

    day: date
    counts: Counts
    proven: int | None = None

    @property
    def point(self) -> DayPoint:
        """Return what charts draw of it."""
        return DayPoint(self.day, self.counts.covered, self.counts.applicable)


@dataclass(frozen=True, slots=True)
class Trend:
    """The days on which an assessment changed, oldest first, from the one before the time shown.

    A day without a change is not among them: it stood as on the one before.
    """

    days: tuple[Day, ...]

    @property
    def now(self) -> Counts:
        """Return how it stands."""
        return self.days[-1].counts

    def on(self, day: date) -> Counts | None:
        """Return how it stood at the end of a day, None before it was started."""
        return next((each.counts for each in reversed(self.days) if each.day <= day), None)


@dataclass(frozen=True, slots=True)
class Shift:
    """What is more, or less, than at the end of a day: what came into the scope included."""

    covered: int
    gap: int
    answered: int

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.covered or self.gap or self.answered)


def trends_of(assessments: AssessmentQuerySet, *, on: date) -> dict[int, Trend]:
    """Return the trend of each of `assessments` by id, over the six months before `on`.

    Two queries, however many; each assessment has a counted day from its start on.
    """
    first = on - SHOWN
    counted = DayCount.objects.filter(assessment__in=assessments)
    last = DayCount.objects.filter(assessment=OuterRef("assessment"), day__lte=first)
    standing = counted.filter(pk=Subquery(last.order_by("-day").values("pk")[:1]))
    # Thousands of days, read as bare values: to make a row of each took half of the time.
    columns = ("assessment_id", "day", "duties", "covered", "partial", "gap", "not_applicable")
    later = counted.filter(day__gt=first).order_by("day")
    days = defaultdict(list)
    for assessment_id, day, *numbers in chain.from_iterable(
        rows.values_list(*columns) for rows in (standing, later)
    ):
        days[assessment_id].append(Day(day, Counts(*numbers)))
    return {assessment_id: Trend(tuple(found)) for assessment_id, found in days.items()}


def with_proven(days: Sequence[Day], proven: Mapping[date, int]) -> tuple[Day, ...]:
    """Return `days` with what was proven on each, and those on which only that changed.

    Both are in order of their days. A day that was kept and is as the one kept before it is not
    among them, unless something else changed.
    """
    changed: dict[date, int] = {}
    for day, number in proven.items():
        if not changed or number != next(reversed(changed.values())):
            changed[day] = number
    known = {each.day: replace(each, proven=proven.get(each.day)) for each in days}
    standing = Trend(tuple(days))
    for day, number in changed.items():
        counts = standing.on(day)
        if day not in known and counts is not None:
            known[day] = Day(day, counts, number)
    return tuple(known[day] for day in sorted(known))


def counts_of_day(row: DayCount) -> Counts:
    """Return a day's counters as counts."""
    return Counts(row.duties, row.covered, row.partial, row.gap, row.not_applicable)


def together(trends: Iterable[Trend], *, since: date) -> tuple[Day, ...]:
    """Return the sum of several trends, for each day on which any of them changed.

    What was before `since` is how they stood on that day.
    """
    changes = sorted(
        ((max(each.day, since), number, each.counts) for number, each in _numbered(trends)),
        key=lambda change: change[:2],
    )
    present: dict[int, Counts] = {}
    days: dict[date, Counts] = {}
    for day, number, counts in changes:
        before = days[next(reversed(days))] if days else Counts()
        days[day] = before - present.get(number, Counts()) + counts
        present[number] = counts
    return tuple(Day(day, counts) for day, counts in days.items())


def _numbered(trends: Iterable[Trend]) -> Iterator[tuple[int, Day]]:
    for number, trend in enumerate(trends):
        for each in trend.days:
            yield number, each


def monday_before(day: date) -> date:
    """Return the last Monday before `day`: on a Monday, the one a week ago."""
    return day - timedelta(days=day.weekday() or 7)


def shift_since(trends: Mapping[int, Trend], *, day: date) -> Shift:
    """Return what differs now from the morning of `day`, over all `trends`."""
    eve = day - timedelta(days=1)
    now = total(trend.now for trend in trends.values())
    then = total(trend.on(eve) or Counts() for trend in trends.values())
    return Shift(now.covered - then.covered, now.gap - then.gap, now.answered - then.answered)
