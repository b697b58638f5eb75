"""The day's figures of what the date alone moves, and the line that is drawn of them."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import Membership
from assessments.charts import DayPoint, burn_up
from assessments.charts.burnup import BOTTOM, LABEL_GAP
from assessments.models import Answer, Assessment, ProvenDay
from assessments.scoring import Counts
from assessments.selectors.proofs.days import proven_by_day, standing_of
from assessments.selectors.trends import Day, with_proven
from assessments.services.answering import AnswerValues
from assessments.services.counting import recount
from assessments.services.gaps import Acceptance, accept_gap
from assessments.services.proven_days import count_proven_days
from tests.assessments.proofs.proving import TODAY, TOMORROW, YESTERDAY, attach, cover, rows_of
from tests.builders import NOW, make_answers, make_assessment, make_member
from tests.builders.evidence import make_evidence

DAY = timedelta(days=1)
START, END = date(2026, 9, 1), date(2027, 2, 28)


def proven_once(by: Membership, *, until: date | None = None) -> Assessment:
    """Make an assessment with a duty that is proven, up to a day."""
    assessment = make_assessment(by)
    (row,) = cover(assessment, by=by)
    attach(make_evidence(by=by, valid_until=until), row, by=by)
    return assessment


def figures(assessment: Assessment) -> list[tuple[date, int, int]]:
    """Return day, proven and stale of the days that are kept."""
    kept = ProvenDay.objects.filter(assessment=assessment).order_by("day")
    return list(kept.values_list("day", "proven", "stale"))


@pytest.mark.django_db
def test_the_figures_of_a_day_are_written_again_until_it_is_over() -> None:
    member = make_member()
    assessment = proven_once(member, until=TODAY)

    count_proven_days(at=NOW)
    count_proven_days(at=NOW + DAY)
    make_answers(assessment, AnswerValues(coverage="gap"), by=member)
    count_proven_days(at=NOW + DAY)

    assert figures(assessment) == [(TODAY, 1, 0), (TOMORROW, 0, 0)]


@pytest.mark.django_db
def test_a_proof_that_expires_moves_a_duty_from_proven_to_stale() -> None:
    assessment = proven_once(make_member(), until=TODAY)

    for day in range(2):
        count_proven_days(at=NOW + DAY * day)

    assert figures(assessment) == [(TODAY, 1, 0), (TOMORROW, 0, 1)]


@pytest.mark.django_db
def test_what_is_late_and_what_was_accepted_too_long_ago_are_counted() -> None:
    member = make_member()
    assessment = make_assessment(member)
    late = AnswerValues(coverage="gap", due_on=YESTERDAY)
    make_answers(assessment, late, AnswerValues(coverage="gap"), by=member)
    accepted = rows_of(assessment)[1]
    known = Acceptance(TOMORROW, "known")
    accept_gap(key=accepted.key, revision=0, acceptance=known, by=member, at=NOW)

    found = [
        standing_of(Assessment.objects.filter(pk=assessment.pk), on=day)[assessment.pk]
        for day in (TODAY, TOMORROW, TOMORROW + DAY)
    ]

    assert found == [(0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 2, 1)]


@pytest.mark.django_db
def test_what_is_closed_moves_no_more_and_nothing_in_scope_is_nothing() -> None:
    member = make_member()
    closed, empty = proven_once(member), make_assessment(member)
    Assessment.objects.filter(pk=closed.pk).update(state=Assessment.State.CLOSED)
    Answer.objects.filter(assessment=empty).delete()

    counted = count_proven_days(at=NOW)

    assert (counted, figures(closed), figures(empty)) == (1, [], [(TODAY, 0, 0)])


@pytest.mark.django_db
def test_recount_leaves_the_figures_of_days_as_they_are() -> None:
    assessment = proven_once(make_member())
    count_proven_days(at=NOW)
    ProvenDay.objects.update(proven=7)

    recount(assessment=assessment, at=NOW)

    assert figures(assessment) == [(TODAY, 7, 0)]


@pytest.mark.django_db
def test_many_assessments_are_counted_in_as_many_queries_as_one() -> None:
    member = make_member()
    proven_once(member)
    numbers = []

    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            count_proven_days(at=NOW)
        numbers.append(len(queries))
        for _more in range(4):
            make_assessment(member)

    assert numbers[0] == numbers[1]
    assert ProvenDay.objects.count() == 5


def test_workers_do_it_every_hour() -> None:
    path, every = settings.CHORES["count-proven"]

    assert import_string(path) is count_proven_days
    assert every <= timedelta(hours=1)


@pytest.mark.django_db
def test_the_days_before_today_are_read_from_what_was_kept() -> None:
    assessment = proven_once(make_member())
    for day in (3, 1, 0):
        count_proven_days(at=NOW - DAY * day)

    found = proven_by_day(assessment, until=TODAY)

    assert found == {TODAY - DAY * 3: 1, TODAY - DAY: 1}


def test_days_on_which_only_proof_changed_are_listed_with_the_counts_that_stood() -> None:
    first, second = Counts(duties=3, covered=1), Counts(duties=3, covered=2)
    days = [Day(TODAY - DAY * 6, first), Day(TODAY - DAY * 2, second)]
    kept = {TODAY - DAY * ago: n for ago, n in [(9, 1), (5, 0), (4, 0), (3, 1), (2, 1), (1, 1)]}

    found = with_proven(days, kept)

    assert [((TODAY - each.day).days, each.counts, each.proven) for each in found] == [
        (6, first, None),
        (5, first, 0),
        (3, first, 1),
        (2, second, 1),
    ]


def test_the_line_of_what_is_proven_has_a_gap_where_a_day_was_not_kept() -> None:
    points = [DayPoint(START, 3, 4)]
    proven = [(TODAY - DAY * 40, 1), (TODAY - DAY * 39, 2), (TODAY - DAY, 2), (TODAY, 3)]

    chart = burn_up(points, starts_on=START, ends_on=END, today=TODAY, proven=proven)

    assert chart is not None
    assert [run.count("V") for run in chart.proven_path.split("M")[1:]] == [1, 1]
    assert chart.proven_path.endswith(f"H{chart.covered_end.x}")
    assert chart.proven_end is not None
    assert chart.proven_end.value == 3


def test_without_a_kept_day_there_is_no_such_line() -> None:
    chart = burn_up([DayPoint(START, 3, 4)], starts_on=START, ends_on=END, today=TODAY)

    assert chart is not None
    assert (chart.proven_path, chart.proven_end) == ("", None)


@pytest.mark.parametrize(("covered", "proven"), [(0, 0), (4, 4), (4, 0), (2, 1)])
def test_three_labels_stand_apart_and_inside(covered: int, proven: int) -> None:
    points = [DayPoint(START, covered, 4)]

    chart = burn_up(points, starts_on=START, ends_on=END, today=TODAY, proven=[(TODAY, proven)])

    assert chart is not None
    assert chart.proven_end is not None
    places = [end.label_y for end in (chart.scope_end, chart.covered_end, chart.proven_end)]
    assert places[1] - places[0] >= LABEL_GAP
    assert places[2] - places[1] >= LABEL_GAP
    assert 0 < places[0] < places[2] <= BOTTOM


@pytest.mark.django_db
@pytest.mark.usefixtures("on_that_day")
def test_the_dashboard_draws_the_line_and_lists_the_figures(client: Client) -> None:
    member = make_member()
    assessment = proven_once(member)
    client.force_login(member.user)
    url = reverse("assessments:dashboard", args=[assessment.organisation.slug, assessment.pk])
    before = client.get(url, headers={"accept-language": "en"}).content.decode()
    count_proven_days(at=NOW - DAY)

    page = client.get(url, headers={"accept-language": "en"}).content.decode()

    assert "line-proven" not in before
    assert "line-proven" in page
    assert "proven: 1" in page
