"""The list of assessments and its workbook twin."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Membership, Organisation
from accounts.rights import Role
from assessments.models import Assessment
from assessments.scoring import Counts
from assessments.selectors.listing import assessment_listing
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_former_member,
    make_member,
    make_organisation,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
FRENCH = {"accept-language": "fr"}
SPACE = "\N{NO-BREAK SPACE}"
LATE = date(2020, 1, 1)


def test_the_sum_of_all_comes_first_in_one_sentence(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    for _ in range(2):
        make_answers(make_assessment(member), {"coverage": "covered"}, by=member)

    page = _page(client, member)

    assert f"<strong>2 of 6 duties covered (33{SPACE}%)</strong>, 4 unanswered" in page


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        pytest.param(ENGLISH, "1 of 3 (33 %)", id="en"),
        pytest.param(FRENCH, "1 sur 3 (33 %)", id="fr"),
    ],
)
def test_each_assessment_says_how_it_stands(
    client: Client, headers: dict[str, str], said: str
) -> None:
    member = make_member()
    client.force_login(member.user)
    assessment = make_assessment(member, scope="Production")
    make_answers(
        assessment, {"coverage": "covered"}, {"coverage": "gap", "due_on": LATE}, by=member
    )

    page = _page(client, member, headers=headers)

    assert said.replace(" %", f"{SPACE}%") in page
    assert "Production" in page
    assert f"/assessments/{assessment.pk}/duties/?coverage=gap" in page
    assert f"/assessments/{assessment.pk}/duties/?late=true" in page


def test_a_zero_is_plain_text_and_no_link(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    make_assessment(member)

    page = _page(client, member)

    assert "coverage=gap" not in page
    assert "late=true" not in page


def test_an_empty_list_leads_to_its_one_next_action(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)

    page = _page(client, member)

    assert "No assessment yet" in page
    assert page.count("/assessments/new/") == 1


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER, Role.AUDITOR])
def test_who_may_not_start_is_told_who_may(client: Client, role: str) -> None:
    member = make_member(role)
    client.force_login(member.user)

    page = _page(client, member)

    assert "A manager or an administrator" in page
    assert "/assessments/new/" not in page


def test_the_demo_organisation_is_labelled(client: Client) -> None:
    member = make_member()
    Organisation.objects.filter(pk=member.organisation_id).update(is_demo=True)
    client.force_login(member.user)

    page = _page(client, member)

    assert "This is the demonstration organisation" in page


@pytest.mark.thorough
def test_there_are_twenty_five_on_a_page(client: Client) -> None:
    member, edition = make_member(), make_edition()
    client.force_login(member.user)
    for number in range(26):
        make_assessment(member, edition=edition, scope=f"Scope {number:02}")

    first, second = _page(client, member), _page(client, member, "?page=2")

    assert "Scope 24" in first
    assert "Scope 25" not in first
    assert "Scope 25" in second


def test_it_is_ordered_by_what_one_clicks(client: Client) -> None:
    member, edition = make_member(), make_edition()
    client.force_login(member.user)
    make_assessment(member, edition=edition, scope="None covered")
    half = make_assessment(member, edition=edition, scope="One covered")
    make_answers(half, {"coverage": "covered"}, by=member)

    page = _page(client, member, "?sort=-declared")

    assert page.index("One covered") < page.index("None covered")


def test_another_organisations_assessments_are_not_there(client: Client) -> None:
    member = make_member()
    make_assessment(make_member(), scope="Elsewhere")
    client.force_login(member.user)

    page = _page(client, member)

    assert "Elsewhere" not in page


@pytest.mark.parametrize("page", ["assessments/", "assessments.xlsx"])
def test_strangers_and_former_members_find_nothing(client: Client, page: str) -> None:
    organisation = make_organisation()
    people = [make_member().user, make_former_member(organisation=organisation).user]

    answers = []
    for person in people:
        client.force_login(person)
        answers.append(client.get(f"/o/{organisation.slug}/{page}").status_code)

    assert answers == [404, 404]


@pytest.mark.usefixtures("on_that_day")
def test_the_twin_holds_the_rows_of_the_list_in_its_order(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    other = make_assessment(member, scope="=1+1")
    make_answers(other, {"coverage": "covered"}, {"coverage": "partial"}, by=member)
    make_assessment(member, scope="Archives")

    response = client.get(
        f"/o/{member.organisation.slug}/assessments.xlsx?sort=-covered", headers=ENGLISH
    )

    headings, first, second = load_workbook(BytesIO(response.content)).worksheets[0].values
    assert dict(zip(headings, first, strict=True)) == {
        "Service": other.edition.matrix.service,
        "Scope": "=1+1",
        "Provider": "Fournisseur d’essai",
        "Duties": 3,
        "Applicable": 3,
        "Covered": 1,
        "Partial": 1,
        "Proven (duties)": 0,
        "Proofs expired": 0,
        "30 days": None,
        "Gaps": 0,
        "Unanswered": 1,
        "Not applicable": 0,
        "Declared (%)": 33,
        "Progress (%)": 66,
        "Proven (%)": 0,
        "Overdue": 0,
        "Last signed on": None,
        "Signed by": None,
        "From": NOW.replace(2026, 9, 1, 0, tzinfo=None),
        "To": NOW.replace(2027, 2, 28, 0, tzinfo=None),
        "Edition": NOW.replace(2026, 3, 2, 0, tzinfo=None),
    }
    assert second[1] == "Archives"


def test_the_listing_reads_the_last_day_there_is() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    later = NOW + timedelta(days=3)
    make_answers(assessment, {"coverage": "covered"}, by=member, at=later)

    listing = assessment_listing(Assessment.objects.all(), on=later.date())

    assert listing.counts == Counts(duties=3, covered=1)
    assert listing.lines[0].counts == listing.counts


def test_only_duties_that_are_not_covered_are_overdue() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    make_answers(
        assessment,
        {"coverage": "covered", "due_on": LATE},
        {"coverage": "partial", "due_on": LATE},
        {"due_on": LATE},
        {"due_on": LATE},
        by=member,
    )

    listing = assessment_listing(Assessment.objects.all(), on=NOW.date())

    assert listing.overdue == 2
    assert listing.apart == ""


def _page(
    client: Client, member: Membership, query: str = "", headers: dict[str, str] = ENGLISH
) -> str:
    address = f"/o/{member.organisation.slug}/assessments/{query}"
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()
