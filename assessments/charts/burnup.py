"""The geometry of the burn-up.

Steps, not curves: a day's figure holds until the next one (design language, "Charts").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 760, 240
LEFT, RIGHT, TOP, BOTTOM = 36, 744, 36, 212
LABEL_ROOM = 124
LABEL_GAP = 15
LEADER = 22
TICKS = 3


@dataclass(frozen=True, slots=True)
class DayPoint:
    """How many duties were covered at the end of a day, and how many applied."""

    day: date
    covered: int
    scope: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line and the number it stands for."""

    y: int
    value: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A date under the axis; `anchor` is how its text is aligned to `x`."""

    x: int
    day: date
    anchor: str


@dataclass(frozen=True, slots=True)
class End:
    """The last point of a line, and where its label stands."""

    x: int
    y: int
    label_x: int
    label_y: int
    value: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day; the text stands at `text_x`, aligned by `anchor`."""

    x: int
    text_x: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class BurnUp:
    """All there is to draw. Paths are in the language of SVG's `d`.

    `proven_path` is "" and `proven_end` None where no day's figure was kept. It has a gap where a
    day was not kept.
    """

    rules: tuple[Rule, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    covered_path: str
    covered_area: str
    scope_path: str
    covered_end: End
    scope_end: End
    has_years: bool
    right: int
    proven_path: str = ""
    proven_end: End | None = None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    top: int = TOP
    bottom: int = BOTTOM


def burn_up(
    points: Sequence[DayPoint],
    *,
    starts_on: date,
    ends_on: date,
    today: date,
    marks: Sequence[tuple[date, str]] = (),
    proven: Sequence[tuple[date, int]] = (),
) -> BurnUp | None:
    """Return the chart of `points`, which are in order of their days; None when there are none.

    `proven` are figures of days in order, the last one that of today. A day without one was not
    kept, and nothing is drawn there.

    The axis covers the whole period, and what lies outside it; the lines end today, because a
    day without a figure stood as the one before.
    """
    if not points:
        return None
    first = min(points[0].day, starts_on)
    now = max(points[-1].day, today)
    rules = rule_values(max(max(point.scope, point.covered) for point in points))
    last = max(now, ends_on, first + timedelta(days=1))
    plot = _Plot(first, last, rules[-1], _right(first, now, last))
    covered = plot.steps([(point.day, point.covered) for point in points], now)
    scope = plot.steps([(point.day, point.scope) for point in points], now)
    covered_end, scope_end, proven_end = plot.ends(
        points[-1], proven[-1][1] if proven else None, now
    )
    return BurnUp(
        rules=tuple(Rule(plot.y(value), value) for value in rules),
        ticks=tuple(plot.ticks()),
        marks=tuple(plot.mark(day, text) for day, text in marks),
        covered_path=covered,
        covered_area=f"{covered}V{BOTTOM}H{plot.x(points[0].day)}Z",
        scope_path=scope,
        covered_end=covered_end,
        scope_end=scope_end,
        has_years=plot.first.year != plot.last.year,
        right=plot.right,
        proven_path=plot.runs(proven, now),
        proven_end=proven_end,
    )


def _right(first: date, now: date, last: date) -> int:
    """Return the right edge, further in when the lines end so late that their labels need it."""
    end = LEFT + (RIGHT - LEFT) * ((now - first) / (last - first))
    return RIGHT if end + LABEL_ROOM <= RIGHT else RIGHT - LABEL_ROOM + LEADER


def rule_values(highest: int) -> tuple[int, ...]:
    """Return four or five round values from 0 up to `highest` or beyond."""
    highest = max(highest, 4)
    step = next(step for step in _steps() if 4 * step >= highest)
    intervals = max(3, -(-highest // step))
    return tuple(step * number for number in range(intervals + 1))


def _steps() -> Iterator[int]:
    scale = 1
    while True:
        for tenths in (10, 15, 20, 25, 30, 40, 50):
            step, remainder = divmod(tenths * scale, 10)
            if not remainder:
                yield step
        scale *= 10


@dataclass(frozen=True, slots=True)
class _Plot:
    first: date
    last: date
    highest: int
    right: int

    def x(self, day: date) -> int:
        share = (day - self.first) / (self.last - self.first)
        return LEFT + round((self.right - LEFT) * share)

    def y(self, value: int) -> int:
        return BOTTOM - round((BOTTOM - TOP) * value / self.highest)

    def steps(self, values: Sequence[tuple[date, int]], now: date) -> str:
        start, value = values[0]
        path = f"M{self.x(start)} {self.y(value)}"
        for day, each in values[1:]:
            path += f"H{self.x(day)}V{self.y(each)}"
        return f"{path}H{self.x(now)}"

    def runs(self, values: Sequence[tuple[date, int]], now: date) -> str:
        """Return steps through days that follow each other, and a new line after a gap."""
        path = ""
        ends_on: date | None = None
        for day, value in values:
            x, y = self.x(day), self.y(value)
            path += f"V{y}" if day == ends_on else f"M{x} {y}"
            ends_on = day + timedelta(days=1)
            path += f"H{self.x(min(ends_on, now))}"
        return path

    def ends(self, last: DayPoint, proven: int | None, now: date) -> tuple[End, End, End | None]:
        """Return where covered, scope and proven end, labels one above the other."""
        x, label_x = self.x(now), self.x(now) + LEADER + 4
        covered_y, scope_y = self.y(last.covered), self.y(last.scope)
        covered_label, proven_end = covered_y, None
        if proven is not None:
            proven_y = self.y(proven)
            proven_label = min(max(proven_y, covered_y + LABEL_GAP), BOTTOM)
            covered_label = min(covered_y, proven_label - LABEL_GAP)
            proven_end = End(x, proven_y, label_x, proven_label, proven)
        scope_label = min(scope_y, covered_label - LABEL_GAP)
        return (
            End(x, covered_y, label_x, covered_label, last.covered),
            End(x, scope_y, label_x, scope_label, last.scope),
            proven_end,
        )

    def ticks(self) -> Iterator[Tick]:
        anchors = ("start", *["middle"] * (TICKS - 1), "end")
        for number, anchor in enumerate(anchors):
            day = self.first + (self.last - self.first) * number // TICKS
            yield Tick(self.x(day), day, anchor)

    def mark(self, day: date, text: str) -> Mark:
        x = self.x(min(max(day, self.first), self.last))
        is_left = x < (LEFT + self.right) // 2
        return Mark(x, x + 8 if is_left else x - 8, "start" if is_left else "end", text)
