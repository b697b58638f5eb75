"""POST undo/: taking a change back whole, by script and by form."""

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.services import end_membership
from assessments.models import Answer, Assessment
from audit.models import Event
from tests.assessments.answering import address, coverages_of, rows_of, send
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db


def test_a_batch_is_undone_whole(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    rows = rows_of(assessment)
    batch = send(client, assessment, rows, coverage="covered").json()["batch"]

    told = client.post(
        address(assessment, "undo"), {"batch": batch}, headers={"accept": "application/json"}
    )

    assert told.status_code == 200
    assert len(told.json()["saved"]) == 3
    assert coverages_of(assessment) == ["unanswered"] * 3
    assert Event.objects.filter(verb="answer-change-undone").count() == 3


def test_undoing_leaves_a_row_that_was_changed_since(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    batch = send(client, assessment, [row], coverage="covered").json()["batch"]
    row.refresh_from_db()
    send(client, assessment, [row], coverage="gap")

    told = client.post(
        address(assessment, "undo"), {"batch": batch}, headers={"accept": "application/json"}
    )

    assert told.status_code == 409
    assert told.json()["stale"][0]["stored"]["coverage"] == "gap"
    assert coverages_of(assessment)[0] == "gap"


@pytest.mark.parametrize(
    "batch", [pytest.param("0" * 32, id="no such batch"), pytest.param("x", id="not a batch")]
)
def test_there_is_nothing_to_undo(
    client: Client, assessment: Assessment, contributor: Membership, batch: str
) -> None:
    assert client.post(address(assessment, "undo"), {"batch": batch}).status_code == 404


def test_the_script_is_told_in_words_that_there_is_nothing_to_undo(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    told = client.post(
        address(assessment, "undo"), {"batch": "0" * 32}, headers={"accept": "application/json"}
    )

    assert told.status_code == 404
    assert told.json()["message"]


def test_a_page_that_another_person_opened_undoes_nothing(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    batch = send(client, assessment, rows_of(assessment), coverage="gap").json()["batch"]
    data = {"batch": batch, "reader": str(make_member().user_id)}

    told = client.post(address(assessment, "undo"), data, headers={"accept": "application/json"})

    assert told.status_code == 401
    assert set(coverages_of(assessment)) == {"gap"}


def test_a_form_that_undoes_leads_back_to_the_grid_and_says_so(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    batch = send(client, assessment, rows_of(assessment), coverage="gap").json()["batch"]

    page = client.post(address(assessment, "undo"), {"batch": batch}, follow=True)

    assert page.redirect_chain[0][0].endswith("/duties/")
    assert [str(each) for each in page.context["messages"]]
    assert coverages_of(assessment) == ["unanswered"] * 3


def test_a_form_that_undoes_in_a_closed_assessment_says_that_it_is_closed(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    batch = send(client, assessment, rows_of(assessment), coverage="gap").json()["batch"]
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")

    page = client.post(address(assessment, "undo"), {"batch": batch})
    told = client.post(
        address(assessment, "undo"), {"batch": batch}, headers={"accept": "application/json"}
    )

    assert (page.status_code, told.status_code) == (409, 409)
    assert told.json()["message"]
    assert coverages_of(assessment) == ["gap"] * 3


def test_a_form_says_what_was_changed_since_or_is_not_yours_any_more(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    rows = rows_of(assessment)
    batch = send(client, assessment, rows, coverage="covered").json()["batch"]
    other = make_member(organisation=assessment.organisation)
    Answer.objects.filter(pk=rows[1].pk).update(owner_membership=other)
    rows[0].refresh_from_db()
    send(client, assessment, rows[:1], coverage="gap")

    page = client.post(address(assessment, "undo"), {"batch": batch}, follow=True)

    assert len(page.context["messages"]) == 3
    assert coverages_of(assessment) == ["gap", "covered", "unanswered"]


def test_an_owner_who_has_left_is_not_given_back(client: Client, assessment: Assessment) -> None:
    manager = make_member(organisation=assessment.organisation)
    leaver = make_member(organisation=assessment.organisation)
    client.force_login(manager.user)
    row = rows_of(assessment)[0]
    send(client, assessment, [row], owner=f"member-{leaver.pk}")
    row.refresh_from_db()
    batch = send(client, assessment, [row], owner="").json()["batch"]
    end_membership(membership=leaver, at=NOW)

    told = client.post(
        address(assessment, "undo"), {"batch": batch}, headers={"accept": "application/json"}
    )
    page = client.post(address(assessment, "undo"), {"batch": batch}, follow=True)

    assert told.status_code == 409
    assert told.json()["message"]
    assert len(page.context["messages"]) == 1
    assert rows_of(assessment)[0].owner_membership is None
