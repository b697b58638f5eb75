"""Taking proofs in."""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from accounts.models import Membership
from accounts.rights import Role
from audit.models import Event, chain_of
from evidence import vault
from evidence.guard import EvidenceRefused, Reason
from evidence.models import Evidence, EvidenceType, Kind
from evidence.selectors.room import room_of
from evidence.services import EvidenceFacts, MayNotAdd, add_file, withdraw_evidence
from tests.builders import NOW, make_evidence, make_file, make_link, make_member, make_upload

pytestmark = pytest.mark.django_db


def _files(folder: Path) -> list[str]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(folder)) for path in found)


def _last_event(by: Membership) -> Event:
    event = Event.objects.of_chain(chain_of(by.organisation_id)).order_by("sequence").last()
    assert event
    return event


def test_a_file_is_kept_by_its_content(vault_folder: Path) -> None:
    by = make_member(Role.CONTRIBUTOR)
    digest = sha256(b"restored").hexdigest()

    found = make_file(b"restored", name="../Restore of 3 March.TXT", by=by)

    assert _files(vault_folder) == [f"{by.organisation_id}/{digest[:2]}/{digest}"]
    assert (vault_folder / _files(vault_folder)[0]).read_bytes() == b"restored"
    assert found.sha256 == digest
    assert found.size == 8
    assert found.media_type == "text/plain"
    assert found.filename == "Restore of 3 March.TXT"
    assert found.title == "Restore of 3 March"
    assert (found.added_by, found.added_at, found.collected_at) == (by, NOW, NOW)


def test_an_event_tells_of_a_new_file() -> None:
    by = make_member()

    found = make_file(b"restored", by=by, title="Restore", valid_until=date(2027, 3, 1))

    event = _last_event(by)
    assert (event.verb, event.object_kind) == ("evidence-added", "evidence")
    assert event.object_id == str(found.key)
    assert event.actor_id == by.user_id
    assert event.new == {
        "title": "Restore",
        "evidence_type": "other",
        "filename": "notes.txt",
        "valid_until": "2027-03-01",
        "bytes": 8,
        "file_sha256": found.sha256,
    }


def test_the_same_content_is_kept_once_in_an_organisation_and_never_shared(
    vault_folder: Path,
) -> None:
    here, elsewhere = make_member(), make_member()

    make_file(b"same", by=here)
    make_file(b"same", by=here, name="again.md")
    make_file(b"same", by=elsewhere)

    assert len(_files(vault_folder)) == 2
    assert Evidence.objects.in_vault().count() == 3
    assert room_of(here.organisation_id).used == 4


def test_a_link_is_kept_and_named_by_its_address() -> None:
    by = make_member()

    found = make_link(" https://tickets.example.org/SEC-12 ", by=by)

    assert (found.kind, found.url) == (Kind.LINK, "https://tickets.example.org/SEC-12")
    assert found.title == "tickets.example.org/SEC-12"
    assert _last_event(by).verb == "evidence-added"


def test_a_statement_is_kept_and_named_by_its_first_words() -> None:
    by = make_member()

    found = make_evidence(f"  {'Seen ' * 60}\non site\n", by=by)

    assert found.kind == Kind.STATEMENT
    assert found.statement.endswith("on site")
    assert found.title == ("Seen " * 60)[:200]


def test_everything_that_is_said_is_kept() -> None:
    by = make_member()
    collected = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)
    said: dict[str, Any] = {
        "title": "Restores",
        "evidence_type": EvidenceType.LOG,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 6, 30),
        "collected_by_id": by.pk,
        "collected_at": collected,
        "source_system": "Veeam",
        "source_query": "status = restored",
        "population": 40,
        "sample": 5,
        "valid_until": date(2027, 6, 30),
        "confidentiality": "secret",
        "is_visible_to_auditor": False,
    }

    found = make_evidence(by=by, **said)

    found.refresh_from_db()
    assert {name: getattr(found, name) for name in said} == said


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_answers_nothing_adds_nothing(role: Role, vault_folder: Path) -> None:
    by = make_member(role)

    for make in (make_file, make_link, make_evidence):
        with pytest.raises(MayNotAdd):
            make(by=by)

    assert not Evidence.objects.exists()
    assert not _files(vault_folder)


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize(
    ("about", "reason"),
    [
        pytest.param({"title": "a" * 201}, Reason.TITLE, id="an endless title"),
        pytest.param(
            {"period_from": date(2026, 2, 1), "period_to": date(2026, 1, 1)},
            Reason.PERIOD,
            id="a reversed period",
        ),
        pytest.param({"population": 0}, Reason.COUNTS, id="an empty population"),
        pytest.param({"sample": 0}, Reason.COUNTS, id="an empty sample"),
        pytest.param({"population": 3, "sample": 4}, Reason.COUNTS, id="too large a sample"),
        pytest.param({"confidentiality": "secret"}, Reason.SECRET, id="a secret auditors see"),
        pytest.param({"collected_by_id": 10**9}, Reason.COLLECTOR, id="nobody"),
    ],
)
def test_facts_that_cannot_be_are_refused_and_leave_no_file(
    about: dict[str, Any], reason: Reason, vault_folder: Path
) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        make_file(**about)

    assert refused.value.reason == reason
    assert not Evidence.objects.exists()
    assert not _files(vault_folder)


def test_a_collector_from_elsewhere_is_refused() -> None:
    stranger = make_member()

    with pytest.raises(EvidenceRefused, match="collector"):
        make_evidence(collected_by_id=stranger.pk)


def test_a_period_open_at_one_end_is_taken() -> None:
    found = make_evidence(period_from=date(2026, 2, 1))

    assert found.period_to is None


def test_a_statement_without_words_is_refused() -> None:
    with pytest.raises(EvidenceRefused, match="says something"):
        make_evidence(" \n ")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(EvidenceRefused, match="https"):
        make_link("javascript:alert(1)")


@pytest.mark.asvs("5.2.1", "2.2.2")
def test_a_file_that_is_too_large_is_refused_whatever_it_says(
    settings: Settings, vault_folder: Path
) -> None:
    settings.EVIDENCE_MAX_BYTES = 10
    upload = make_upload(b"x" * 11)
    upload.size = 1

    with pytest.raises(EvidenceRefused) as refused:
        add_file(upload=upload, about=EvidenceFacts(), by=make_member(), at=NOW)

    assert refused.value.reason == Reason.TOO_LARGE
    assert not _files(vault_folder)


def test_a_file_of_the_largest_size_is_taken(settings: Settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 10

    found = make_file(b"x" * 10)

    assert found.size == 10


def test_a_file_without_a_name_is_refused() -> None:
    upload = SimpleUploadedFile("a.txt", b"text")
    upload.name = None

    with pytest.raises(EvidenceRefused) as refused:
        add_file(upload=upload, about=EvidenceFacts(), by=make_member(), at=NOW)

    assert refused.value.reason == Reason.TYPE


@pytest.mark.asvs("5.2.4", "2.3.2")
def test_a_quota_is_filled_to_the_last_byte_and_no_further(settings: Settings) -> None:
    by, elsewhere = make_member(), make_member()
    settings.EVIDENCE_QUOTA_BYTES = 10
    make_file(b"x" * 4, by=by)
    make_file(b"y" * 6, by=by)

    with pytest.raises(EvidenceRefused) as refused:
        make_file(b"z", by=by)

    assert refused.value.reason == Reason.QUOTA
    assert room_of(by.organisation_id).left == 0
    assert make_file(b"z", by=elsewhere).size == 1


def test_content_that_is_there_already_needs_no_room(settings: Settings) -> None:
    by = make_member()
    make_file(b"x" * 4, by=by)
    settings.EVIDENCE_QUOTA_BYTES = 3

    again = make_file(b"x" * 4, by=by, name="again.txt")

    assert again.size == 4
    assert room_of(by.organisation_id).left == 0


def test_a_withdrawn_file_still_takes_its_room() -> None:
    by = make_member()
    evidence = make_file(b"x" * 4, by=by)

    withdraw_evidence(evidence=evidence, reason="Wrong", revision=1, by=by, at=NOW)

    assert room_of(by.organisation_id).used == 4


def test_the_quota_is_asked_again_under_the_lock(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = make_member()
    settings.EVIDENCE_QUOTA_BYTES = 10
    place = vault.place

    def placed_second(arrival: vault.Arrival, *, organisation_id: int) -> None:
        monkeypatch.setattr(vault, "place", place)
        make_file(b"y" * 6, by=by)
        place(arrival, organisation_id=organisation_id)

    monkeypatch.setattr(vault, "place", placed_second)
    with pytest.raises(EvidenceRefused) as refused:
        make_file(b"x" * 6, by=by)

    assert refused.value.reason == Reason.QUOTA
    assert Evidence.objects.in_vault().count() == 1


def test_a_file_that_was_swept_before_it_was_named_is_not_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = vault.place

    def placed_and_swept(arrival: vault.Arrival, *, organisation_id: int) -> None:
        place(arrival, organisation_id=organisation_id)
        vault.remove(vault.address(organisation_id, arrival.sha256))

    monkeypatch.setattr(vault, "place", placed_and_swept)
    with pytest.raises(EvidenceRefused) as refused:
        make_file()

    assert refused.value.reason == Reason.INTERRUPTED
    assert not Evidence.objects.exists()
