"""Which sign-off changes are told since: of periods, of days that are over, for auditors."""

from datetime import date, timedelta

import pytest

from accounts.rights import Role
from assessments.models import Assessment
from assessments.selectors.past import contents_then, past_of, rows_then
from assessments.selectors.workbook import (
    Kept,
    Making,
    WorkbookContents,
)
from assessments.services.signing import reopen_assessment, start_next_period
from assessments.services.starting import Terms
from matrix.selectors import printed_edition
from tests.assessments.changed import LATER, read, told
from tests.assessments.review.signing import make_accepted, sign
from tests.assessments.review.team import ReviewTeam
from tests.assessments.workbooks import KEY
from tests.builders import NOW, make_answers, make_member, make_share

pytestmark = pytest.mark.django_db


def test_before_its_first_sign_off_a_period_is_compared_with_the_one_before() -> None:
    before = make_accepted()
    team = make_next_period(before)
    make_answers(team.assessment, {}, {"note": "Hired"}, by=team.contributor, at=LATER)

    contents = read(team)

    assert told(contents) == [("note", "Nobody does it", "Hired")]
    assert contents.since is not None
    assert contents.since.sign_off.assessment == before.assessment


def test_an_auditor_is_not_told_of_a_period_that_was_not_shared_with_them() -> None:
    team = make_next_period(make_accepted())
    auditor = make_member(Role.AUDITOR, organisation=team.assessment.organisation)
    make_share(team.assessment, auditor)
    make_answers(team.assessment, {}, {"note": "Hired"}, by=team.contributor, at=LATER)

    hidden, shown = read(team, by=auditor), read(team, by=team.manager)

    assert hidden.since is None
    assert told(shown) == [("note", "Nobody does it", "Hired")]


def test_a_copy_for_another_scope_is_not_compared_with_its_source() -> None:
    team = make_next_period(make_accepted())
    Assessment.objects.filter(pk=team.assessment.pk).update(scope="Elsewhere")

    assert read(team).since is None


def test_a_day_that_is_over_is_compared_with_the_sign_off_before_it() -> None:
    team = make_accepted()
    sign_off = sign(team)
    reopen_assessment(sign_off_id=sign_off.pk, reason="To go on", by=team.manager, at=NOW)
    make_answers(team.assessment, {"coverage": "partial"}, by=team.contributor, at=LATER)
    make_answers(team.assessment, {"note": "Later"}, by=team.manager, at=LATER + timedelta(days=1))

    found = [then(team, day.date()) for day in (NOW, LATER)]

    assert [told(each) for each in found] == [
        [],
        [("coverage", "covered", "partial"), ("review", "accepted", "none")],
    ]


def then(team: ReviewTeam, day: date) -> WorkbookContents:
    """Read what the workbook of a day that is over says."""
    found = Assessment.objects.with_matrix().select_related("organisation")
    assessment = found.get(pk=team.assessment.pk)
    printed = printed_edition(assessment.edition, language="en")
    past = past_of(assessment, day=day, today=LATER.date() + timedelta(days=9))
    rows = rows_then(past, printed=printed, reader=None)
    making = Making(KEY, "en", None, LATER)
    return contents_then(past, Kept(rows, rows, query="as_of"), printed=printed, making=making)


def make_next_period(team: ReviewTeam) -> ReviewTeam:
    """Sign, and go on in the next period."""
    sign(team)
    team.assessment.refresh_from_db()
    terms = Terms("", NOW.date(), NOW.date() + timedelta(days=90))
    successor = start_next_period(source=team.assessment, terms=terms, by=team.manager, at=NOW)
    return ReviewTeam(successor, team.contributor, team.manager)
