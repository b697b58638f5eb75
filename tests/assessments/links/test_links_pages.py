"""The pages on which links are made, looked after and revoked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from assessments.models import Assessment, LinkView, ShareLink
from assessments.services.links import Viewed, note_view
from tests.assessments.workbooks import lines, opened, sheet
from tests.builders import NOW
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

ENGLISH = {"accept-language": "en"}
TERMS = {"label": "Cabinet Lenoir", "ends_on": "2026-12-22", "has_evidence": "on"}


@pytest.fixture
def links(client: Client, manager: Membership, assessment: Assessment) -> str:
    """Return the address of the list of links, of a manager who is signed in."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(manager.user)
    return f"/o/{manager.organisation.slug}/assessments/{assessment.pk}/sharing/links/"


def test_a_link_is_made_and_its_address_shown_this_once(client: Client, links: str) -> None:
    made = client.post(f"{links}make/?coverage=gap", TERMS)
    listed = client.get(links)

    link, said = ShareLink.objects.get(), made.content.decode()
    token = re.search(r"/shared/([\w-]{43})/", said)
    assert token is not None
    assert (link.label, link.filter, link.words) == ("Cabinet Lenoir", "coverage=gap", "gap")
    assert (link.has_evidence, link.has_password) == (True, False)
    assert Client().get(f"/shared/{token[1]}/").status_code == 200
    assert made.headers["Cache-Control"].startswith("max-age=0")
    assert "Cabinet Lenoir" in listed.content.decode()
    assert token[1] not in listed.content.decode()


def test_the_form_offers_the_rows_and_a_month(client: Client, links: str) -> None:
    whole = client.get(f"{links}new/")
    some = client.get(f"{links}new/?coverage=gap")

    assert (whole.context["kept"], whole.context["total"]) == (4, 4)
    assert (some.context["kept"], some.context["total"]) == (1, 4)
    assert f'action="{links}make/?coverage=gap"' in some.content.decode()
    assert 'value="2026-12-22"' in whole.content.decode()


@pytest.mark.parametrize(
    ("terms", "query", "said"),
    [
        pytest.param({"label": ""}, "", "need another look", id="for nobody"),
        pytest.param({"ends_on": "2026-11-21"}, "", "This day is over", id="over"),
        pytest.param({"ends_on": "2027-11-24"}, "", "within a year", id="too late"),
        pytest.param({"password": "short"}, "", "at least 15", id="short password"),
        pytest.param({}, "owner=me", "not known here", id="mine"),
        pytest.param({}, "coverage=none", "not known here", id="unknown filter"),
    ],
)
def test_what_cannot_be_shared_is_said(
    client: Client, links: str, terms: dict[str, str], query: str, said: str
) -> None:
    answer = client.post(f"{links}make/?{query}", TERMS | terms)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_a_link_is_revoked_with_one_click(
    client: Client, links: str, manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager)
    address = f"{links}{made.link.key}/revoke/"

    first = client.post(address, {"revision": 1}, follow=True)
    again = client.post(address, {"revision": 1})
    odd = client.post(address)

    assert "Its address opens nothing any more" in first.content.decode()
    assert (again.status_code, odd.status_code) == (409, 422)
    assert "Not revoked" in again.content.decode()
    assert Client().get(f"/shared/{made.token}/").status_code == 404


def test_the_log_of_views_and_its_twin_say_the_same(
    client: Client, links: str, manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager)
    wrong = Viewed(LinkView.What.PAGE, outcome=LinkView.Outcome.WRONG_PASSWORD)
    note_view(link=made.link, viewed=Viewed(LinkView.What.WORKBOOK), at=NOW)
    note_view(link=made.link, viewed=wrong, at=NOW + timedelta(hours=1))

    page = client.get(f"{links}{made.link.key}/")
    twin = lines(sheet(opened(client.get(f"{links}{made.link.key}.xlsx").content), "View log"))

    shown = [(view.what, view.outcome, view.times) for view in page.context["views"]]
    assert shown == [("the page", "wrong password", 1), ("the workbook", "shown", 1)]
    assert [(line[1], line[3], line[4]) for line in twin[1:]] == shown
    assert "1 wrong password" in page.content.decode()


def test_the_list_and_its_twin_say_the_same(
    client: Client, links: str, manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager, query="coverage=gap", password="p" * 20)
    make_share_link(assessment, by=manager, has_evidence=False)

    page = client.get(links)
    twin = lines(sheet(opened(client.get(f"{links[:-1]}.xlsx").content), "Share links"))

    listed: list[Any] = [line.link.label for line in page.context["links"]]
    assert listed == [line[0] for line in twin[1:]] == ["Cabinet Lenoir"] * 2
    assert [line[1:5] for line in twin[1:]] == [
        ["in force", "all rows", "no", "no"],
        ["in force", "as asked: coverage=gap", "yes", "yes"],
    ]
    assert twin[2][-1] == str(made.link.key)


def test_without_a_link_the_page_says_what_one_is_for(client: Client, links: str) -> None:
    page = client.get(links).content.decode()

    assert "No link leads here yet" in page
    assert f'href="{links}new/"' in page


def test_a_link_of_another_assessment_is_not_found(
    client: Client, links: str, manager: Membership
) -> None:
    from tests.builders import make_assessment

    other = make_share_link(make_assessment(manager), by=manager).link

    answers = [
        client.get(f"{links}{other.key}/"),
        client.get(f"{links}{other.key}.xlsx"),
        client.post(f"{links}{other.key}/revoke/", {"revision": 1}),
    ]

    assert [each.status_code for each in answers] == [404] * 3
