"""Pages of the wizard: after publishing, for long files, for strangers, for editions."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from jobs.models import Job
from jobs.services import run_next
from matrix.models import Edition, MatrixImport
from tests.builders import NOW, make_edition, make_member, make_page
from tests.matrix.importing.addresses import url
from tests.matrix.importing.imports import (
    DESCRIBED,
    LONG,
    make_import,
    make_long_import,
    make_written,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["preview", "publish", "discard", "choose"])
def test_a_published_import_leads_to_its_edition(
    signed_in: Client, member: Membership, name: str
) -> None:
    found = make_import(by=member, said=DESCRIBED)
    signed_in.post(url("publish", found), {"revision": 2, **DESCRIBED})
    verb: Any = signed_in.get if name == "preview" else signed_in.post

    response = verb(url(name, found), {"revision": 4, **DESCRIBED})

    assert response["Location"].endswith(f"/matrices/{Edition.objects.get().pk}/")


def test_discarding_leads_back_to_the_library(signed_in: Client, member: Membership) -> None:
    found = make_import(by=member)

    response = signed_in.post(url("discard", found), follow=True)

    assert "Discarded: “page.fr.md”." in response.content.decode()
    assert not MatrixImport.objects.exists()


def test_a_long_file_shows_how_far_it_is_then_its_preview(
    signed_in: Client, member: Membership
) -> None:
    found = make_long_import(member)
    waiting = signed_in.get(url("preview", found)).content.decode()
    before = signed_in.get(url("progress", found)).json()

    run_next()
    after = signed_in.get(url("progress", found)).json()
    text = signed_in.get(url("preview", found)).content.decode()

    assert "It is worked on in the background" in waiting
    assert (before["state"], before["next"]) == ("queued", None)
    assert after["next"] == url("preview", found)
    assert f"{LONG} activities, {LONG} of them yours" in text
    assert f"200 of {LONG} rows" in text


def test_a_long_file_is_cancelled_and_read_again(signed_in: Client, member: Membership) -> None:
    found = make_long_import(member)

    signed_in.post(url("cancel", found))
    text = signed_in.get(url("preview", found)).content.decode()
    signed_in.post(url("choose", found), {"revision": 1})

    assert "It was cancelled. Nothing was written." in text
    assert Job.objects.filter(state=Job.State.QUEUED).count() == 1


@pytest.mark.thorough
def test_a_long_file_is_published_by_a_job(signed_in: Client, member: Membership) -> None:
    found = make_long_import(member)
    run_next()

    asked = signed_in.post(url("publish", found), {"revision": 1, **DESCRIBED})
    run_next()

    assert asked["Location"] == url("preview", found)
    response = signed_in.get(url("preview", found))
    assert response["Location"].endswith(f"/matrices/{Edition.objects.get().pk}/")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param(make_page(LONG), "already in your library", id="already"),
        pytest.param(make_page(LONG).replace("Partie 3", "P" * 501), "It is too large", id="long"),
    ],
)
def test_why_a_job_could_not_publish_is_said_with_the_preview(
    signed_in: Client, member: Membership, page: str, words: str
) -> None:
    make_edition(make_page(LONG), organisation=member.organisation, service="Coffre")
    found = make_import(page, by=member)
    run_next()
    signed_in.post(url("publish", found), {"revision": 1, **DESCRIBED})

    run_next()

    text = signed_in.get(url("preview", found)).content.decode()
    assert words in text
    assert f"{LONG} activities" in text


@pytest.mark.thorough
def test_an_import_of_300_rows_asks_the_database_as_often_as_one_of_three(
    signed_in: Client, member: Membership
) -> None:
    counts = []

    for rows in (3, 300):
        found = make_written(member, rows=rows)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(url("preview", found))
            signed_in.get(url("rows", found))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_page_of_rows_holds_fifty_and_a_line_leads_to_its_page(
    signed_in: Client, member: Membership
) -> None:
    page = make_page(120)
    found = make_import(page, by=member)
    line = 1 + next(n for n, text in enumerate(page.split("\n")) if "registre 70 " in text)

    first = signed_in.get(url("preview", found)).content.decode()
    second = signed_in.get(url("preview", found) + f"?line={line}").content.decode()

    assert first.count('<tr id="line-') == 50
    assert "Tenir le registre 1 |" in first
    assert f'id="line-{line}"' not in first
    assert f'id="line-{line}"' in second


@pytest.mark.asvs("8.4.1")
def test_an_import_of_another_organisation_does_not_exist(client: Client) -> None:
    found = make_written(make_member())
    stranger = make_member(Role.ADMINISTRATOR)
    client.force_login(stranger.user)
    slugs = (found.organisation.slug, stranger.organisation.slug)
    names = ["preview", "progress", "rows"]
    posts = ["choose", "correct", "describe", "publish", "discard", "cancel", "save_rows"]

    answers = [
        verb(reverse(f"matrix:import_{name}", args=[slug, found.key])).status_code
        for verb, each in ((client.get, names), (client.post, posts))
        for name in each
        for slug in slugs
    ]

    assert set(answers) == {404}
    found.refresh_from_db()
    assert found.revision == 2


def test_amending_is_offered_on_an_edition_and_leads_to_its_rows(
    signed_in: Client, member: Membership
) -> None:
    edition = make_edition(organisation=member.organisation)
    args = [member.organisation.slug, edition.pk]
    page = signed_in.get(reverse("matrix:organisation_edition", args=args)).content.decode()

    response = signed_in.post(reverse("matrix:edition_amend", args=args))

    rows = signed_in.get(response["Location"]).content.decode()
    assert reverse("matrix:edition_amend", args=args) in page
    assert "Vérifier l’intégrité des copies" in rows
    assert MatrixImport.objects.get().made_at > NOW


@pytest.mark.thorough
def test_an_edition_too_long_to_amend_says_so(signed_in: Client, member: Membership) -> None:
    edition = make_edition(make_page(501), organisation=member.organisation)
    args = [member.organisation.slug, edition.pk]

    response = signed_in.post(reverse("matrix:edition_amend", args=args), follow=True)

    assert "more than 500 rows" in response.content.decode()
