"""The page that copies an assessment to another scope."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services import starting
from assessments.views import starting as views
from tests.builders import make_answers, make_assessment, make_former_member, make_member

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


def test_the_form_has_the_period_of_the_source_and_asks_for_the_scope(client: Client) -> None:
    member = make_member()
    source = make_assessment(member, scope="Production")
    client.force_login(member.user)

    page = client.get(_address("copy", member, source), headers=ENGLISH).content.decode()

    assert 'value="2026-09-01"' in page
    assert 'value="2027-02-28"' in page
    assert "Production" in page
    assert 'value="Production"' not in page


@pytest.mark.parametrize(
    ("ticked", "coverage"),
    [
        pytest.param({"with_answers": "on"}, "covered", id="with answers"),
        pytest.param({}, "unanswered", id="without answers"),
    ],
)
def test_a_copy_leads_to_its_own_duties(
    client: Client, ticked: dict[str, str], coverage: str
) -> None:
    member = make_member()
    source = make_assessment(member)
    make_answers(source, {"coverage": "covered"}, by=member)

    response = _start_copy(client, member, source, **ticked)

    copy = Assessment.objects.exclude(pk=source.pk).get()
    assert response["Location"] == _address("duties", member, copy)
    assert (copy.scope, copy.copied_from) == ("Elsewhere", source)
    first = Answer.objects.of_assessment(copy).in_printed_order()[0]
    assert first.coverage == coverage


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"scope": ""}, "This field is required", id="no scope"),
        pytest.param({"ends_on": "2020-01-01"}, "ends before it starts", id="reversed"),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_lost(
    client: Client, values: dict[str, str], said: str
) -> None:
    member = make_member()
    source = make_assessment(member)

    response = _start_copy(client, member, source, with_answers="on", **values)

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "checked" in page
    assert Assessment.objects.get() == source


def test_a_matrix_withdrawn_meanwhile_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdrawn(**_: Any) -> None:
        raise starting.EditionUnavailable

    monkeypatch.setattr(views, "copy_assessment", withdrawn)
    member = make_member()

    response = _start_copy(client, member, make_assessment(member))

    assert response.status_code == 422
    assert "no longer in the library" in response.content.decode()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER, Role.AUDITOR])
def test_who_does_not_run_assessments_is_refused(client: Client, role: str) -> None:
    owner = make_member()
    source = make_assessment(owner)
    member = make_member(role, organisation=owner.organisation)
    client.force_login(member.user)

    shown = client.get(_address("copy", member, source))
    sent = _start_copy(client, member, source)

    assert [shown.status_code, sent.status_code] == [403, 403]
    assert Assessment.objects.count() == 1


def test_strangers_and_former_members_find_nothing(client: Client) -> None:
    owner = make_member()
    source = make_assessment(owner)
    people = [make_member().user, make_former_member(organisation=owner.organisation).user]

    answers = []
    for person in people:
        client.force_login(person)
        answers.append(client.get(_address("copy", owner, source)).status_code)
        answers.append(client.post(_address("start_copy", owner, source)).status_code)

    assert answers == [404] * 4


def test_an_assessment_of_another_organisation_cannot_be_copied_into_mine(client: Client) -> None:
    member, other = make_member(), make_assessment()

    response = _start_copy(client, member, other)

    assert response.status_code == 404
    assert Assessment.objects.get() == other


def _address(page: str, member: Membership, assessment: Assessment) -> str:
    return reverse(f"assessments:{page}", args=[member.organisation.slug, assessment.pk])


def _start_copy(client: Client, member: Membership, source: Assessment, **values: str) -> Any:
    client.force_login(member.user)
    sent = {"scope": "Elsewhere", "starts_on": "2026-09-01", "ends_on": "2027-02-28", **values}
    return client.post(_address("start_copy", member, source), sent, headers=ENGLISH)
