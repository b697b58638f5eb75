"""The geometry of the burn-up and of the small lines."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.charts import sparkline
from assessments.charts.burnup import (
    BOTTOM,
    LABEL_GAP,
    LEFT,
    RIGHT,
    TOP,
    DayPoint,
    burn_up,
    rule_values,
)

START, END, TODAY = date(2026, 8, 31), date(2026, 11, 29), date(2026, 11, 22)
POINTS = [
    DayPoint(date(2026, 8, 31), 0, 36),
    DayPoint(date(2026, 9, 20), 12, 36),
    DayPoint(date(2026, 11, 18), 25, 36),
]


def test_without_a_figure_there_is_no_chart() -> None:
    assert burn_up([], starts_on=START, ends_on=END, today=TODAY) is None


@given(st.integers(min_value=0, max_value=100_000))
def test_the_axis_starts_at_zero_and_has_four_or_five_rules(highest: int) -> None:
    values = rule_values(highest)

    assert values[0] == 0
    assert values[-1] >= highest
    assert len(values) in {4, 5}
    assert len({later - earlier for earlier, later in pairwise(values)}) == 1


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        pytest.param(36, (0, 10, 20, 30, 40), id="the seed"),
        pytest.param(1, (0, 1, 2, 3, 4), id="flat data stay flat"),
        pytest.param(57, (0, 15, 30, 45, 60), id="fifteens"),
        pytest.param(5, (0, 2, 4, 6), id="four rules"),
    ],
)
def test_rules_are_round(highest: int, expected: tuple[int, ...]) -> None:
    assert rule_values(highest) == expected


def test_lines_are_steps_that_end_today() -> None:
    chart = burn_up(POINTS, starts_on=START, ends_on=END, today=TODAY)

    assert chart is not None
    assert re.fullmatch(r"M\d+ \d+(H\d+V\d+){2}H\d+", chart.covered_path)
    assert chart.covered_path.endswith(f"H{chart.covered_end.x}")
    assert chart.covered_end.x < chart.right
    assert chart.covered_area == f"{chart.covered_path}V{BOTTOM}H{LEFT}Z"


def test_the_axis_covers_the_period_and_what_lies_outside_it() -> None:
    late = burn_up(POINTS, starts_on=date(2026, 9, 5), ends_on=date(2026, 10, 1), today=TODAY)

    assert late is not None
    assert late.ticks[0].day == POINTS[0].day
    assert late.ticks[-1].day == TODAY
    assert late.covered_end.x == late.right


@given(st.integers(min_value=0, max_value=400))
def test_labels_have_room_beside_the_end_of_the_lines(days: int) -> None:
    today = START + timedelta(days=days)

    chart = burn_up(POINTS[:1], starts_on=START, ends_on=END, today=today)

    assert chart is not None
    assert chart.covered_end.label_x + 80 <= chart.width
    assert chart.right <= RIGHT


def test_zero_stands_on_the_axis_and_the_highest_rule_at_the_top() -> None:
    chart = burn_up(POINTS, starts_on=START, ends_on=END, today=TODAY)

    assert chart is not None
    assert [chart.rules[0].y, chart.rules[-1].y] == [BOTTOM, TOP]
    assert chart.covered_path.startswith(f"M{LEFT} {BOTTOM}")


@given(st.integers(min_value=0, max_value=60), st.integers(min_value=0, max_value=60))
def test_the_two_labels_never_cover_each_other(covered: int, more: int) -> None:
    points = [DayPoint(START, covered, covered + more)]

    chart = burn_up(points, starts_on=START, ends_on=END, today=TODAY)

    assert chart is not None
    assert chart.covered_end.label_y - chart.scope_end.label_y >= LABEL_GAP


def test_marks_stand_on_their_day_with_their_text_inside_the_chart() -> None:
    marks = [(START, "Started"), (date(2026, 11, 20), "Import of 12 answers")]

    chart = burn_up(POINTS, starts_on=START, ends_on=END, today=TODAY, marks=marks)

    assert chart is not None
    assert [(mark.text, mark.anchor) for mark in chart.marks] == [
        ("Started", "start"),
        ("Import of 12 answers", "end"),
    ]
    assert chart.marks[0].x == LEFT


def test_years_are_written_only_where_there_are_two() -> None:
    within = burn_up(POINTS, starts_on=START, ends_on=END, today=TODAY)
    across = burn_up(POINTS, starts_on=START, ends_on=date(2027, 2, 1), today=TODAY)

    assert within is not None
    assert across is not None
    assert [within.has_years, across.has_years] == [False, True]


def test_an_assessment_of_one_day_can_be_drawn() -> None:
    chart = burn_up([DayPoint(TODAY, 0, 0)], starts_on=TODAY, ends_on=TODAY, today=TODAY)

    assert chart is not None
    assert [chart.covered_end.x, chart.covered_end.y] == [LEFT, BOTTOM]


def test_the_small_line_runs_in_steps_from_the_left_edge_to_today() -> None:
    first, today = date(2026, 5, 24), date(2026, 11, 22)
    points = [
        DayPoint(first - timedelta(days=30), 0, 10),
        DayPoint(first + timedelta(days=91), 5, 10),
        DayPoint(today, 10, 10),
    ]

    line = sparkline(points, first=first, today=today)

    assert line is not None
    assert line.path == "M1 18H36V11H71V4H71"
    assert (line.end_x, line.end_y) == (71, 4)


@pytest.mark.parametrize("points", [[], [DayPoint(date(2026, 11, 22), 0, 0)]])
def test_without_anything_in_scope_there_is_no_small_line(points: list[DayPoint]) -> None:
    assert sparkline(points, first=date(2026, 5, 24), today=date(2026, 11, 22)) is None
