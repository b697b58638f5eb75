"""Asking for the workbook, and for the plain list."""

import pytest
from django.test import Client

from accounts.models import Membership
from assessments.models import Assessment, Export
from assessments.services.exporting import EXPORTED
from audit.models import Event, chain_of
from tests.assessments.workbooks import hash_of, lines, opened, sheet
from tests.builders import make_assessment, make_member

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address(assessment: Assessment, page: str = "workbook/") -> str:
    """Return the address of the workbook, or of the list."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/{page}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_workbook_is_on_record_with_its_language_and_the_hash_of_its_cells(
    client: Client, full_assessment: Assessment, manager: Membership, language: str
) -> None:
    client.cookies["remit_language"] = language

    answer = client.post(address(full_assessment))

    book = opened(answer.content)
    export = Export.objects.get()
    assert export.cells_sha256 == hash_of(book)
    assert ["export", str(export.key)] in lines(book["_meta"])
    assert ["language", language] in lines(book["_meta"])
    assert export.language == language
    assert (export.made_by, export.assessment, export.filter) == (manager, full_assessment, "")
    event = Event.objects.of_chain(chain_of(manager.organisation_id)).get(verb=EXPORTED)
    assert (event.object_id, event.actor_id) == (str(export.key), manager.user_id)
    assert event.new["cells_sha256"] == export.cells_sha256


def test_the_workbook_of_a_filter_is_a_file_with_its_rows_and_says_so(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    client.cookies["remit_language"] = "en"

    answer = client.post(address(full_assessment, "workbook/?coverage=gap&nonsense=1"))

    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    assert answer["Content-Disposition"].startswith('attachment; filename="remit-')
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    book = opened(answer.content)
    assert [row[8] for row in lines(sheet(book, "Duties"))[1:]] == [""]
    assert len(lines(sheet(book, "Duties"))) == 2
    assert Export.objects.get().filter == "coverage=gap"


def test_without_a_filter_messages_are_in_the_file_too(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    client.cookies["remit_language"] = "en"

    everything = opened(client.post(address(full_assessment)).content)
    listed = opened(client.get(address(full_assessment, "duties.xlsx")).content)

    assert len(lines(sheet(everything, "Duties"))) == 1 + 4
    assert len(lines(sheet(listed, "Duties"))) == 1 + 3


def test_the_plain_list_is_the_filtered_grid_and_is_not_recorded(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    client.cookies["remit_language"] = "en"

    answer = client.get(address(full_assessment, "duties.xlsx?coverage=partial"))

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
