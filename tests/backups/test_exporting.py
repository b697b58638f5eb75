"""An organisation leaves with all that is its own: rows, proofs, log, and nobody else's."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from accounts.models import Membership, Organisation
from accounts.rights import Role
from accounts.selectors.belonging import rows_of
from accounts.services import add_member, erase_person
from assessments.models import Assessment
from audit.models import Event, chain_of
from audit.sealing import FIRST_PREVIOUS
from backups.archive import ContentChanged, Entry, archived, length_of
from backups.services import extract, record_extract
from evidence.models import Evidence
from evidence.vault import address, remove
from tests.backups.backing import make_filled
from tests.backups.opened import Opened
from tests.builders import (
    NOW,
    PASSWORD,
    make_assessment,
    make_edition,
    make_former_member,
    make_invitation,
    make_member,
    make_user,
)
from tests.builders.links import make_share_link

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager() -> Membership:
    """Return the manager of an organisation with rows, a file in the vault, and a log."""
    manager, _assessment = make_filled()
    return manager


@pytest.fixture
def made(manager: Membership, tmp_path: Path) -> Callable[[], Opened]:
    """Return a function that exports the organisation and opens the file."""

    def exported() -> Opened:
        with TemporaryDirectory(dir=tmp_path) as folder:
            found = extract(manager.organisation, Path(folder), language="en", at=NOW)
            content = b"".join(archived(found.entries))
        assert len(content) == length_of(found.entries)
        return Opened(content)

    return exported


def test_every_row_of_every_table_is_in_it(
    manager: Membership, made: Callable[[], Opened]
) -> None:
    make_edition(organisation=manager.organisation)

    found = made()

    rows = rows_of(manager.organisation_id)
    counts = {model._meta.db_table: kept.count() for model, kept in rows.items()}
    told = {table: len(found.lines(f"tables/{table}.jsonl.gz")) for table in counts}
    assert told == counts
    assert counts["matrix_activity"] > 0
    assert found.lines("tables/accounts_organisation.jsonl.gz")[0]["name"] == (
        manager.organisation.name
    )


def test_nothing_of_another_organisation_is_in_it(made: Callable[[], Opened]) -> None:
    other = make_member(Role.ADMINISTRATOR, user=make_user("Canary", email="canary@x.example"))
    Organisation.objects.filter(pk=other.organisation_id).update(name="canary")
    make_assessment(other, edition=make_edition(organisation=other.organisation), scope="canary")

    found = made()

    assert "canary" not in found.text().lower()


def test_what_opens_something_is_left_out(manager: Membership, made: Callable[[], Opened]) -> None:
    make_share_link(Assessment.objects.get(), by=manager)
    make_invitation(by=manager)
    user = make_user(password=PASSWORD)
    add_member(organisation=manager.organisation, user=user, role=Role.VIEWER, at=NOW)

    found = made()

    kinds = {
        name: set(found.lines(f"tables/{name}.jsonl.gz")[0])
        for name in ("assessments_sharelink", "accounts_invitation")
    }
    assert not {"password", "token_hash", "key_hash"} & set().union(*kinds.values())
    assert user.password not in found.text()
    assert found.lines("tables/accounts_invitation.jsonl.gz")[0]["email"]


def test_people_are_named_and_erased_ones_are_not(
    manager: Membership, made: Callable[[], Opened]
) -> None:
    gone = make_former_member(organisation=manager.organisation).user
    erase_person(user=gone, at=NOW)

    people = {each["user_id"]: each for each in made().lines("people.jsonl.gz")}

    assert people[manager.user_id]["email"] == manager.user.email
    assert (people[gone.pk]["name"], people[gone.pk]["email"]) == (
        f"Erased person no. {gone.pk}",
        "",
    )


def test_the_printed_rows_that_answers_stand_on_are_beside_them(
    made: Callable[[], Opened],
) -> None:
    make_edition()  # of nobody, and used by nobody

    found = made()

    activities = {each["id"] for each in found.lines("printed/matrix_activity.jsonl.gz")}
    answered = {each["activity_id"] for each in found.lines("tables/assessments_answer.jsonl.gz")}
    assert answered <= activities
    assert len(found.lines("printed/matrix_edition.jsonl.gz")) == 1


def test_proofs_are_in_it_by_their_hash(made: Callable[[], Opened]) -> None:
    proof = Evidence.objects.get()

    content = made().files[f"evidence/{address(proof.organisation_id, proof.sha256)}"]

    assert sha256(content).hexdigest() == proof.sha256


def test_every_file_is_as_the_list_of_hashes_says(made: Callable[[], Opened]) -> None:
    found = made()

    listed = [line.split("  ", 1) for line in found.files["SHA256SUMS"].decode().splitlines()]
    told = {name: digest for digest, name in listed}

    here = {name: sha256(content).hexdigest() for name, content in found.files.items()}
    assert here.pop("SHA256SUMS")
    assert told == here


def test_the_log_can_be_followed_without_the_key(
    manager: Membership, made: Callable[[], Opened]
) -> None:
    found = made()

    events = found.lines("log/events.jsonl.gz")
    head = json.loads(found.files["manifest.json"])["head"]
    previous = [FIRST_PREVIOUS, *(event["seal"] for event in events[:-1])]
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert [event["previous"] for event in events] == previous
    assert head == f"{chain_of(manager.organisation_id)}={len(events)}:{events[-1]['seal']}"
    assert settings.AUDIT_KEY not in found.text()


def test_a_file_that_the_vault_lost_is_named_and_the_rest_is_there(
    made: Callable[[], Opened],
) -> None:
    proof = Evidence.objects.get()
    lost = address(proof.organisation_id, proof.sha256)
    remove(lost)

    found = made()

    assert json.loads(found.files["manifest.json"])["missing"] == [lost]
    assert lost in found.files["README.txt"].decode()
    assert f"evidence/{lost}" not in found.files


def test_a_file_that_changes_on_the_way_breaks_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    good = sha256(b"one").hexdigest()
    entries = [
        Entry("a", 3, "0" * 64, path),
        Entry("a", 4, good, path),
        Entry("a", 2, good, path),
        Entry("a", 3, good, "1/00/none"),
    ]

    for entry in entries:
        with pytest.raises(ContentChanged):
            list(archived([entry]))


def test_the_log_tells_of_it_with_the_hash_of_all_hashes(
    manager: Membership, tmp_path: Path
) -> None:
    found = extract(manager.organisation, tmp_path, language="fr", at=NOW)

    record_extract(organisation=manager.organisation, made=found, at=NOW, by=manager.user)

    event = Event.objects.of_chain(chain_of(manager.organisation_id)).latest_first()[0]
    sums = (tmp_path / "SHA256SUMS").read_bytes()
    assert (event.verb, event.actor_id) == ("organisation-exported", manager.user_id)
    assert event.new["sums_sha256"] == sha256(sums).hexdigest()
    assert event.new["rows"] == found.rows > 0
