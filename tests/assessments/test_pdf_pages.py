"""Asking for the PDF, and verifying one that comes back."""

from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Export
from assessments.reports.pdf import NotSet, TooBusy
from assessments.services.exporting import EXPORTED
from assessments.views import pdf as pages
from audit.models import Event, chain_of
from database.triggers import all_triggers, remove
from tests.assessments.past.days import make_weeks
from tests.builders import make_assessment, make_member

pytestmark = pytest.mark.django_db

SAME = "This is the file that was made, byte for byte."
UNKNOWN = "This installation did not make this file for this organisation."
UNPROVEN = "Nothing can be said of this file."


def address(assessment: Assessment, query: str = "") -> str:
    """Return the address that makes the PDF."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/pdf/{query}"


@pytest.fixture
def _english(client: Client) -> None:
    """Have the pages in English."""
    client.cookies["remit_language"] = "en"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files of a few bytes, each another one: what is in them is another test's."""
    monkeypatch.setattr(
        "assessments.reports.pdf.document.typeset",
        lambda paper, *, at: b"%PDF-" + paper.encode(),
    )


def verdict(client: Client, member: Membership, content: bytes) -> str:
    """Return what the page says of a file."""
    client.force_login(member.user)
    file = SimpleUploadedFile("x.pdf", content)
    url = f"/o/{member.organisation.slug}/verify/check/"
    answer = client.post(url, {"file": file}, headers={"accept-language": "en"})
    return " ".join(answer.content.decode().split())


@pytest.mark.usefixtures("quick", "_english")
def test_the_pdf_is_on_record_with_the_hash_of_the_file(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    answer = client.post(address(full_assessment, "?coverage=gap&nonsense=1"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].endswith('.pdf"')
    assert answer["Cache-Control"] == "no-store"
    export = Export.objects.get()
    assert (export.kind, export.language, export.filter) == ("pdf", "en", "coverage=gap")
    assert export.cells_sha256 == sha256(answer.content).hexdigest()
    assert not export.cells.exists()
    [event] = Event.objects.of_chain(chain_of(manager.organisation_id)).filter(verb=EXPORTED)
    assert event.new["cells_sha256"] == export.cells_sha256
    assert str(export.key) in answer.content.decode()
    assert "Listed are 1 of 4 rows" in answer.content.decode()


@pytest.mark.usefixtures("quick", "_english")
def test_the_pdf_of_a_day_that_is_over_says_so(client: Client) -> None:
    weeks = make_weeks()
    client.force_login(weeks.manager.user)

    answer = client.post(f"{weeks.url}pdf/?as_of=2026-10-08")

    assert "-as-of-2026-10-08-" in answer["Content-Disposition"]
    assert "As of 8 October 2026" in answer.content.decode()
    assert "not kept" in answer.content.decode()
    assert "as_of=2026-10-08" in Export.objects.get().filter


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("failure", "said"),
    [
        pytest.param(NotSet("ended"), "The PDF could not be made.", id="not-set"),
        pytest.param(TooBusy(), "try again in a minute", id="busy"),
    ],
)
def test_a_pdf_that_cannot_be_made_leads_back_with_the_reason(
    client: Client,
    full_assessment: Assessment,
    manager: Membership,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    said: str,
) -> None:
    def fail(*_args: object) -> None:
        raise failure

    monkeypatch.setattr(pages, "assessment_pdf", fail)

    answer = client.post(address(full_assessment), follow=True)

    assert said in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.usefixtures("_english", "manager")
def test_a_pdf_that_would_be_too_long_is_refused(
    client: Client, full_assessment: Assessment, settings: Settings
) -> None:
    settings.PDF_MAX_ROWS = 3

    answer = client.post(address(full_assessment), follow=True)

    assert "too long for a PDF: take the workbook" in answer.content.decode()
    assert not Export.objects.exists()


def test_the_assessment_of_another_organisation_is_not_there(client: Client) -> None:
    member = make_member()
    foreign = make_assessment(make_member())
    client.force_login(member.user)

    theirs = client.post(address(foreign))
    ours = client.post(f"/o/{member.organisation.slug}/assessments/{foreign.pk}/pdf/")

    assert [theirs.status_code, ours.status_code] == [404, 404]


@pytest.mark.usefixtures("quick")
def test_a_pdf_that_comes_back_is_known_by_its_bytes(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    content = client.post(address(full_assessment)).content
    stranger = make_member(Role.MANAGER)
    unshared = make_member(Role.AUDITOR, organisation=manager.organisation)

    same = verdict(client, manager, content)
    changed = verdict(client, manager, content + b" ")

    assert SAME in same
    assert str(manager) in same
    assert UNKNOWN in changed
    assert "is compared as a whole" in changed
    assert UNKNOWN in verdict(client, stranger, content)
    assert UNKNOWN in verdict(client, unshared, content)


@pytest.mark.usefixtures("quick")
def test_a_record_that_was_made_to_match_is_not_believed(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    client.post(address(full_assessment))
    forged = b"%PDF-forged"
    remove(connection, all_triggers())
    Export.objects.update(cells_sha256=sha256(forged).hexdigest())

    assert UNPROVEN in verdict(client, manager, forged)


@pytest.mark.usefixtures("quick")
def test_a_record_without_its_event_is_not_believed(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    content = client.post(address(full_assessment)).content
    remove(connection, all_triggers())
    Event.objects.filter(verb=EXPORTED).update(actor_id=None)

    assert UNPROVEN in verdict(client, manager, content)


@pytest.mark.usefixtures("quick", "manager")
def test_the_command_verifies_a_pdf_too(
    client: Client, full_assessment: Assessment, tmp_path: Path
) -> None:
    file, out = tmp_path / "x.pdf", StringIO()
    file.write_bytes(client.post(address(full_assessment)).content)

    call_command("verify_export", str(file), stdout=out)

    assert "same, compared with: file" in out.getvalue()
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(CommandError, match="unknown-export"):
        call_command("verify_export", str(file))


@pytest.mark.usefixtures("manager", "_english")
def test_a_large_pdf_is_taken_and_a_larger_one_refused(
    client: Client, manager: Membership, settings: Settings
) -> None:
    settings.MATRIX_MAX_BYTES, settings.EVIDENCE_MAX_BYTES = 10, 1_000

    taken = verdict(client, manager, b"%PDF-" + bytes(500))
    refused = verdict(client, manager, b"%PDF-" + bytes(1_500))

    assert UNKNOWN in taken
    assert "The file is larger than" in refused
