"""The geometry of the small line in a row of the portfolio."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.charts.burnup import DayPoint

WIDTH, HEIGHT = 76, 22
LEFT, RIGHT, TOP, BOTTOM = 1, 71, 4, 18


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line of what was covered, as steps; `base_y` is where nothing is covered."""

    path: str
    end_x: int
    end_y: int
    base_y: int = BOTTOM
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(points: Sequence[DayPoint], *, first: date, today: date) -> Sparkline | None:
    """Return the line from `first` to `today`; None for no point, or when nothing ever applied.

    `points` are in order of their days; what was before `first` stands at the left edge. The
    height is the largest scope: a line at the top is a scope that is covered whole.
    """
    highest = max((max(point.scope, point.covered) for point in points), default=0)
    if not highest:
        return None
    days = max((today - first).days, 1)

    def x(day: date) -> int:
        return LEFT + (RIGHT - LEFT) * min(max((day - first).days, 0), days) // days

    def y(value: int) -> int:
        return BOTTOM - round((BOTTOM - TOP) * value / highest)

    start, *later = points
    steps = "".join(f"H{x(point.day)}V{y(point.covered)}" for point in later)
    path = f"M{x(start.day)} {y(start.covered)}{steps}H{RIGHT}"
    return Sparkline(path, end_x=RIGHT, end_y=y(points[-1].covered))
