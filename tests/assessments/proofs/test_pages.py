"""Bringing proofs, attaching them and taking them away, by forms and by the script."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment, Attachment
from assessments.services.answering import AnswerValues
from evidence.models import Evidence
from tests.assessments.proofs.proving import TOMORROW, attach, cover, keys_proven_by, rows_of
from tests.builders import (
    make_answers,
    make_assessment,
    make_member,
    make_reader,
    make_sign_off,
)
from tests.builders.evidence import make_evidence, make_file, make_upload

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
PLAIN = {"evidence_type": "report", "confidentiality": "internal", "is_visible_to_auditor": "on"}


def _url(name: str, assessment: Assessment, *more: Any) -> str:
    return reverse(
        f"assessments:{name}", args=[assessment.organisation.slug, assessment.pk, *more]
    )


def _new(row: Answer, **values: Any) -> dict[str, Any]:
    return {"rows": str(row.key), **PLAIN, **values}


def test_a_file_is_kept_and_attached_by_a_plain_form(client: Client, manager: Membership) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))
    values = _new(row, file=make_upload(b"All restored.", name="restore.txt"))

    response = client.post(_url("attach_new", assessment), values, follow=True)

    assert "Attached to 1 duty." in response.content.decode()
    evidence = Evidence.objects.get()
    assert (evidence.filename, evidence.title) == ("restore.txt", "restore")
    assert evidence.collected_at is not None
    assert keys_proven_by(evidence) == {row.key}


def test_a_link_and_a_statement_are_proofs_too(client: Client, manager: Membership) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))
    url = _url("attach_new", assessment)

    client.post(url, _new(row, url="tickets.example.org/7", valid_until="2027-01-31"))
    client.post(url, _new(row, statement="Seen on site.\nTwice.", title="Visit"))

    found = Evidence.objects.order_by("pk").values_list("url", "statement", "title")
    assert list(found) == [
        ("https://tickets.example.org/7", "", "tickets.example.org/7"),
        ("", "Seen on site.\nTwice.", "Visit"),
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({}, "Choose a file, or give a link or a statement.", id="nothing"),
        pytest.param(
            {"url": "https://a.example", "statement": "b"}, "One proof is one thing", id="two"
        ),
        pytest.param(
            {"statement": "b", "period_from": "2026-02-01", "period_to": "2026-01-01"},
            "A period ends on or after its first day.",
            id="refused by the service",
        ),
        pytest.param(
            {"statement": "b", "rows": "x"}, "A row is not named as a row is.", id="no row"
        ),
    ],
)
def test_what_cannot_be_a_proof_is_said_and_the_form_stays(
    client: Client, manager: Membership, values: dict[str, str], said: str
) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))

    response = client.post(_url("attach_new", assessment), _new(row) | values)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Evidence.objects.exists()


def test_the_script_is_answered_with_the_number_of_proofs_of_each_row(
    client: Client, manager: Membership
) -> None:
    row, other, _ = rows_of(assessment := make_assessment(manager))
    evidence = make_evidence(by=manager)
    values = {"rows": [str(row.key), str(other.key)], "evidence": str(evidence.key)}

    response = client.post(_url("attach", assessment), values, headers=JSON)

    body = json.loads(response.content)
    assert body["message"] == "Attached to 2 duties."
    assert body["proofs"] == {str(row.key): 1, str(other.key): 1}

    undone = client.post(
        _url("undo_attaching", assessment), {"batch": body["batch"]}, headers=JSON
    )

    assert json.loads(undone.content)["proofs"] == {str(row.key): 0, str(other.key): 0}
    assert not Attachment.objects.exists()


def test_the_script_is_told_why_not(client: Client, manager: Membership) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))
    url = _url("attach", assessment)

    unchosen = client.post(url, {"rows": str(row.key)}, headers=JSON)
    foreign = {"rows": str(row.key), "evidence": str(make_evidence().key)}
    gone = client.post(url, foreign, headers=JSON)
    make_sign_off(assessment, by=manager)
    closed = client.post(url, foreign, headers=JSON)

    assert (unchosen.status_code, gone.status_code, closed.status_code) == (422, 422, 409)
    assert "Choose a proof" in json.loads(unchosen.content)["message"]


def test_attaching_again_says_that_it_was_there(client: Client, manager: Membership) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))
    evidence = make_evidence(by=manager)
    attach(evidence, row, by=manager)
    values = {"rows": str(row.key), "evidence": str(evidence.key)}

    response = client.post(_url("attach", assessment), values, follow=True)

    assert "Attached to 0 duties. 1 had it before." in response.content.decode()


def test_a_contributor_cannot_prove_what_a_colleague_has(client: Client) -> None:
    manager = make_member()
    row, *_ = rows_of(assessment := make_assessment(manager))
    make_answers(assessment, AnswerValues(owner_membership_id=manager.pk), by=manager)
    evidence = make_evidence(by=manager)
    attach(evidence, row, by=manager)
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    client.force_login(contributor.user)

    attached = client.post(
        _url("attach", assessment), {"rows": str(row.key), "evidence": str(evidence.key)}
    )
    brought = client.post(_url("attach_new", assessment), _new(row, statement="Mine"))
    detached = client.post(_url("detach", assessment, row.key, evidence.key))

    assert {each.status_code for each in (brought, detached)} == {403}
    assert attached.status_code == 403
    assert Evidence.objects.count() == 1


def test_a_signed_assessment_takes_no_proof(client: Client, manager: Membership) -> None:
    (row,) = cover(assessment := make_assessment(manager), by=manager)
    evidence = make_evidence(by=manager)
    done = attach(evidence, row, by=manager)
    make_sign_off(assessment, by=manager)

    brought = client.post(_url("attach_new", assessment), _new(row, statement="Late"))
    detached = client.post(_url("detach", assessment, row.key, evidence.key))
    undone = client.post(_url("undo_attaching", assessment), {"batch": done.batch})

    assert {each.status_code for each in (brought, detached, undone)} == {409}
    assert Evidence.objects.count() == 1


def test_a_proof_is_detached_on_the_page_of_its_duty(client: Client, manager: Membership) -> None:
    row, *_ = rows_of(assessment := make_assessment(manager))
    evidence = make_evidence(by=manager, title="Restore test", valid_until=TOMORROW)
    attach(evidence, row, by=manager)
    url = _url("detach", assessment, row.key, evidence.key)

    page = client.get(_url("answer", assessment, row.key)).content.decode()
    done = client.post(url, follow=True)
    again = client.post(url)

    assert "Restore test" in page
    assert "expires in 1 day" in page
    assert "it is still among the evidence" in done.content.decode()
    assert again.status_code == 404


def test_there_is_nothing_to_undo_in_a_batch_that_is_none(
    client: Client, manager: Membership
) -> None:
    url = _url("undo_attaching", make_assessment(manager))

    assert client.post(url, {"batch": "x"}).status_code == 404
    assert client.post(url, {"batch": "0" * 32}).status_code == 404


def test_many_duties_get_a_proof_on_a_page_of_its_own(client: Client, manager: Membership) -> None:
    row, other, _ = rows_of(assessment := make_assessment(manager))
    make_evidence(by=manager, title="Restore test of March")
    make_evidence(by=manager, title="Access review")
    url = _url("attach_page", assessment)

    query = f"?rows={row.key}&rows={other.key}&q=march+restore"
    page = client.get(f"{url}{query}").content.decode()
    nothing = client.get(url).content.decode()

    assert "Attach a proof to 2 duties" in page
    assert "Restore test of March" in page
    assert "Access review" not in page
    assert "No duty is chosen" in nothing


def test_the_dialog_offers_what_a_few_letters_find(client: Client, manager: Membership) -> None:
    make_file(b"words", name="restore.txt", by=manager)
    url = reverse("assessments:evidence_choices", args=[manager.organisation.slug])

    found = client.get(url, {"q": "resto"}).content.decode()
    none = client.get(url, {"q": "nothing so"}).content.decode()

    assert found.count('type="radio"') == 1
    assert "No proof has “nothing so”" in none


def test_an_auditor_reads_shown_proofs_and_no_way_to_change_them(client: Client) -> None:
    manager = make_member()
    (row,) = cover(assessment := make_assessment(manager), by=manager)
    for title, is_shown in (("For all eyes", True), ("Not for auditors", False)):
        evidence = make_evidence(by=manager, title=title, is_visible_to_auditor=is_shown)
        attach(evidence, row, by=manager)
    client.force_login(make_reader(Role.AUDITOR, assessment).user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    page = client.get(_url("answer", assessment, row.key)).content.decode()
    grid = client.get(_url("duties", assessment)).content.decode()

    assert "For all eyes" in page
    assert "Not for auditors" not in page
    assert "Detach" not in page
    assert 'data-proofs="1"' in grid
    assert 'data-proofs="2"' not in grid
