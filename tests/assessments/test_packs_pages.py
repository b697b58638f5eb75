"""Asking for an evidence pack, and what is on record of it."""

import logging
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Export
from assessments.reports.packs import ContentChanged
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.results import Standing
from assessments.services.exporting import EXPORTED
from assessments.services.packs import BROKEN
from audit.models import Event, chain_of
from tests.assessments.packs import body_of, opened, path_of
from tests.assessments.proofs.proving import attach, cover
from tests.builders import make_assessment, make_member, make_reader
from tests.builders.evidence import make_evidence, make_file
from tests.builders.moments import next_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def manager(client: Client) -> Membership:
    """Return a manager, signed in in a browser that speaks English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    member = make_member()
    client.force_login(member.user)
    return member


def url_of(assessment: Assessment, page: str = "pack") -> str:
    """Return the address of the pack, or of another page of the assessment."""
    return reverse(f"assessments:{page}", args=[assessment.organisation.slug, assessment.pk])


def proven(by: Membership, *, title: str = "Restore test") -> Assessment:
    """Make an assessment with a duty that a file proves, of a content that nothing else has."""
    assessment = make_assessment(by)
    (row,) = cover(assessment, by=by)
    content = f"Restored {next_number()} of them.".encode()
    attach(make_file(content, by=by, title=title), row, by=by)
    return assessment


def test_a_pack_is_on_record_with_the_hash_of_its_list_before_its_first_byte(
    client: Client, manager: Membership
) -> None:
    assessment = proven(manager)

    answer = client.post(url_of(assessment))

    export = Export.objects.get()
    event = Event.objects.of_chain(chain_of(manager.organisation_id)).get(verb=EXPORTED)
    body = body_of(answer)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Length"] == str(len(body))
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    pack = opened([body])
    assert answer["Content-Disposition"] == f'attachment; filename="{pack.folder}.zip"'
    assert (export.kind, export.made_by, event.actor_id) == ("pack", manager, manager.user_id)
    told = {line["path"]: line["sha256"] for line in pack.manifest}
    assert told | {"manifest.csv": pack.sums["manifest.csv"]} == pack.sums
    assert (event.new["kind"], event.new["proofs"]) == ("pack", 1)


@pytest.mark.thorough
def test_the_workbook_of_a_pack_is_verified_as_any_other(
    client: Client, manager: Membership
) -> None:
    pack = opened([body_of(client.post(url_of(proven(manager))))])

    verified = verify_workbook(pack.files[f"{pack.folder}.xlsx"], exports=Export.objects.all())

    assert verified is not None
    assert list(pack.files)[:3] == ["README.txt", "SHA256SUMS", f"{pack.folder}.xlsx"]
    assert (verified.standing, verified.holds) == (Standing.SAME, True)


@pytest.mark.thorough
def test_a_filter_makes_the_pack_of_its_rows(client: Client, manager: Membership) -> None:
    assessment = proven(manager)

    answer = client.post(f"{url_of(assessment)}?{urlencode({'coverage': 'gap'})}")

    pack = opened([body_of(answer)])
    assert Export.objects.get().filter == "coverage=gap"
    assert [line["number"] for line in pack.manifest] == ["", ""]


def test_an_auditor_gets_the_pack_of_what_is_shared_with_them_and_no_other(
    client: Client,
) -> None:
    member = make_member()
    shared, other = proven(member, title="Shown"), make_assessment(member)
    auditor = make_reader(Role.AUDITOR, shared)
    client.force_login(auditor.user)

    answers = [client.post(url_of(each)) for each in (shared, other)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert "Shown" in opened([body_of(answers[0])]).text("manifest.csv")


def test_a_missing_file_is_named_and_no_pack_is_made(client: Client, manager: Membership) -> None:
    assessment = proven(manager, title="Restore test <of> March")
    (row,) = cover(assessment, by=manager)
    lost = row.attachments.get().evidence
    path_of(lost).unlink()

    answer = client.post(url_of(assessment))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "E1" in page
    assert "Restore test &lt;of&gt; March" in page
    assert reverse("assessments:evidence", args=[manager.organisation.slug, lost.key]) in page
    assert not Export.objects.exists()


def test_a_file_that_changed_breaks_the_download_and_stands_in_the_log(
    client: Client, manager: Membership, caplog: pytest.LogCaptureFixture
) -> None:
    assessment = proven(manager)
    (row,) = cover(assessment, by=manager)
    proof = row.attachments.get().evidence
    path_of(proof).write_bytes(path_of(proof).read_bytes()[::-1])
    answer = client.post(url_of(assessment))

    with caplog.at_level(logging.ERROR), pytest.raises(ContentChanged):
        body_of(answer)

    event = Event.objects.of_chain(chain_of(manager.organisation_id)).get(verb=BROKEN)
    assert (event.object_id, event.actor_id) == (str(Export.objects.get().key), None)
    assert (event.new["evidence"], event.new["file_sha256"]) == (proof.pk, proof.sha256)
    assert str(proof.key) in caplog.text
    log = client.get(reverse("assessments:log", args=[manager.organisation.slug]))
    assert "broke an evidence pack off" in log.content.decode()


@pytest.mark.thorough
def test_no_pack_is_made_of_a_day_that_is_over(client: Client, manager: Membership) -> None:
    assessment = proven(manager)

    answer = client.post(f"{url_of(assessment)}?as_of=2026-11-21", follow=True)

    assert "Evidence packs are of today" in answer.content.decode()
    assert not Export.objects.exists()


def test_it_is_asked_for_by_post_from_the_dashboard_and_from_the_list_of_evidence(
    client: Client, manager: Membership
) -> None:
    assessment, other = proven(manager), make_assessment(manager)
    listed = reverse("assessments:evidence_list", args=[manager.organisation.slug])

    pages = [
        client.get(address).content.decode()
        for address in (
            url_of(assessment, "dashboard"),
            listed,
            f"{listed}?assessment={assessment.pk}",
        )
    ]

    assert [f'action="{url_of(assessment)}"' in page for page in pages] == [True, True, True]
    assert [f'action="{url_of(other)}"' in page for page in pages] == [False, True, False]
    assert client.get(url_of(assessment)).status_code == 405


@pytest.mark.thorough
def test_a_long_list_of_assessments_is_to_be_narrowed_first(
    client: Client, manager: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.views.evidence.PACKS_OFFERED", 1)
    make_evidence(by=manager)
    make_assessment(manager)
    make_assessment(manager)

    page = client.get(reverse("assessments:evidence_list", args=[manager.organisation.slug]))

    assert "Filter by assessment for the pack of another one." in page.content.decode()
