"""The vault in S3-compatible storage: a real server, asked over the network."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.storage import storages
from django.utils import timezone
from pytest_django import Settings

from evidence import vault
from evidence.http import serve
from evidence.models import Evidence
from evidence.selectors.checking import check_vault
from evidence.services import Swept, sweep_vault
from raci_project.environment import Env
from raci_project.vault import storages as storages_of
from tests.builders import make_file, make_member
from tests.evidence.s3 import s3_server
from tests.evidence.serving import pieces_of

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Have a server for the tests of this module."""
    with s3_server() as started:
        yield started.url


@pytest.fixture
def bucket(
    server: str,
    vault_folder: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Any:
    """Keep proofs in a new bucket, named by the environment as an installation does."""
    name = f"proofs-{abs(hash(request.node.name))}"
    for variable, value in {
        "BUCKET": name,
        "ENDPOINT": server,
        "REGION": "eu-west-3",
        "ACCESS_KEY": "somebody",
        "SECRET_KEY": "a secret",
        "PREFIX": "remit",
        "ADDRESSING": "path",
    }.items():
        monkeypatch.setenv(f"VAULT_S3_{variable}", value)
    settings.STORAGES = storages_of(Env(), vault_folder)
    connection = storages["vault"].connection  # type: ignore[attr-defined]
    made = connection.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    yield made
    storages["vault"].connection.meta.client.close()  # type: ignore[attr-defined]


def _address(evidence: Evidence) -> str:
    return vault.address(evidence.organisation_id, evidence.sha256)


def test_the_embedded_installation_keeps_files_in_its_folder() -> None:
    on_disk = storages_of(Env(), Path("/x"))["vault"]

    assert on_disk["BACKEND"].endswith("FileSystemStorage")
    assert project.STORAGES["vault"]["BACKEND"] == on_disk["BACKEND"]


def test_a_file_is_kept_once_and_leaves_as_it_came(bucket: Any, vault_folder: Path) -> None:
    by = make_member()
    content = b"restored" * 500_000

    evidence = make_file(content, by=by)
    make_file(content, by=by, name="again.txt")

    response = serve(evidence)
    assert b"".join(pieces_of(response)) == content
    assert [each.key for each in bucket.objects.all()] == [f"remit/{_address(evidence)}"]
    assert response["Content-Length"] == str(len(content))
    assert not [path for path in vault_folder.rglob("*") if path.is_file()]


def test_damage_is_found_and_mended_by_the_same_content(bucket: Any) -> None:
    evidence = make_file(b"restored")
    lost = make_file(b"lost", by=evidence.added_by)
    bucket.Object(f"remit/{_address(evidence)}").put(Body=b"changed!")
    bucket.Object(f"remit/{_address(lost)}").delete()

    found = check_vault(at=timezone.now())
    make_file(b"restored", by=evidence.added_by)
    make_file(b"lost", by=evidence.added_by)

    assert found.changed == (_address(evidence),)
    assert found.missing == (_address(lost),)
    assert check_vault(at=timezone.now()).intact == 2


def test_what_nobody_names_is_swept(bucket: Any) -> None:
    kept = make_file()
    with vault.arriving([b"orphan"], limit=100) as arrival:
        vault.place(arrival, organisation_id=kept.organisation_id)

    now = sweep_vault(at=timezone.now())
    later = sweep_vault(at=timezone.now() + timedelta(days=2))

    assert (now, later) == (Swept(0, 0), Swept(0, 1))
    assert list(vault.addresses()) == [_address(kept)]
    assert bucket.Object(f"remit/{_address(kept)}").content_length == kept.size
