"""A large organisation is exported by a worker, and had by its administrators for a day."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Membership
from accounts.rights import Role
from accounts.selectors.background import work_lines
from accounts.services import add_member, change_role
from assessments.services.made import clear_made_files
from audit.models import Event, chain_of
from backups.background import export_organisation
from backups.services import asking
from backups.services.asking import ask_for_export, is_long
from backups.services.exporting import rows_to_export
from backups.services.keeping import KEPT, ExportGone, KeptExport, opened
from evidence.models import Evidence
from evidence.vault import address
from jobs.models import Job
from jobs.services import JobCancelled, Watch, claim, request_cancel, run_next
from tests.backups.backing import make_filled, vault
from tests.backups.opened import Opened
from tests.builders import NOW, PASSWORD, make_user
from tests.builders.exports import make_asked_export

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def administrator() -> Membership:
    """Return an administrator of an organisation with rows, a file in the vault, and a log."""
    manager, _assessment = make_filled()
    return _add_administrator(manager)


def _add_administrator(member: Membership) -> Membership:
    user = make_user(password=PASSWORD)
    return add_member(organisation=member.organisation, user=user, role=Role.ADMINISTRATOR, at=NOW)


def _signed_in(member: Membership) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(member.user)
    return client


def _url(job: Job, member: Membership, name: str = "made_export") -> str:
    return reverse(f"backups:{name}", args=[member.organisation.slug, job.key])


def _made(by: Membership) -> Job:
    make_asked_export(by)
    job = run_next()
    assert job is not None
    assert job.state == Job.State.DONE
    return job


def _exported(organisation_id: int) -> list[Event]:
    events = Event.objects.of_chain(chain_of(organisation_id)).latest_first()
    return list(events.filter(verb="organisation-exported"))


def _files_of(job: Job) -> list[Path]:
    return list(Path(storages["made"].path("")).rglob(f"*{job.key}*"))


def test_a_large_one_is_left_to_a_worker_and_a_small_one_made_at_once(
    administrator: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, slug = _signed_in(administrator), administrator.organisation.slug
    url = reverse("backups:make_export", args=[slug])
    at_once = client.post(url, {"password": PASSWORD})
    at_once.close()
    monkeypatch.setattr(asking, "ROWS_AT_ONCE", 3)

    later = client.post(url, {"password": PASSWORD})
    refused = client.post(url, {"password": "another"})

    assert at_once["Content-Type"] == "application/zip"
    job = Job.objects.get()
    assert later["Location"] == _url(job, administrator)
    assert refused.status_code == 422
    assert (job.kind, job.made_by_id) == ("export-organisation", administrator.pk)


def test_what_is_counted_is_what_is_written(administrator: Membership) -> None:
    make_asked_export(administrator)  # it is a row of the organisation as well
    expected = rows_to_export(administrator.organisation_id)

    job = run_next()

    assert job is not None
    found = KeptExport.of(job, at=timezone.now())
    assert found is not None
    with opened(found) as file:
        export = Opened(file.read())
    lines = sum(
        len(export.lines(name))
        for name in export.files
        if name.startswith(("tables/", "printed/", "log/"))
    )
    assert lines == expected > found.rows > 0
    assert not is_long(administrator.organisation)


def test_asking_while_it_is_made_asks_once(administrator: Membership) -> None:
    first = make_asked_export(administrator)

    again = ask_for_export(by=administrator, language="en", at=NOW)
    request_cancel(job=first, at=NOW)
    after = ask_for_export(by=administrator, language="en", at=NOW)

    assert again.pk == first.pk != after.pk


@pytest.mark.asvs("7.5.3")
def test_every_administrator_has_it_with_their_password_and_the_log_says_who(
    administrator: Membership,
) -> None:
    job, other = _made(administrator), _add_administrator(administrator)
    unrecorded = _exported(administrator.organisation_id)
    client, url = _signed_in(other), _url(job, other, "download_export")

    refused = [client.post(url, {"password": each}).status_code for each in ("", "another")]
    answer = client.post(url, {"password": PASSWORD})

    content = b"".join(answer)
    answer.close()
    assert (unrecorded, refused) == ([], [422, 422])
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    assert Opened(content).lines("people.jsonl.gz")
    (event,) = _exported(administrator.organisation_id)
    assert (event.actor_id, event.new["rows"]) == (other.user_id, job.result["rows"])
    assert event.new["sums_sha256"] == job.result["sums_sha256"]


def test_the_page_leads_from_waiting_to_the_password(administrator: Membership) -> None:
    job, client = make_asked_export(administrator), _signed_in(administrator)
    waiting = client.get(_url(job, administrator))
    run_next()

    ready = client.get(_url(job, administrator))
    told = client.get(_url(job, administrator, "export_progress")).json()
    listed = client.get(reverse("backups:export", args=[administrator.organisation.slug]))

    assert "The export is being made" in waiting.text
    assert _url(job, administrator, "download_export") in ready.text
    assert told["next"] == _url(job, administrator)
    assert (told["is_finished"], told["done"] == told["total"]) == (True, True)
    assert _url(job, administrator) in listed.text


def test_one_that_is_stopped_leaves_nothing(administrator: Membership) -> None:
    job, client = make_asked_export(administrator), _signed_in(administrator)

    client.post(_url(job, administrator, "cancel_export"))
    page = client.get(_url(job, administrator))

    assert Job.objects.get().state == Job.State.CANCELLED
    assert "There is no export" in page.text
    assert run_next() is None


def test_a_worker_that_is_told_to_stop_stops_between_two_rows(administrator: Membership) -> None:
    make_asked_export(administrator)
    job = claim(at=NOW)
    assert job is not None
    request_cancel(job=job, at=NOW)

    with pytest.raises(JobCancelled):
        export_organisation(job, Watch(job))

    assert list(Path(settings.VAULT_INCOMING).glob("made-export-*")) == []
    assert _files_of(job) == []


def test_it_is_kept_for_a_day_and_then_swept(administrator: Membership) -> None:
    job = _made(administrator)
    assert job.finished_at is not None
    clear_made_files(at=job.finished_at + KEPT - timedelta(minutes=1))
    kept = _files_of(job)

    clear_made_files(at=job.finished_at + KEPT + timedelta(minutes=1))

    found = KeptExport.of(job, at=timezone.now())
    assert (len(kept), _files_of(job)) == (1, [])
    assert KeptExport.of(job, at=job.finished_at + KEPT) is None
    assert found is not None
    with pytest.raises(ExportGone):
        opened(found)


def test_what_is_gone_cannot_be_had(administrator: Membership) -> None:
    lost, old = _made(administrator), _made(administrator)
    storages["made"].delete(lost.result["place"])
    client = _signed_in(administrator)
    before = timezone.now() - KEPT
    values = {name: getattr(old, name) for name in ("kind", "result", "made_by_id", "payload")}
    organisation_id = administrator.organisation_id
    old = Job.objects.create(
        **values,
        organisation_id=organisation_id,
        state="done",
        created_at=before,
        finished_at=before,
    )

    answers = [
        client.post(_url(each, administrator, "download_export"), {"password": PASSWORD})
        for each in (lost, old)
    ]
    page = client.get(_url(old, administrator))

    assert [each.status_code for each in answers] == [404, 404]
    assert "kept for a day, and is gone" in page.text
    assert _exported(organisation_id) == []


def test_who_may_no_longer_export_gets_none(administrator: Membership) -> None:
    other = _add_administrator(administrator)
    make_asked_export(other)
    change_role(membership=other, role=Role.MANAGER, at=NOW, by=administrator.user)

    job = run_next()

    assert job is not None
    assert job.result == {"failure": "not-allowed"}
    line = work_lines([job], administrator, at=NOW)[job.pk]
    assert (line.is_in_vain, line.may_run_again) == (True, False)
    assert "could no longer export" in line.text
    assert line.place is not None
    assert line.place.url == _url(job, administrator)
    assert work_lines([job], Membership.objects.get(pk=other.pk), at=NOW)[job.pk].place is None


def test_a_proof_that_is_no_longer_what_it_was_makes_it_fail_in_words(
    administrator: Membership,
) -> None:
    proof = Evidence.objects.get()
    path = vault() / address(proof.organisation_id, proof.sha256)
    path.chmod(0o600)
    path.write_bytes(b"x" * path.stat().st_size)

    job = _made(administrator)

    page = _signed_in(administrator).get(_url(job, administrator))
    assert "no longer what it was" in page.text
    assert _files_of(job) == []
    assert list(Path(settings.VAULT_INCOMING).glob("made-export-*")) == []


def test_that_of_another_organisation_is_not_there(administrator: Membership) -> None:
    job, stranger = _made(administrator), _add_administrator(make_filled()[0])
    client = _signed_in(stranger)

    answers = [client.get(_url(job, each)) for each in (stranger, administrator)]

    assert [each.status_code for each in answers] == [404, 404]
