"""S3-compatible storage stops, is silent, knows nobody, or has lost the bucket."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from accounts.rights import Role
from database.faults import Fault
from jobs.models import Job
from jobs.services import run_next
from raci_project.environment import Env
from raci_project.outages import TRY_LATER
from raci_project.vault import storages
from tests.builders import make_assessment, make_member
from tests.builders.made import make_asked_file
from tests.evidence.s3 import Server, s3_server
from tests.faults.installation import (
    AGAIN_SECONDS,
    Installation,
    broken_chains,
    installation,
    wait_until,
)
from tests.faults.noting import note

pytestmark = pytest.mark.thorough

BUCKET = "proofs"
PATIENCE = 1  # seconds, VAULT_S3_SECONDS
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
Away = Callable[[Server], AbstractContextManager[None]]


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """Have no server while the block runs; the one that comes back has an empty bucket."""
    server.stop()
    yield
    server.start()
    server.ask("PUT", f"/{BUCKET}")


@contextmanager
def without_bucket(server: Server) -> Iterator[None]:
    """Have a server that has lost everything while the block runs."""
    server.ask("POST", "/moto-api/reset")
    yield
    server.ask("PUT", f"/{BUCKET}")


FAULTS: dict[str, Away] = {
    "stopped": stopped,
    "silent": Server.silent,
    "wrong credentials": Server.knowing_nobody,
    "bucket gone": without_bucket,
}


def variables(url: str) -> dict[str, str]:
    """Return the environment of an installation that keeps its files at a server."""
    named = {
        "BUCKET": BUCKET,
        "ENDPOINT": url,
        "REGION": "us-east-1",
        "ACCESS_KEY": "somebody",
        "SECRET_KEY": "a secret",
        "ADDRESSING": "path",
        "SECONDS": str(PATIENCE),
    }
    return {f"VAULT_S3_{name}": value for name, value in named.items()}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Have a server with a bucket."""
    with s3_server() as started:
        started.ask("PUT", f"/{BUCKET}")
        yield started


@pytest.fixture(scope="module")
def far(server: Server) -> Iterator[Installation]:
    """Serve an installation whose files are in the bucket."""
    with tempfile.TemporaryDirectory(prefix="remit-far-") as name:
        Path(name).chmod(0o755)
        with installation(Path(name), is_on_postgresql=False, also=variables(server.url)) as made:
            yield made
            assert broken_chains(made) == ""


def proofs(made: Installation) -> list[str]:
    """Return the keys of all proofs."""
    rows = made.query("SELECT key FROM evidence_evidence ORDER BY id")
    return [str(UUID(key)) for (key,) in rows]


# The database has no part in it: what it does meanwhile, the same on both, is test_databases.
@pytest.mark.sqlite
@pytest.mark.parametrize("fault", FAULTS)
def test_storage_that_is_away_takes_no_file_and_is_found_again(
    far: Installation, server: Server, fault: str
) -> None:
    kept = f"Seen on site before it was {fault}.".encode()
    far.upload(kept)
    before = proofs(far)
    page = f"/o/{far.seeded['slug']}/evidence/{before[-1]}/file/"

    with FAULTS[fault](server):
        refused = far.upload(b"x" * 3_000_000)
        shown = far.get(page)
        meanwhile = far.answer()
        readiness = far.get("/readyz")
    begun = monotonic()
    wait_until(lambda: far.upload(kept + b"Again.").status == HTTPStatus.FOUND)
    seconds = monotonic() - begun

    assert (refused.status, refused.sentence) == (
        UNAVAILABLE,
        "The storage of files cannot be reached",
    )
    assert "Nothing of what you sent was kept." in refused.text
    assert (shown.status, shown.sentence) == (refused.status, refused.sentence)
    assert meanwhile.status == HTTPStatus.OK
    assert '"storage": "failing"' in readiness.text
    assert len(proofs(far)) == len(before) + 1
    assert far.lost() == []
    assert seconds < AGAIN_SECONDS
    note(f"storage away: {fault}", refused, seconds, engine=far.engine)


@pytest.mark.sqlite
def test_a_command_says_in_one_sentence_that_the_bucket_is_gone(
    far: Installation, server: Server
) -> None:
    far.upload(b"Seen on site.")

    with without_bucket(server):
        command = far.manage("verify_vault")

    assert command.returncode == TRY_LATER
    assert command.stderr.startswith("The storage of files cannot be reached. ")
    assert len(command.stderr.splitlines()) == 1


@pytest.mark.django_db
def test_a_workbook_that_finds_its_storage_away_fails_with_that_reason(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in variables(Server().url).items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = storages(Env(), tmp_path)
    settings.VAULT_INCOMING = tmp_path
    member = make_member(Role.MANAGER)
    make_asked_file(make_assessment(member), by=member)

    job = run_next()

    assert job is not None
    assert (job.state, job.result["code"]) == (Job.State.FAILED, Fault.STORAGE)
