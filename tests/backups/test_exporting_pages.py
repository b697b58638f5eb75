"""An organisation is exported from its page, and by the command."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Role
from accounts.services import add_member
from audit.models import Event
from evidence.models import Evidence
from evidence.vault import address, remove
from tests.backups.backing import make_filled, vault
from tests.backups.opened import Opened
from tests.builders import (
    NOW,
    PASSWORD,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def manager() -> Membership:
    """Return the manager of an organisation with rows, a file in the vault, and a log."""
    manager, _assessment = make_filled()
    return manager


def _administrator(manager: Membership) -> Membership:
    user = make_user(password=PASSWORD)
    return add_member(
        organisation=manager.organisation, user=user, role=Role.ADMINISTRATOR, at=NOW
    )


def test_an_administrator_who_gives_the_password_gets_the_file(
    manager: Membership, client: Client
) -> None:
    administrator = _administrator(manager)
    client.force_login(administrator.user)
    url = reverse("backups:make_export", args=[manager.organisation.slug])

    answer = client.post(url, {"password": PASSWORD})

    content = b"".join(answer)
    answer.close()
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Disposition"].endswith(f'{timezone.now():%Y-%m-%d}.zip"')
    assert Opened(content).lines("people.jsonl.gz")
    assert list(Path(settings.VAULT_INCOMING).glob("made-export-*")) == []


@pytest.mark.asvs("7.5.3")
def test_who_gives_another_gets_none(manager: Membership, client: Client) -> None:
    client.force_login(_administrator(manager).user)
    url = reverse("backups:make_export", args=[manager.organisation.slug])

    answers = [client.post(url, {"password": each}) for each in ("another", "", "x" * 5_000)]

    assert [each.status_code for each in answers] == [422, 422, 422]
    assert not Event.objects.filter(verb="organisation-exported").exists()


def test_the_command_writes_the_whole_file_and_never_over_another(
    manager: Membership, tmp_path: Path
) -> None:
    slug, output = manager.organisation.slug, tmp_path / "out.zip"

    call_command("export_organisation", slug, "-o", str(output), stdout=(out := StringIO()))

    assert Opened(output.read_bytes()).lines("people.jsonl.gz")
    assert str(output) in out.getvalue()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".export")] == []
    with pytest.raises(CommandError, match="already"):
        call_command("export_organisation", slug, "-o", str(output))


def test_the_command_says_what_is_wrong(manager: Membership, tmp_path: Path) -> None:
    slug, proof = manager.organisation.slug, Evidence.objects.get()
    lost = address(proof.organisation_id, proof.sha256)

    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_organisation", "nowhere", "-o", str(tmp_path / "out.zip"))
    path = vault() / lost
    path.chmod(0o600)
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(CommandError, match="Nothing was exported"):
        call_command("export_organisation", slug, "-o", str(tmp_path / "out.zip"))
    remove(lost)
    call_command(
        "export_organisation",
        slug,
        "-o",
        str(tmp_path / "out.zip"),
        stdout=StringIO(),
        stderr=(err := StringIO()),
    )

    assert lost in err.getvalue()
