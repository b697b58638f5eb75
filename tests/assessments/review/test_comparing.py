"""Two sign-offs compared: changed, added, gone, unchanged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from assessments.models import Answer, Assessment, SignOff
from assessments.selectors.signing.comparing import comparable_with, compare_sign_offs
from assessments.services.answering import AnswerValues
from assessments.services.signing import reopen_assessment, sign_assessment
from assessments.services.starting import Terms, copy_assessment
from tests.assessments.review.signing import fingerprint, make_accepted, sign
from tests.assessments.review.team import COVERED, ReviewTeam
from tests.assessments.workbooks import opened
from tests.builders import NOW, make_answers

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def sign_again(team: ReviewTeam, signed: SignOff) -> SignOff:
    """Reopen, have the second row covered by somebody by a day, and sign a month later."""
    reopen_assessment(sign_off_id=signed.pk, reason="More to say", by=team.manager, at=NOW)
    mine = AnswerValues(
        coverage="covered", owner_membership_id=team.contributor.pk, due_on=NOW.date()
    )
    make_answers(team.assessment, AnswerValues(), mine, by=team.manager)
    return sign_later(team)


def sign_later(team: ReviewTeam) -> SignOff:
    """Have the manager sign a month later."""
    return sign_assessment(
        assessment_id=team.assessment.pk,
        fingerprint=fingerprint(team.assessment),
        statement="",
        by=team.manager,
        at=LATER,
    )


def test_what_changed_is_told_by_field_with_both_values() -> None:
    team = make_accepted()
    old = sign(team)
    new = sign_again(team, old)

    with translation.override("en"):
        found = compare_sign_offs(old, new)

    (row,) = found.changed
    told = [(each.then, each.now) for each in row.changes]
    assert told == [
        ("gap", "covered"),
        ("–", "Nov. 22, 2026"),
        ("–", str(team.contributor)),
    ]
    assert (found.unchanged, found.added, found.gone) == (2, (), ())
    assert found.counters[1] == ("covered", 1, 2)


def test_rows_that_only_one_of_them_has_are_added_or_gone() -> None:
    team = make_accepted()
    old = sign(team)
    reopen_assessment(sign_off_id=old.pk, reason="One is off", by=team.manager, at=NOW)
    Answer.objects.filter(pk=team.rows[0].pk).update(is_switched_off=True)
    new = sign_later(team)

    there, back = compare_sign_offs(old, new), compare_sign_offs(new, old)

    assert [row.coverage for row in there.gone] == ["covered"]
    assert [row.coverage for row in back.added] == ["covered"]


def test_the_next_period_is_compared_by_activity() -> None:
    team = make_accepted()
    old = sign(team)
    terms = Terms("Next", NOW.date(), LATER.date())
    copy = copy_assessment(
        source=team.assessment, terms=terms, with_answers=True, by=team.manager, at=NOW
    )
    successor = ReviewTeam(copy, team.contributor, team.manager)
    make_answers(copy, AnswerValues(), COVERED, by=team.manager)
    new = sign_later(successor)

    found = compare_sign_offs(old, new)

    assert [row.coverage for row in found.changed] == ["covered"]
    assert found.unchanged == 2
    assert comparable_with(new, reader=team.manager) == (old,)


def test_earlier_sign_offs_can_be_compared_with_and_later_ones_cannot() -> None:
    team = make_accepted()
    old = sign(team)
    new = sign_again(team, old)

    assert comparable_with(new, reader=team.manager) == (old,)
    assert comparable_with(old, reader=team.manager) == ()


def get(client: Client, team: ReviewTeam, sign_off: SignOff, path: str) -> Any:
    """Read a page of a sign-off as the manager."""
    client.force_login(team.manager.user)
    slug, pk = team.assessment.organisation.slug, team.assessment.pk
    url = f"/o/{slug}/assessments/{pk}/sign-offs/{sign_off.pk}/{path}"
    return client.get(url, headers={"accept-language": "en"})


def test_the_page_shows_then_and_now_and_its_twin_holds_the_same(client: Client) -> None:
    team = make_accepted()
    old = sign(team)
    new = sign_again(team, old)

    html = get(client, team, new, f"changes/?with={old.pk}").content.decode()
    book = opened(get(client, team, new, "changes.xlsx").content)

    assert "1 row changed" in html
    assert "<del>gap</del>" in html
    values = [row[4:6] for row in book.worksheets[0].values]
    assert ("gap", "covered") in values


def test_the_first_one_has_nothing_to_be_compared_with(client: Client) -> None:
    team = make_accepted()
    old = sign(team)

    page = get(client, team, old, "changes/")
    twin = get(client, team, old, "changes.xlsx")

    assert "This is the first sign-off" in page.content.decode()
    assert twin.status_code == 404


def test_a_sign_off_of_somebody_else_is_not_compared_with(client: Client) -> None:
    team, other = make_accepted(), make_accepted()
    old = sign(team)
    new, foreign = sign_again(team, old), sign(other)

    response = get(client, team, new, f"changes/?with={foreign.pk}")

    assert response.status_code == 404
    assert Assessment.objects.count() == 2
