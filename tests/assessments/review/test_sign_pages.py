"""Signing on the page: the password again, what limits it, the sign-off, and reopening."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, SignOff
from tests.assessments.review.signing import fingerprint, make_accepted, sign
from tests.assessments.review.team import GAP, ReviewTeam
from tests.assessments.workbooks import opened
from tests.builders import PASSWORD, make_reader

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def base(team: ReviewTeam) -> str:
    """Return the address of the assessment."""
    return f"/o/{team.assessment.organisation.slug}/assessments/{team.assessment.pk}/"


def get(client: Client, team: ReviewTeam, path: str, by: Membership | None = None) -> Any:
    """Read a page as somebody, the manager if nobody is given."""
    client.force_login((by or team.manager).user)
    return client.get(base(team) + path, headers=ENGLISH)


def post(client: Client, team: ReviewTeam, path: str, **data: str) -> Any:
    """Send a form as the manager, who has a password, and follow it."""
    user = team.manager.user
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client.force_login(user)
    return client.post(base(team) + path, data, headers=ENGLISH, follow=True)


def sign_by_form(client: Client, team: ReviewTeam, **data: str) -> Any:
    """Sign as the manager does, with their password if nothing else is given."""
    sent = {"fingerprint": fingerprint(team.assessment), "password": PASSWORD, **data}
    return post(client, team, "review/sign/now/", **sent)


def test_the_page_says_what_limits_it(client: Client) -> None:
    team = make_accepted()

    html = get(client, team, "review/sign/").content.decode()

    assert "1 row is unanswered" in html
    assert "1 gap or partial is open" in html
    assert "Four eyes are off" in html
    assert fingerprint(team.assessment) in html


def test_with_the_password_it_is_signed_and_shown(client: Client) -> None:
    team = make_accepted()

    response = sign_by_form(client, team, statement="For the audit")

    html = response.content.decode()
    signed = SignOff.objects.get()
    assert response.redirect_chain[0][0] == f"{base(team)}sign-offs/{signed.pk}/"
    assert signed.sha256 in html
    assert signed.head_seal in html
    assert "computed again: it holds" in html
    assert "For the audit" in html


@pytest.mark.asvs("7.5.3")
def test_without_the_right_password_nothing_is_signed(client: Client) -> None:
    team = make_accepted()

    response = sign_by_form(client, team, password="something else entirely")

    assert response.status_code == 422
    assert "this is not your password" in response.content.decode()
    assert not SignOff.objects.exists()


@pytest.mark.asvs("6.3.1")
def test_tries_are_throttled(client: Client) -> None:
    team = make_accepted()
    for _ in range(10):
        sign_by_form(client, team, password="something else entirely")

    response = sign_by_form(client, team)

    assert response.status_code == 429
    assert not SignOff.objects.exists()


def test_who_has_no_password_must_have_signed_in_just_now(client: Client) -> None:
    team = make_accepted()
    client.force_login(team.manager.user)
    data = {"fingerprint": fingerprint(team.assessment)}

    refused = client.post(f"{base(team)}review/sign/now/", data, headers=ENGLISH)

    assert refused.status_code == 422
    assert "Sign out and in again" in refused.content.decode()


def test_who_signed_in_elsewhere_just_now_signs(client: Client) -> None:
    team = make_accepted()
    client.force_login(team.manager.user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": 9e12}]
    session["account_authentication_methods_user"] = str(team.manager.user_id)
    session.save()
    data = {"fingerprint": fingerprint(team.assessment)}

    client.post(f"{base(team)}review/sign/now/", data, headers=ENGLISH)

    assert SignOff.objects.count() == 1


def test_what_changed_since_is_looked_at_again(client: Client) -> None:
    team = make_accepted()
    seen = fingerprint(team.assessment)
    team.answer(GAP)

    response = sign_by_form(client, team, fingerprint=seen)

    assert response.status_code == 409
    assert "Look at it again" in response.content.decode()


def test_a_form_without_its_fingerprint_signs_nothing(client: Client) -> None:
    team = make_accepted()

    response = post(client, team, "review/sign/now/", password=PASSWORD)

    assert response.status_code == 422


def test_what_is_signed_is_not_signed_again(client: Client) -> None:
    team = make_accepted()
    sign(team)

    page = get(client, team, "review/sign/").content.decode()
    response = sign_by_form(client, team)

    assert "signed or closed already" in page
    assert response.status_code == 409


def test_it_is_reopened_with_a_reason(client: Client) -> None:
    team = make_accepted()
    signed = sign(team)

    without = post(client, team, f"sign-offs/{signed.pk}/reopen/", reason="")
    reopened = post(client, team, f"sign-offs/{signed.pk}/reopen/", reason="A proof was wrong")
    again = post(client, team, f"sign-offs/{signed.pk}/reopen/", reason="Twice")

    page = get(client, team, f"sign-offs/{signed.pk}/").content.decode()
    assert (without.status_code, again.status_code) == (422, 409)
    assert reopened.redirect_chain[0][0] == base(team)
    assert "A proof was wrong" in page
    assert 'id="reopen-title"' not in page


def test_everybody_reads_it_and_only_reviewers_reopen(client: Client) -> None:
    team = make_accepted()
    signed = sign(team)
    auditor = make_reader(Role.AUDITOR, team.assessment)

    one = get(client, team, f"sign-offs/{signed.pk}/", auditor)
    listed = get(client, team, "sign-offs/", auditor).content.decode()

    assert one.status_code == 200
    assert 'id="reopen-title"' not in one.content.decode()
    assert signed.short_hash in listed


def test_before_the_first_one_the_list_says_so(client: Client) -> None:
    team = make_accepted()

    html = get(client, team, "sign-offs/").content.decode()

    assert "Nobody has signed this assessment yet" in html


def test_the_twin_holds_the_same_rows(client: Client) -> None:
    team = make_accepted()
    signed = sign(team)

    response = get(client, team, f"sign-offs/{signed.pk}.xlsx")

    book = opened(response.content)
    texts = {value for sheet in book for row in sheet.values for value in row}
    assert {"Seen on site", "Nobody does it", signed.sha256} <= texts


def test_a_signed_assessment_is_closed_by_a_button(client: Client) -> None:
    team = make_accepted()
    open_one = post(client, team, "close/")
    sign(team)

    closed = post(client, team, "close/")

    assert "only a signed assessment is closed" in open_one.content.decode()
    assert "changed no more" in closed.content.decode()
    assert Assessment.objects.get().state == "closed"


def test_the_sign_off_of_another_assessment_is_not_there(client: Client) -> None:
    team, other = make_accepted(), make_accepted()
    signed = sign(other)

    response = get(client, team, f"sign-offs/{signed.pk}/")

    assert response.status_code == 404


def test_a_manager_goes_from_the_dashboard_to_the_review(client: Client) -> None:
    team = make_accepted()
    team.submit(*team.answer(GAP)[:1])

    html = get(client, team, "").content.decode()

    assert f'href="{base(team)}review/"' in html
    assert 'Review <span class="count">1</span>' in html


def test_a_signed_assessment_says_so_on_its_dashboard_grid_and_list(client: Client) -> None:
    team = make_accepted()
    signed = sign(team)
    slug = team.assessment.organisation.slug

    dashboard = get(client, team, "").content.decode()
    grid = get(client, team, "duties/").content.decode()
    listed = client.get(f"/o/{slug}/assessments/", headers=ENGLISH).content.decode()

    assert signed.short_hash in dashboard
    assert "See the sign-off, or reopen it" in dashboard
    assert f"{base(team)}sign-offs/" in grid
    assert f'href="{base(team)}sign-offs/{signed.pk}/"' in listed


def test_the_workbook_says_who_signed_and_that_four_eyes_are_off(client: Client) -> None:
    team = make_accepted()
    before = summary_of(client, team)
    signed = sign(team)

    after = summary_of(client, team)

    assert (before["Sign-off"], before["Four eyes"]) == ("not signed", "off")
    assert after["SHA-256 of the sign-off"] == signed.sha256
    assert after["Signed by"] == str(team.manager)
    assert "Four eyes are off" in after["Limited by"]


def summary_of(client: Client, team: ReviewTeam) -> dict[str, Any]:
    """Return the facts of a workbook that the manager makes now."""
    client.force_login(team.manager.user)
    response = client.post(f"{base(team)}workbook/", headers=ENGLISH)
    rows = opened(response.content).worksheets[0].values
    return {str(row[0]): row[1] for row in rows if row[0]}
