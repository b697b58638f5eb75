"""A backup goes back whole into an empty installation, on either engine, or not at all."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction

from accounts.models import Membership
from assessments.models import Answer
from audit.models import ChainHead, Event
from audit.selectors import verify_chains
from backups.manifest import MANIFEST, SIGNATURE, BackupRefused
from backups.rows import kept_models, last_id, table_hash
from backups.services import NotEmpty, back_up, restore
from evidence.models import Evidence
from evidence.vault import address, digest_at, remove
from tests.backups.backing import make_empty, make_filled
from tests.builders import NOW, make_answers, make_member, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Name a folder for a backup that is not there yet."""
    return tmp_path / "backup"


def state() -> dict[str, Any]:
    """Return the hash of each table, and the last id it gave out."""
    return {
        model._meta.db_table: (
            table_hash(model, using=DEFAULT_DB_ALIAS),
            last_id(model, using=DEFAULT_DB_ALIAS),
        )
        for model in kept_models()
        if model not in {Event, ChainHead}
    }


def test_rows_files_and_log_come_back_as_they_were(folder: Path) -> None:
    make_filled()
    before, proof = state(), Evidence.objects.get()

    made = back_up(folder, at=NOW)
    make_empty()
    restore(folder, at=NOW)

    assert state() == before
    assert digest_at(address(proof.organisation_id, proof.sha256)) == proof.sha256
    assert [each for each in verify_chains() if each.broken_at is not None] == []
    assert made.missing == ()
    assert Event.objects.filter(verb="installation-restored").count() == 1


def test_after_it_the_log_is_append_only_and_goes_on(folder: Path) -> None:
    manager, assessment = make_filled()
    back_up(folder, at=NOW)
    make_empty()
    restore(folder, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(verb="another")
    by = Membership.objects.get(pk=manager.pk)
    make_answers(assessment, {"note": "after"}, by=by)

    assert [each for each in verify_chains() if each.broken_at is not None] == []


def test_an_id_that_was_used_is_not_used_again(folder: Path) -> None:
    gone = make_organisation()
    pk = gone.pk
    gone.delete()
    back_up(folder, at=NOW)
    make_empty()

    restore(folder, at=NOW)

    assert make_organisation().pk > pk


def test_an_installation_with_something_in_it_is_not_restored_into(folder: Path) -> None:
    make_filled()
    back_up(folder, at=NOW)
    before = state()

    with pytest.raises(NotEmpty, match="has rows"):
        restore(folder, at=NOW)

    assert state() == before


def test_a_vault_with_a_file_of_another_is_not_restored_into(folder: Path) -> None:
    make_member()
    back_up(folder, at=NOW)
    make_filled()
    proof = Evidence.objects.get()
    make_empty(with_vault=False)

    with pytest.raises(NotEmpty, match="the vault has the file"):
        restore(folder, at=NOW)

    assert digest_at(address(proof.organisation_id, proof.sha256)) == proof.sha256


def test_files_that_a_killed_restore_placed_do_not_stand_in_its_way(folder: Path) -> None:
    make_filled()
    back_up(folder, at=NOW)
    make_empty(with_vault=False)

    restore(folder, at=NOW)

    assert Evidence.objects.count() == 1


def edit_manifest(folder: Path) -> str:
    """Say in the manifest that there are no rows of a table."""
    told = json.loads((folder / MANIFEST).read_text())
    told["tables"]["audit_event"]["rows"] = 0
    (folder / MANIFEST).write_text(json.dumps(told))
    return "was changed after it was written"


def edit_row(folder: Path) -> str:
    """Change a note in the rows of answers."""
    path = folder / "database" / "assessments_answer.jsonl.gz"
    content = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(content.replace(b'"covered"', b'"partial"')))
    return "rows of assessments_answer are not those"


def cut_table(folder: Path) -> str:
    """Cut the file of a table short."""
    path = folder / "database" / "audit_event.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-20])
    return "cannot be read"


def lose_file(folder: Path) -> str:
    """Take a file of the vault away."""
    next(each for each in (folder / "vault").rglob("*") if each.is_file()).unlink()
    return "is missing or was changed"


def lose_signature(folder: Path) -> str:
    """Take the signature away."""
    (folder / SIGNATURE).unlink()
    return "not a whole one"


def sign_with_another_key(folder: Path) -> str:
    """Say that another key signed it."""
    (folder / SIGNATURE).write_text("9 " + (folder / SIGNATURE).read_text().split()[1])
    return "signed with key '9'"


@pytest.mark.parametrize(
    "damage",
    [edit_manifest, edit_row, cut_table, lose_file, lose_signature, sign_with_another_key],
)
def test_a_backup_that_was_touched_is_refused_and_nothing_is_written(
    folder: Path, damage: Any
) -> None:
    make_filled()
    back_up(folder, at=NOW)
    make_empty()
    empty = state()

    words = damage(folder)

    with pytest.raises(BackupRefused, match=words):
        restore(folder, at=NOW)
    assert state() == empty


def test_a_backup_of_another_installation_s_key_is_refused(
    folder: Path, settings: LazySettings
) -> None:
    make_filled()
    back_up(folder, at=NOW)
    make_empty()

    settings.AUDIT_KEY = "another key"

    with pytest.raises(BackupRefused, match="secrets of that installation"):
        restore(folder, at=NOW)


def test_a_file_the_vault_has_lost_is_named_and_the_rest_is_kept(folder: Path) -> None:
    make_filled()
    proof = Evidence.objects.get()
    remove(address(proof.organisation_id, proof.sha256))

    with pytest.raises(SystemExit):
        call_command("backup", folder)

    make_empty()
    made = restore(folder, at=NOW)
    assert made.missing == (address(proof.organisation_id, proof.sha256),)
    assert Answer.objects.exists()


def test_a_folder_that_is_there_is_left_alone(folder: Path) -> None:
    folder.mkdir()

    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", folder)

    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_left_is_no_backup_and_is_cleared_away(folder: Path) -> None:
    make_member()
    partial = folder.with_name("backup.partial")
    (partial / "database").mkdir(parents=True)
    (partial / "database" / "half").write_text("half")

    with pytest.raises(BackupRefused):
        restore(partial, at=NOW)
    back_up(folder, at=NOW)

    assert not partial.exists()
    assert not (folder / "database" / "half").exists()
