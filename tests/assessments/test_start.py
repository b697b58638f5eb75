"""The page that starts an assessment."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Role
from assessments.forms.starting import YEAR
from assessments.models import Answer, Assessment
from assessments.services import starting
from assessments.views import starting as views
from tests.assessments.test_services_starting import THREE_PARTIES
from tests.builders import make_edition, make_former_member, make_member, make_organisation

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LEADING = [Role.ADMINISTRATOR, Role.MANAGER]
OTHERS = [Role.CONTRIBUTOR, Role.VIEWER, Role.AUDITOR]


def test_the_form_offers_the_only_matrix_and_a_year_from_today(client: Client) -> None:
    member, edition = make_member(), make_edition()

    page = _new(client, member)

    today = timezone.localdate()
    assert f'<option value="{edition.pk}" selected>' in page
    assert f'value="{today.isoformat()}"' in page
    assert f'value="{(today + YEAR).isoformat()}"' in page


def test_with_several_matrices_nobody_chooses_for_the_person(client: Client) -> None:
    member = make_member()
    make_edition()
    make_edition()

    page = _new(client, member)

    assert '<option value="" selected>' in page


def test_the_library_can_name_the_matrix(client: Client) -> None:
    member, edition = make_member(), make_edition()
    make_edition()

    page = _new(client, member, f"?edition={edition.pk}")

    assert f'<option value="{edition.pk}" selected>' in page


def test_an_empty_library_is_said_and_leads_there(client: Client) -> None:
    member = make_member()

    page = _new(client, member)

    assert "No matrix to start from" in page
    assert f'href="/o/{member.organisation.slug}/matrices/"' in page


def test_a_matrix_of_another_organisation_is_not_offered(client: Client) -> None:
    member = make_member()
    make_edition(organisation=make_organisation(), service="Not ours")
    make_edition(service="Ours")

    page = _new(client, member)

    assert "Ours" in page
    assert "Not ours" not in page


def test_an_edition_without_a_date_says_so(client: Client) -> None:
    member = make_member()
    make_edition("| Activité | Client | Autre |\n| --- | --- | --- |\n| Payer | RA | I |\n")

    page = _new(client, member)

    assert "no date" in page


@pytest.mark.parametrize("role", LEADING)
def test_starting_leads_to_the_duties(client: Client, role: str) -> None:
    member, edition = make_member(role), make_edition()

    response = _start(client, member, edition=edition.pk)

    assessment = Assessment.objects.get()
    duties = reverse("assessments:duties", args=[member.organisation.slug, assessment.pk])
    assert (response.status_code, response["Location"]) == (302, duties)
    assert (assessment.scope, assessment.edition) == ("Production", edition)
    assert Answer.objects.of_assessment(assessment).count() == 3


def test_messages_come_along_when_ticked(client: Client) -> None:
    member, edition = make_member(), make_edition()

    _start(client, member, edition=edition.pk, has_messages="on")

    assert Answer.objects.count() == 4


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        pytest.param("edition", "", "This field is required", id="no matrix"),
        pytest.param("edition", "999999", "Select a valid choice", id="unknown matrix"),
        pytest.param("scope", "", "This field is required", id="no scope"),
        pytest.param("scope", "x" * 161, "at most 160 characters", id="long scope"),
        pytest.param("starts_on", "soon", "Enter a valid date", id="no date"),
        pytest.param("ends_on", "2020-01-01", "ends before it starts", id="reversed"),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_lost(
    client: Client, field: str, value: str, said: str
) -> None:
    member, edition = make_member(), make_edition()

    response = _start(client, member, **{"edition": edition.pk, "scope": "Kept", field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    assert field == "scope" or 'value="Kept"' in page
    assert not Assessment.objects.exists()


def test_a_matrix_withdrawn_meanwhile_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdrawn(**_: Any) -> None:
        raise starting.EditionUnavailable

    monkeypatch.setattr(views, "start_assessment", withdrawn)
    member, edition = make_member(), make_edition()

    response = _start(client, member, edition=edition.pk)

    assert response.status_code == 422
    assert "no longer in the library" in response.content.decode()


def test_the_party_is_asked_for_only_where_there_are_three(client: Client) -> None:
    member = make_member()
    make_edition()
    without = _new(client, member)
    make_edition(THREE_PARTIES, service="Three")

    with_three = _new(client, member)

    assert "client_party" not in without
    assert "Partenaire · Three" in with_three


def test_a_chosen_party_has_its_own_duties(client: Client) -> None:
    member, edition = make_member(), make_edition(THREE_PARTIES)
    partner = edition.parties.get(name="Partenaire")

    _start(client, member, edition=edition.pk, client_party=partner.pk)

    assert Assessment.objects.get().client_party == partner
    assert Answer.objects.count() == 2


def test_a_party_of_another_matrix_is_refused_in_place(client: Client) -> None:
    member, edition = make_member(), make_edition()
    partner = make_edition(THREE_PARTIES).parties.get(name="Partenaire")

    response = _start(client, member, edition=edition.pk, client_party=partner.pk)

    assert response.status_code == 422
    assert "not in the matrix chosen" in response.content.decode()
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_who_does_not_run_assessments_is_refused(client: Client, role: str) -> None:
    member, edition = make_member(role), make_edition()
    client.force_login(member.user)

    shown = client.get(reverse("assessments:new", args=[member.organisation.slug]))
    sent = _start(client, member, edition=edition.pk)

    assert [shown.status_code, sent.status_code] == [403, 403]
    assert not Assessment.objects.exists()


def test_strangers_and_former_members_find_nothing(client: Client) -> None:
    organisation = make_organisation()
    people = [make_member().user, make_former_member(organisation=organisation).user]

    answers = []
    for person in people:
        client.force_login(person)
        answers.append(client.get(f"/o/{organisation.slug}/assessments/new/").status_code)
        answers.append(client.post(f"/o/{organisation.slug}/assessments/start/").status_code)

    assert answers == [404] * 4


def _new(client: Client, member: Membership, query: str = "") -> str:
    client.force_login(member.user)
    address = reverse("assessments:new", args=[member.organisation.slug])
    return client.get(address + query, headers=ENGLISH).content.decode()


def _start(client: Client, member: Membership, **values: Any) -> Any:
    client.force_login(member.user)
    sent = {"scope": "Production", "starts_on": "2026-09-01", "ends_on": "2027-02-28", **values}
    address = reverse("assessments:start", args=[member.organisation.slug])
    return client.post(address, sent, headers=ENGLISH)
