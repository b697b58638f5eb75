"""The pages of options: what was decided, and grouping rows."""

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment, OptionChoice
from matrix.models import Option
from tests.builders import make_assessment, make_member, make_option

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Membership:
    """Return a manager who has signed in."""
    member = make_member(Role.MANAGER)
    client.force_login(member.user)
    return member


@pytest.fixture
def assessment(manager: Membership) -> Assessment:
    """Return an assessment of the manager's organisation."""
    return make_assessment(manager)


@pytest.fixture
def option(assessment: Assessment, manager: Membership) -> Option:
    """Return an option that the first row holds without."""
    return make_option(assessment, by=manager, applies="not_bought")


def url(assessment: Assessment, rest: str = "") -> str:
    """Return an address below the options of an assessment."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/options/{rest}"


def test_a_decision_is_shown_with_its_reason_and_on_the_dashboard(
    client: Client, assessment: Assessment, option: Option
) -> None:
    said = {"is_bought": "yes", "reason": "Contract 2026-14", "revision": 0}

    kept = client.post(url(assessment, f"{option.pk}/decide/"), said)

    page = client.get(url(assessment), headers={"accept-language": "en"})
    dashboard = client.get(url(assessment)[: -len("options/")])
    assert kept.status_code == 302
    assert "Contract 2026-14" in page.text
    assert "is-off" in page.text
    assert dashboard.context["switched_off"] == 1
    assert dashboard.context["overview"].counts.duties == 2


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"is_bought": "yes", "reason": " ", "revision": 0}, 422, id="no reason"),
        pytest.param({"is_bought": "yes", "reason": "x", "revision": 4}, 409, id="stale"),
        pytest.param({"is_bought": "perhaps", "reason": "x", "revision": 0}, 422, id="unknown"),
        pytest.param({"is_bought": "yes", "reason": "x"}, 422, id="no revision"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_option(
    client: Client, assessment: Assessment, option: Option, said: dict[str, str], status: int
) -> None:
    response = client.post(url(assessment, f"{option.pk}/decide/"), said)

    assert response.status_code == status
    assert response.context["failed"] == option.pk
    assert not OptionChoice.objects.exists()


def test_a_closed_assessment_shows_its_options_and_takes_no_decision(
    client: Client, assessment: Assessment, option: Option
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")
    said = {"is_bought": "yes", "reason": "x", "revision": 0}

    refused = client.post(url(assessment, f"{option.pk}/decide/"), said)

    assert refused.status_code == 409
    assert not client.get(url(assessment)).context["may_decide"]


def test_rows_are_grouped_changed_and_left_again(client: Client, assessment: Assessment) -> None:
    first, second = assessment.edition.activities.in_printed_order()[:2]
    named = {"name": "Sauvegarde gérée", f"row-{first.pk}": "bought"}

    grouped = client.post(url(assessment, "group/"), named)
    option = Option.objects.get()
    form = client.get(url(assessment, f"rows/?option={option.pk}")).context["form"]
    changed = client.post(
        url(assessment, "group/"),
        {"option": option.pk, "name": "Autre nom", f"row-{second.pk}": "not_bought"},
    )

    assert (grouped.status_code, changed.status_code) == (302, 302)
    assert form[f"row-{first.pk}"].value() == "bought"
    option.refresh_from_db()
    assert option.slug == "sauvegarde-geree"
    assert list(option.rows.values_list("activity", "applies")) == [(second.pk, "not_bought")]
    removed = client.post(url(assessment, f"{option.pk}/remove/"))
    assert removed.status_code == 302
    assert not Option.objects.exists()


def test_an_option_needs_a_name_and_a_row(client: Client, assessment: Assessment) -> None:
    response = client.post(url(assessment, "group/"), {"name": ""})

    assert response.status_code == 422
    assert len(response.context["form"].errors) == 2


def test_options_of_others_are_not_there(client: Client, assessment: Assessment) -> None:
    foreign = make_member(Role.MANAGER)
    theirs = make_option(make_assessment(foreign, edition=assessment.edition), by=foreign)
    said = {"is_bought": "yes", "reason": "x", "revision": 0}

    answers = [
        client.post(url(assessment, f"{theirs.pk}/decide/"), said).status_code,
        client.post(url(assessment, f"{theirs.pk}/remove/")).status_code,
        client.get(url(assessment, f"rows/?option={theirs.pk}")).status_code,
        client.get(url(assessment, "rows/?option=x")).status_code,
    ]

    assert answers == [404, 404, 404, 404]
    assert "Option d’essai" not in client.get(url(assessment)).text
    assert not Answer.objects.filter(is_switched_off=True).exists()


def test_whoever_may_not_decide_reads(client: Client, assessment: Assessment) -> None:
    viewer = make_member(Role.VIEWER, organisation=assessment.organisation)
    client.force_login(viewer.user)

    page = client.get(url(assessment))

    assert page.status_code == 200
    assert not page.context["may_decide"]
    assert not page.context["may_group"]
