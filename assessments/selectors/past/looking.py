"""The past in the shapes of the present: rows, grid, dashboard and workbook.

Everything is counted from the rows themselves, so that counts and rows cannot disagree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Membership, Team
from assessments.models import DayCount, Question, Upgrade
from assessments.scoring import counts_of, total
from assessments.selectors.counting import SectionCounts
from assessments.selectors.duties import DutyRow, rows_of
from assessments.selectors.grid import Counted, Grid, Standing, laid_out
from assessments.selectors.overview import (
    Overview,
    chart_of,
    latest_first,
    matrix_findings,
    section_lines,
)
from assessments.selectors.past.rebuilding import Past
from assessments.selectors.trends import Day, counts_of_day
from assessments.selectors.workbook import Kept, Making, WorkbookContents, contents_of
from matrix.selectors import PrintedEdition
from matrix.selectors.findings import figures_of


def rows_then(
    past: Past, *, printed: PrintedEdition, reader: Membership | None
) -> tuple[DutyRow, ...]:
    """Return every row that counted on that day, in printed order; none can be written in.

    `printed` is the edition of that day. Asks the database nothing.
    """
    rows = rows_of(
        past.in_play,
        assessment=past.assessment,
        printed=printed,
        reader=reader,
        on=past.day,
    )
    found = (replace(row, is_writable=False) for row in rows)
    return tuple(sorted(found, key=lambda row: row.position))


def grid_then(
    past: Past,
    *,
    rows: Sequence[DutyRow],
    shown: Sequence[DutyRow],
    printed: PrintedEdition,
    reader: Membership,
) -> Grid:
    """Return the grid of that day: `shown` are those of its `rows` to show. One query."""
    duties, messages = _by_section(rows, is_duty=True), _by_section(rows, is_duty=False)
    teams = set(Team.objects.filter(members=reader).values_list("pk", flat=True))
    mine = {f"member-{reader.pk}", *(f"team-{pk}" for pk in teams)}
    standing = Standing(
        late=sum(1 for row in rows if row.is_duty and row.days_late),
        mine=sum(1 for row in rows if row.is_duty and row.owner and row.owner.value in mine),
        messages=sum(1 for row in rows if not row.is_duty),
    )
    messages = messages if past.assessment.has_messages else {}
    return laid_out(shown, printed=printed, counted=Counted(duties, messages, standing))


def overview_then(
    past: Past, *, rows: Sequence[DutyRow], printed: PrintedEdition, grid: str
) -> Overview:
    """Return the dashboard of that day. At most 5 queries, whatever its size.

    `grid` is the address of the grid up to where a filter follows: it ends with "?" or "&".
    """
    by_section = _by_section(rows, is_duty=True)
    days = tuple(_days(past))
    figures = figures_of([past.assessment.edition])[past.assessment.edition_id]
    return Overview(
        counts=total(by_section.values()),
        messages=total(_by_section(rows, is_duty=False).values()),
        sections=section_lines(printed, by_section, grid),
        overdue=latest_first(row for row in rows if row.is_duty and row.days_late),
        days=days,
        chart=chart_of(past.assessment, days, on=past.day, moves=_moves(past)),
        findings=tuple(matrix_findings(figures.findings, printed)),
    )


def contents_then(
    past: Past, kept: Kept, *, printed: PrintedEdition, making: Making
) -> WorkbookContents:
    """Return what a workbook of that day says; `kept` are its rows. At most five queries."""
    return contents_of(
        replace(kept, as_of=past.day),
        assessment=past.assessment,
        printed=printed,
        making=making,
    )


def switched_off_then(past: Past) -> int:
    """Return how many duties an option had switched off on that day."""
    off = (row for row in past.answers if row.is_switched_off)
    return sum(1 for row in off if row.question != Question.RECEIVE)


def _by_section(rows: Iterable[DutyRow], *, is_duty: bool) -> SectionCounts:
    numbers: dict[int | None, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.is_duty == is_duty:
            numbers[row.section.section_id if row.section else None][row.coverage] += 1
    return {section: counts_of(found) for section, found in numbers.items()}


def _days(past: Past) -> Iterator[Day]:
    counted = DayCount.objects.filter(assessment=past.assessment, day__lte=past.day)
    for row in counted.order_by("day"):
        yield Day(row.day, counts_of_day(row))


def _moves(past: Past) -> Iterator[tuple[date, str]]:
    moves = Upgrade.objects.filter(Q(reverted_at=None) | Q(reverted_at__date__gt=past.day))
    standing = moves.filter(assessment=past.assessment, applied_at__date__lte=past.day)
    for applied_at in standing.order_by("pk").values_list("applied_at", flat=True):
        yield timezone.localdate(applied_at), gettext("New edition")
