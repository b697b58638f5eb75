"""Asking for an OSCAL document, on the page and on the command line."""

import json
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Export
from assessments.services.exporting import EXPORTED
from audit.models import Event, chain_of
from tests.assessments.oscal.checking import dangling, schema_errors
from tests.builders import make_assessment, make_member, make_reader

pytestmark = pytest.mark.django_db

RESULTS = "oscal/assessment-results/"
PLAN = "oscal/plan-of-action/"


def address(assessment: Assessment, part: str = "") -> str:
    """Return an address below an assessment."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/{part}"


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        pytest.param(RESULTS, "oscal-results", id="results"),
        pytest.param(PLAN, "oscal-poam", id="plan"),
    ],
)
def test_a_document_is_a_file_and_on_record_with_its_hash(
    part: str, kind: str, client: Client, told: Assessment, teller: Membership
) -> None:
    answer = client.post(address(told, part))

    made = json.loads(answer.content)
    export = Export.objects.get()
    event = Event.objects.of_chain(chain_of(teller.organisation_id)).get(verb=EXPORTED)
    assert schema_errors(made) == dangling(made) == []
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/json", "no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f'-{kind}-2026-11-22.json"' in answer["Content-Disposition"]
    assert (export.kind, export.language, export.made_by) == (kind, "en", teller)
    assert export.cells_sha256 == sha256(answer.content).hexdigest()
    assert str(export.key) in answer.content.decode()
    assert (event.object_id, event.new["kind"]) == (str(export.key), kind)


def test_an_auditor_gets_the_document_of_what_is_shared(client: Client, told: Assessment) -> None:
    auditor = make_reader(Role.AUDITOR, told)
    client.force_login(auditor.user)

    answer = client.post(address(told, RESULTS))

    assert answer.status_code == 200
    assert b"SECRET" not in answer.content


def test_the_document_of_another_organisation_is_not_there(client: Client) -> None:
    stranger = make_member()
    foreign = make_assessment()
    client.force_login(stranger.user)
    own = f"/o/{stranger.organisation.slug}/assessments/{foreign.pk}/"

    answers = [client.post(f"{base}{RESULTS}") for base in (address(foreign), own)]

    assert [each.status_code for each in answers] == [404, 404]
    assert not Export.objects.exists()


def test_a_document_is_made_by_post(client: Client, told: Assessment, teller: Membership) -> None:
    assert client.get(address(told, RESULTS)).status_code == 405
    assert client.get(address(told, PLAN)).status_code == 405


@pytest.mark.parametrize(
    ("part", "why"),
    [
        pytest.param(PLAN, "There is no gap", id="no-gap"),
        pytest.param(f"{RESULTS}?as_of=2026-11-21", "OSCAL documents are of today", id="past"),
    ],
)
def test_a_document_that_cannot_be_made_is_said_and_not_recorded(
    part: str, why: str, client: Client
) -> None:
    member = make_member()
    assessment = make_assessment(member)
    client.force_login(member.user)

    answer = client.post(address(assessment, part), follow=True, headers={"accept-language": "en"})

    assert why in answer.content.decode()
    assert not Export.objects.exists()


def test_the_dashboard_offers_the_documents_that_can_be_made(
    client: Client, told: Assessment, teller: Membership
) -> None:
    empty = make_assessment(teller)

    with_gaps = client.get(address(told)).content.decode()
    without = client.get(address(empty)).content.decode()

    assert RESULTS in with_gaps
    assert PLAN in with_gaps
    assert RESULTS in without
    assert PLAN not in without


@pytest.mark.parametrize("kind", ["oscal-results", "oscal-poam"])
def test_the_command_writes_a_document_and_records_it_as_nobody_s(
    kind: str, tmp_path: Path, told: Assessment
) -> None:
    path = tmp_path / "document.json"

    call_command(
        "export_assessment", str(told.pk), "-o", str(path), f"--format={kind}", stdout=StringIO()
    )

    export = Export.objects.get()
    assert schema_errors(json.loads(path.read_bytes())) == []
    assert (export.kind, export.made_by) == (kind, None)
    assert export.cells_sha256 == sha256(path.read_bytes()).hexdigest()


def test_the_command_refuses_a_plan_without_a_gap(tmp_path: Path) -> None:
    assessment = make_assessment()

    with pytest.raises(CommandError, match="There is no gap"):
        call_command(
            "export_assessment",
            str(assessment.pk),
            "-o",
            str(tmp_path / "plan.json"),
            "--format=oscal-poam",
        )
    assert not Export.objects.exists()
