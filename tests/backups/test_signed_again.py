"""Whoever has the key can sign anything: a restore still takes nothing that does not hold."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.models import Answer
from audit.models import Event
from backups.manifest import BackupRefused, Manifest
from backups.services import back_up, restore
from evidence.models import Evidence
from evidence.vault import address, opened
from tests.backups.backing import make_empty, make_filled
from tests.builders import NOW

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {"key": settings.AUDIT_KEY, "key_id": settings.AUDIT_KEY_ID}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a backup, and leave the installation empty."""
    make_filled()
    back_up(tmp_path / "backup", at=NOW)
    make_empty()
    return tmp_path / "backup"


def sign_again(folder: Path, **changes: object) -> None:
    """Change what the manifest says, and sign it."""
    replace(Manifest.read(folder, **KEY), **changes).write(folder, **KEY)  # type: ignore[arg-type]


def rewrite(folder: Path, table: str, change: Callable[[bytes], bytes]) -> None:
    """Change the rows of a table, and have the manifest agree."""
    path = folder / "database" / f"{table}.jsonl.gz"
    content = change(gzip.decompress(path.read_bytes()))
    path.write_bytes(gzip.compress(content))
    tables = dict(Manifest.read(folder, **KEY).tables)
    tables[table] = replace(tables[table], sha256=sha256(content).hexdigest())
    sign_again(folder, tables=tables)


def another_format(folder: Path) -> str:
    """Be of a format that is not known."""
    sign_again(folder, format="remit-backup-9")
    return "of the format 'remit-backup-9'"


def another_release(folder: Path) -> str:
    """Be of a release that had another migration."""
    sign_again(folder, migrations={"matrix": "0999_later"})
    return "matrix: 0999_later there"


def another_table(folder: Path) -> str:
    """Have one table less."""
    tables = dict(Manifest.read(folder, **KEY).tables)
    del tables["matrix_party"]
    sign_again(folder, tables=tables)
    return "Tables differ: matrix_party"


def another_event(folder: Path) -> str:
    """Say in the log that something else happened."""
    rewrite(folder, "audit_event", lambda rows: rows.replace(b'"answer-changed"', b'"nothing"'))
    return "does not hold: it was changed after it was written"


def another_spelling(folder: Path) -> str:
    """Write the same rows otherwise."""
    rewrite(folder, "matrix_party", lambda rows: rows.replace(b'"pk": ', b'"pk":  '))
    return "line 1 cannot be read: no backup is written like this"


def another_kind(folder: Path) -> str:
    """Have a text where the table has true or false."""
    rewrite(folder, "matrix_party", lambda rows: rows.replace(b": true", b': "True"'))
    return "matrix_party did not come out as it went in"


def no_row(folder: Path) -> str:
    """Have a line that is no row."""
    rewrite(folder, "matrix_party", lambda rows: b"{}\n" + rows)
    return "line 1 cannot be read"


def stranger(folder: Path) -> str:
    """Have a row of another table in place of the last."""
    sections = gzip.decompress((folder / "database" / "matrix_section.jsonl.gz").read_bytes())
    other = sections.splitlines(keepends=True)[0]
    rewrite(
        folder,
        "matrix_party",
        lambda rows: b"".join([*rows.splitlines(keepends=True)[:-1], other]),
    )
    return "is none of this table but of matrix.section"


@pytest.mark.parametrize(
    "change",
    [
        another_format,
        another_release,
        another_table,
        another_event,
        another_spelling,
        another_kind,
        no_row,
        stranger,
    ],
)
def test_what_does_not_hold_is_refused_whoever_signed_it(
    folder: Path, change: Callable[[Path], str]
) -> None:
    words = change(folder)

    with pytest.raises(BackupRefused, match=words):
        restore(folder, at=NOW)

    assert not Answer.objects.exists()


def test_names_inside_a_value_may_be_in_the_order_of_another_engine(folder: Path) -> None:
    def turned(rows: bytes) -> bytes:
        lines = [json.loads(each) for each in rows.splitlines()]
        for line in lines:
            line["fields"]["new"] = dict(reversed(line["fields"]["new"].items()))
        return "".join(
            f"{json.dumps(each, separators=(',', ': '), ensure_ascii=False)}\n" for each in lines
        ).encode()

    rewrite(folder, "audit_event", turned)

    restore(folder, at=NOW)
    assert Event.objects.filter(new__has_key="coverage").exists()


def test_the_command_restores_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restore", folder)

    assert "2 logs hold" in capsys.readouterr().out


def test_the_command_says_why_not(folder: Path) -> None:
    make_filled()

    with pytest.raises(CommandError, match="The installation is not empty"):
        call_command("restore", folder)
    with pytest.raises(CommandError, match="is not a backup"):
        call_command("restore", folder / "database")


def test_the_command_tells_what_it_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_filled()

    call_command("backup", tmp_path / "one")
    call_command("backup", tmp_path / "two", "--json")

    said = capsys.readouterr().out
    assert "1 files (" in said
    assert '"missing": []' in said


def test_a_file_that_was_changed_in_the_vault_is_no_part_of_the_backup(tmp_path: Path) -> None:
    make_filled()
    proof = Evidence.objects.get()
    name = address(proof.organisation_id, proof.sha256)
    with opened(name) as file:
        path = Path(str(file.name))
    path.chmod(0o600)
    path.write_bytes(b"another content")

    made = back_up(tmp_path / "backup", at=NOW)

    assert (made.missing, dict(made.vault)) == ((name,), {})
    assert not [each for each in (tmp_path / "backup" / "vault").rglob("*") if each.is_file()]
