"""Accepting a gap for a time, and ending that."""

from datetime import date, timedelta

import pytest

from assessments.models import Assessment
from assessments.services.answering import AnswerValues, AssessmentClosed
from assessments.services.gaps import (
    LONGEST,
    ExpiryOutOfRange,
    GapGone,
    NotAccepted,
    PlanStale,
    end_acceptance,
)
from audit.models import Event
from tests.assessments.gaps.planning import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    accept,
    make_gap,
    plan,
    plan_of_row,
)
from tests.builders import NOW, make_answers, make_member

pytestmark = pytest.mark.django_db


def test_an_acceptance_says_who_until_when_and_why_and_is_told() -> None:
    manager = make_member()
    row = make_gap(manager)

    revision = accept(row, by=manager, until=TOMORROW)

    kept = plan_of_row(row)
    event = Event.objects.get(verb="gap-accepted")
    assert (kept.accepted_by, kept.accepted_at, kept.expires_on) == (manager, NOW, TOMORROW)
    assert kept.acceptance_reason == "The supplier mends it in spring."
    assert revision == kept.revision == 1
    assert (event.object_kind, event.object_id) == ("answer", str(row.key))
    assert event.new["expires_on"] == TOMORROW.isoformat()


def test_an_acceptance_leaves_the_plan_and_is_renewed_on_it() -> None:
    manager = make_member()
    row = make_gap(manager)
    plan(row, by=manager, action="Installer")
    accept(row, by=manager, until=TOMORROW, revision=1)

    revision = accept(row, by=manager, until=TODAY + LONGEST, revision=2)

    kept = plan_of_row(row)
    assert revision == 3
    assert (kept.action, kept.expires_on) == ("Installer", TODAY + LONGEST)


@pytest.mark.parametrize(
    "until",
    [
        pytest.param(YESTERDAY, id="past"),
        pytest.param(TODAY, id="today"),
        pytest.param(TODAY + LONGEST + timedelta(days=1), id="too far"),
    ],
)
def test_an_acceptance_ends_within_a_year(until: date) -> None:
    manager = make_member()
    row = make_gap(manager)

    with pytest.raises(ExpiryOutOfRange):
        accept(row, by=manager, until=until)


def test_an_acceptance_is_ended_and_told() -> None:
    manager = make_member()
    row = make_gap(manager)
    accept(row, by=manager, until=TOMORROW)

    revision = end_acceptance(key=row.key, revision=1, by=manager, at=NOW)

    kept = plan_of_row(row)
    assert revision == 2
    assert (kept.accepted_by, kept.accepted_at, kept.expires_on) == (None, None, None)
    assert kept.acceptance_reason == ""
    assert Event.objects.get(verb="gap-acceptance-ended").old["expires_on"]


def test_what_is_not_accepted_is_not_ended() -> None:
    manager = make_member()
    row = make_gap(manager)

    with pytest.raises(NotAccepted):
        end_acceptance(key=row.key, revision=0, by=manager, at=NOW)


def test_a_plan_that_somebody_changed_is_not_accepted_over() -> None:
    manager = make_member()
    row = make_gap(manager)
    plan(row, by=manager, severity="critical")

    with pytest.raises(PlanStale):
        accept(row, by=manager, until=TOMORROW, revision=0)


@pytest.mark.parametrize("where", ["covered", "elsewhere"])
def test_only_a_gap_of_the_organisation_is_accepted(where: str) -> None:
    manager = make_member()
    row = make_gap(manager)
    by = make_member() if where == "elsewhere" else manager
    if where == "covered":
        make_answers(row.assessment, AnswerValues(coverage="covered"), by=manager)

    with pytest.raises(GapGone):
        accept(row, by=by, until=TOMORROW)


def test_in_a_closed_assessment_nothing_is_accepted() -> None:
    manager = make_member()
    row = make_gap(manager)
    Assessment.objects.filter(pk=row.assessment_id).update(state=Assessment.State.CLOSED)

    with pytest.raises(AssessmentClosed):
        accept(row, by=manager, until=TOMORROW)
