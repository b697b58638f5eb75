"""POST sections/<id>/: a section without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.forms.answers import MAX_ROWS
from assessments.models import Answer, Assessment
from tests.assessments.answering import coverages_of, rows_of
from tests.builders import make_answers, make_assessment, make_edition, make_member, make_page

pytestmark = pytest.mark.django_db


def test_changed_rows_are_saved_and_the_grid_offers_to_undo_them(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    first, second, _third = rows_of(assessment)

    page = _post(client, assessment, _sent(first, "covered") | _sent(second, "gap"), follow=True)

    assert coverages_of(assessment) == ["covered", "gap", "unanswered"]
    assert page.redirect_chain[0][0].endswith(f"#section-{first.activity.section_id}")
    assert b'name="batch"' in page.content


def test_rows_left_as_they_were_never_conflict(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    first, second, _third = rows_of(assessment)
    data = _sent(first, "covered") | _sent(second, "")
    make_answers(assessment, {}, {"coverage": "partial"}, by=contributor)

    page = _post(client, assessment, data)

    assert page.status_code == 302
    assert coverages_of(assessment)[:2] == ["covered", "partial"]


def test_one_stale_row_is_shown_with_both_values_and_the_others_are_saved(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    first, second, _third = rows_of(assessment)
    manager = make_member(organisation=assessment.organisation)
    make_answers(assessment, {"coverage": "partial"}, by=manager)

    page = _post(client, assessment, _sent(first, "gap") | _sent(second, "gap"))

    text = page.content.decode()
    assert page.status_code == 409
    assert coverages_of(assessment) == ["partial", "gap", "unanswered"]
    assert f'name="{first.key}-coverage" value="gap" checked' in text
    assert f'name="{first.key}-coverage" value="partial"' in text
    assert str(manager) in text


@pytest.mark.parametrize(
    "kept", [pytest.param("gap", id="mine"), pytest.param("partial", id="theirs")]
)
def test_the_conflict_is_settled_by_sending_the_choice(
    client: Client, assessment: Assessment, contributor: Membership, kept: str
) -> None:
    make_answers(assessment, {"coverage": "partial"}, by=contributor)
    row = rows_of(assessment)[0]

    page = _post(client, assessment, _sent(row, kept))

    assert page.status_code == 302
    assert coverages_of(assessment)[0] == kept


def test_a_row_without_its_reason_is_asked_for_it_and_the_others_are_saved(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    first, second, _third = rows_of(assessment)

    page = _post(client, assessment, _sent(first, "not_applicable") | _sent(second, "covered"))

    assert page.status_code == 422
    assert coverages_of(assessment) == ["unanswered", "covered", "unanswered"]
    assert f"{first.key}-reason" in page.content.decode()


def test_a_reason_is_saved_and_can_be_changed(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    _post(client, assessment, _sent(row, "not_applicable", reason="Rien"))
    row = rows_of(assessment)[0]

    _post(client, assessment, _sent(row, "not_applicable", reason="Rien du tout"))

    assert rows_of(assessment)[0].reason == "Rien du tout"


def test_a_fill_answers_only_what_is_unanswered(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    make_answers(assessment, {"coverage": "gap"}, by=contributor)
    first, second, _third = rows_of(assessment)

    _post(client, assessment, _sent(first, "gap") | _sent(second, "") | {"fill": "covered"})

    assert coverages_of(assessment) == ["gap", "covered", "unanswered"]


def test_what_is_not_a_row_is_passed_over(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    page = _post(client, assessment, {"nonsense-coverage": "gap", "key": "nonsense"})

    assert page.status_code == 302
    assert set(coverages_of(assessment)) == {"unanswered"}


@pytest.mark.thorough
def test_a_section_of_more_rows_than_one_change_takes_is_saved_whole(
    client: Client,
) -> None:
    assessment = make_assessment(edition=make_edition(make_page(MAX_ROWS + 10)))
    client.force_login(make_member(organisation=assessment.organisation).user)
    data: dict[str, Any] = {}
    for row in rows_of(assessment):
        data |= _sent(row, "covered")

    page = _post(client, assessment, data)

    assert page.status_code == 302
    assert set(coverages_of(assessment)) == {"covered"}


def test_a_closed_assessment_says_so(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    data = _sent(rows_of(assessment)[0], "covered")
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")

    page = _post(client, assessment, data)

    assert page.status_code == 409
    assert coverages_of(assessment)[0] == "unanswered"


def test_a_row_of_somebody_else_is_said_not_to_be_saved(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    other = make_member(organisation=assessment.organisation)
    Answer.objects.filter(pk=row.pk).update(owner_membership=other)

    page = _post(client, assessment, _sent(row, "covered"), follow=True)

    assert coverages_of(assessment)[0] == "unanswered"
    assert len(page.context["messages"]) == 1


def test_a_stranger_finds_nothing_and_a_viewer_may_not(
    client: Client, assessment: Assessment
) -> None:
    data = _sent(rows_of(assessment)[0], "covered")
    client.force_login(make_member().user)
    hidden = _post(client, assessment, data).status_code
    client.force_login(make_member(Role.VIEWER, organisation=assessment.organisation).user)
    forbidden = _post(client, assessment, data).status_code

    assert (hidden, forbidden) == (404, 403)
    assert coverages_of(assessment)[0] == "unanswered"


def _sent(row: Answer, coverage: str, *, reason: str = "") -> dict[str, Any]:
    data = {
        f"{row.key}-revision": str(row.revision),
        f"{row.key}-was": row.coverage,
        f"{row.key}-was_reason": row.reason,
        f"{row.key}-reason": reason,
    }
    return data | ({f"{row.key}-coverage": coverage} if coverage else {})


def _post(
    client: Client, assessment: Assessment, data: dict[str, Any], *, follow: bool = False
) -> Any:
    section = rows_of(assessment)[0].activity.section_id
    keys = [name.removesuffix("-was") for name in data if name.endswith("-was")]
    url = f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/sections/{section}/"
    return client.post(url, {"key": keys} | data, follow=follow)
