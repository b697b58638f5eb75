"""Asking for the workbook, and for the plain list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.rights import Role
from assessments.models import Assessment, Export
from assessments.services.exporting import EXPORTED
from audit.models import Event, chain_of
from tests.assessments.workbooks import hash_of, lines, make_full_assessment, opened, sheet
from tests.builders import make_assessment, make_edition, make_member, make_page

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address(assessment: Assessment, page: str = "workbook/") -> str:
    """Return the address of the workbook, or of the list."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/{page}"


@pytest.mark.parametrize("role", list(Role))
def test_whoever_reads_may_take_the_workbook_away(client: Client, role: Role) -> None:
    assessment = make_full_assessment()
    member = make_member(role, organisation=assessment.organisation)
    client.force_login(member.user)

    answer = client.post(address(assessment))

    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    assert answer["Content-Disposition"].startswith('attachment; filename="remit-')
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert opened(answer.content).sheetnames[-1] == "_meta"


def test_the_workbook_is_on_record_with_the_hash_of_its_cells(client: Client) -> None:
    member = make_member()
    assessment = make_full_assessment(member)
    client.force_login(member.user)

    answer = client.post(address(assessment), headers={"accept-language": "en"})

    book = opened(answer.content)
    export = Export.objects.get()
    assert export.cells_sha256 == hash_of(book)
    assert ["export", str(export.key)] in lines(book["_meta"])
    assert (export.made_by, export.assessment, export.filter) == (member, assessment, "")
    event = Event.objects.of_chain(chain_of(member.organisation_id)).get(verb=EXPORTED)
    assert (event.object_id, event.actor_id) == (str(export.key), member.user_id)
    assert event.new["cells_sha256"] == export.cells_sha256


def test_the_workbook_of_a_filter_has_its_rows_and_says_so(client: Client) -> None:
    member = make_member()
    assessment = make_full_assessment(member)
    client.force_login(member.user)
    client.cookies["remit_language"] = "en"

    answer = client.post(address(assessment, "workbook/?coverage=gap&nonsense=1"))

    book = opened(answer.content)
    assert [row[8] for row in lines(sheet(book, "Duties"))[1:]] == [""]
    assert len(lines(sheet(book, "Duties"))) == 2
    assert Export.objects.get().filter == "coverage=gap"


def test_without_a_filter_messages_are_in_the_file_too(client: Client) -> None:
    member = make_member()
    assessment = make_full_assessment(member)
    client.force_login(member.user)
    client.cookies["remit_language"] = "en"

    everything = opened(client.post(address(assessment)).content)
    listed = opened(client.get(address(assessment, "duties.xlsx")).content)

    assert len(lines(sheet(everything, "Duties"))) == 1 + 4
    assert len(lines(sheet(listed, "Duties"))) == 1 + 3


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_workbook_is_in_the_language_of_the_interface(client: Client, language: str) -> None:
    member = make_member()
    assessment = make_full_assessment(member)
    client.force_login(member.user)
    client.cookies["remit_language"] = language

    book = opened(client.post(address(assessment)).content)

    assert ["language", language] in lines(book["_meta"])
    assert Export.objects.get().language == language


def test_the_plain_list_is_the_filtered_grid_and_is_not_recorded(client: Client) -> None:
    member = make_member()
    assessment = make_full_assessment(member)
    client.force_login(member.user)
    client.cookies["remit_language"] = "en"

    answer = client.get(address(assessment, "duties.xlsx?coverage=partial"))

    rows = lines(sheet(opened(answer.content), "Duties"))[1:]
    assert [row[2] for row in rows] == ["en Payer la première facture"]
    assert "-duties-" in answer["Content-Disposition"]
    assert not Export.objects.exists()


def test_the_assessment_of_another_organisation_is_not_there(client: Client) -> None:
    member = make_member()
    foreign = make_assessment(make_member())
    client.force_login(member.user)
    own = f"/o/{member.organisation.slug}/assessments/{foreign.pk}/"

    answers = [
        client.post(address(foreign)),
        client.get(address(foreign, "duties.xlsx")),
        client.post(f"{own}workbook/"),
        client.get(f"{own}duties.xlsx"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not Export.objects.exists()


def test_a_workbook_is_made_by_post_and_a_list_by_get(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(member)
    client.force_login(member.user)

    assert client.get(address(assessment)).status_code == 405
    assert client.post(address(assessment, "duties.xlsx")).status_code == 405


@pytest.mark.parametrize("target", ["workbook/?coverage=unanswered", "duties.xlsx"])
def test_queries_are_as_many_for_300_activities_as_for_one(client: Client, target: str) -> None:
    member = make_member()
    client.force_login(member.user)
    ask: Callable[..., Any] = client.post if target.startswith("workbook") else client.get
    counts = []
    for activities in (1, 300):
        assessment = make_assessment(member, edition=make_edition(make_page(activities)))
        ask(address(assessment, target))

        with CaptureQueriesContext(connection) as queries:
            answer = ask(address(assessment, target))

        assert answer.status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
