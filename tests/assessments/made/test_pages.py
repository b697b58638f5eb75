"""The pages of workbooks made in the background."""

from typing import Any

import pytest
from django.test import Client

from accounts.rights import Role
from assessments.models import MadeFile
from jobs.models import Job
from jobs.services import run_next
from tests.assessments.workbooks import make_full_assessment
from tests.builders import NOW, make_member, make_reader
from tests.builders.made import make_asked_file, make_made_file

pytestmark = pytest.mark.django_db

ENGLISH: Any = {"accept-language": "en"}


@pytest.mark.asvs("15.2.2")
@pytest.mark.thorough
def test_a_long_assessment_is_made_in_the_background_a_short_one_at_once(
    client: Client, settings: Any
) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/"
    client.force_login(member.user)

    at_once = client.post(f"{url}workbook/", headers=ENGLISH)
    settings.WORKBOOK_ROWS_AT_ONCE = 3
    later = client.post(f"{url}workbook/?coverage=gap&page=2", headers=ENGLISH)

    made = MadeFile.objects.get()
    assert at_once["Content-Disposition"].startswith("attachment")
    assert later["Location"] == f"{url}made/{made.key}/"
    assert (made.query, made.language, made.asked_by) == ("coverage=gap", "en", member)


def test_the_page_waits_with_a_way_to_cancel_then_leads_to_the_file(client: Client) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    made = make_asked_file(assessment, by=member)
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/made/{made.key}/"
    client.force_login(member.user)

    waiting = client.get(url, headers=ENGLISH).content.decode()
    told = client.get(f"{url}progress/", headers=ENGLISH).json()
    run_next()
    ready = client.get(url, headers=ENGLISH).content.decode()
    then = client.get(f"{url}progress/", headers=ENGLISH).json()
    file = client.get(f"{url}file/")

    assert f"{url}cancel/" in waiting
    assert f"{url}file/" not in waiting
    assert (told["state"], told["next"], then["next"]) == ("queued", None, url)
    assert f"{url}file/" in ready
    made.refresh_from_db()
    assert len(b"".join(file)) == int(file["Content-Length"]) == made.size
    assert file["Cache-Control"] == "no-store"
    assert file["Content-Disposition"].startswith("attachment; filename=")


def test_a_cancelled_one_says_so_and_can_be_asked_for_again(client: Client) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    made = make_asked_file(assessment, by=member, query="coverage=gap")
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/"
    client.force_login(member.user)

    page = client.post(f"{url}made/{made.key}/cancel/", headers=ENGLISH, follow=True)
    again = client.post(f"{url}workbook/later/?coverage=gap")

    assert "Cancelled" in page.content.decode()
    assert f"{url}workbook/later/?coverage=gap" in page.content.decode()
    assert again.status_code == 302
    assert Job.objects.unfinished().count() == 1


def test_a_purged_job_leaves_a_page_that_says_what_to_do(client: Client) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    made = make_asked_file(assessment, by=member)
    Job.objects.all().delete()
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/made/{made.key}/"
    client.force_login(member.user)

    page = client.get(url, headers=ENGLISH).content.decode()
    told = client.get(f"{url}progress/").json()

    assert "Ask for it again" in page
    assert (told["is_finished"], told["next"]) == (True, url)


@pytest.mark.parametrize("address", ["", "progress/", "file/"])
def test_another_member_finds_nothing(client: Client, address: str) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    made = make_asked_file(assessment, by=member)
    MadeFile.objects.update(made_at=NOW, place="x.xlsx", size=1)
    other = make_reader(Role.ADMINISTRATOR, assessment)
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/made/{made.key}/{address}"
    client.force_login(other.user)

    response = client.get(url)

    assert response.status_code == 404


@pytest.mark.thorough
def test_an_auditor_it_is_unshared_from_meanwhile_finds_nothing(client: Client) -> None:
    assessment = make_full_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    made = make_made_file(assessment, by=auditor)
    url = f"/o/{auditor.organisation.slug}/assessments/{assessment.pk}/made/{made.key}/file/"
    client.force_login(auditor.user)
    before = client.get(url)
    b"".join(before)  # it is open until it is read

    assessment.shares.all().delete()

    assert (before.status_code, client.get(url).status_code) == (200, 404)


@pytest.mark.thorough
def test_a_file_that_is_not_made_or_is_gone_is_not_there(client: Client) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    made = make_made_file(assessment, by=member)
    waiting = make_asked_file(assessment, by=member)
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/made/"
    client.force_login(member.user)
    MadeFile.objects.filter(pk=made.pk).update(place="gone.xlsx")

    answers = [client.get(f"{url}{key}/file/").status_code for key in (made.key, waiting.key)]

    assert answers == [404, 404]


def test_the_list_has_what_one_asked_for_and_says_why_it_is_empty(client: Client) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/made/"
    client.force_login(member.user)

    empty = client.get(url, headers=ENGLISH).content.decode()
    made = make_asked_file(assessment, by=member)
    listed = client.get(url, headers=ENGLISH).content.decode()

    assert "You asked for none" in empty
    assert f"{url}{made.key}/" in listed
