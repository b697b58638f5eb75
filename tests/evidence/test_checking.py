"""Checking the vault, and sweeping it."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Membership
from evidence import vault
from evidence.models import Evidence
from evidence.selectors.checking import check_vault
from evidence.services import Swept, sweep_vault
from tests.builders import make_evidence, make_file, make_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _address(evidence: Evidence) -> str:
    return vault.address(evidence.organisation_id, evidence.sha256)


def _orphan(by: Membership) -> str:
    with vault.arriving([b"nobody names this"], limit=100) as arrival:
        vault.place(arrival, organisation_id=by.organisation_id)
    return vault.address(by.organisation_id, arrival.sha256)


def _age(path: Path, days: float) -> None:
    then = (timezone.now() - days * DAY).timestamp()
    os.utime(path, (then, then))


def test_a_vault_as_it_should_be_is_intact() -> None:
    by = make_member()
    make_file(b"same", by=by)
    make_file(b"same", by=by)
    make_file(by=by)
    make_evidence(by=by)

    found = check_vault(at=timezone.now())

    assert found.intact == 2
    assert not found.is_damaged
    assert found.orphans == found.leftovers == ()


def test_damage_and_what_is_left_over_are_told_apart(vault_folder: Path) -> None:
    by = make_member()
    intact, changed, missing = (make_file(by=by) for _ in range(3))
    (vault_folder / _address(changed)).write_bytes(b"changed")
    (vault_folder / _address(missing)).unlink()
    orphan = _orphan(by)
    for name, days in (("upload-old", 2), ("upload-new", 0)):
        (vault_folder / "incoming" / name).write_bytes(b"half")
        _age(vault_folder / "incoming" / name, days)

    found = check_vault(at=timezone.now())

    assert found.intact == 1
    assert found.missing == (_address(missing),)
    assert found.changed == (_address(changed),)
    assert found.orphans == (orphan,)
    assert found.leftovers == ("upload-old",)
    assert found.is_damaged
    assert (vault_folder / _address(intact)).exists()


@pytest.mark.parametrize("is_json", [True, False], ids=["as JSON", "as text"])
def test_the_command_says_what_is_damaged_and_fails(
    is_json: bool, vault_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = make_file()
    make_file(by=evidence.added_by)
    (vault_folder / _address(evidence)).unlink()

    with pytest.raises(SystemExit) as ended:
        call_command("verify_vault", json=is_json)

    said = capsys.readouterr().out
    assert ended.value.code == 1
    if is_json:
        assert json.loads(said) == {
            "intact": 1,
            "missing": [_address(evidence)],
            "changed": [],
            "orphans": [],
            "leftovers": [],
        }
    else:
        numbers = "1 intact, 1 missing, 0 changed, 0 orphans, 0 leftovers"
        assert said == f"{numbers}\nmissing: {_address(evidence)}\n"


def test_the_command_is_content_with_orphans(capsys: pytest.CaptureFixture[str]) -> None:
    orphan = _orphan(make_member())

    call_command("verify_vault")

    assert f"orphans: {orphan}" in capsys.readouterr().out


def test_the_sweep_removes_what_nobody_names_after_a_day(vault_folder: Path) -> None:
    by = make_member()
    kept, orphan = make_file(by=by), _orphan(by)
    arrivals = [vault_folder / "incoming" / name for name in ("upload-old", "upload-new")]
    for path in arrivals:
        path.write_bytes(b"half")
    for path in (arrivals[0], vault_folder / _address(kept), vault_folder / orphan):
        _age(path, 1.1)

    swept = sweep_vault(at=timezone.now())

    assert swept == Swept(leftovers=1, orphans=1)
    assert [path.exists() for path in arrivals] == [False, True]
    assert vault.is_at(_address(kept))
    assert not vault.is_at(orphan)


def test_the_sweep_leaves_what_may_still_be_named() -> None:
    orphan = _orphan(make_member())

    swept = sweep_vault(at=timezone.now())

    assert swept == Swept(leftovers=0, orphans=0)
    assert vault.is_at(orphan)


def test_the_sweep_removes_files_of_organisations_that_are_gone(vault_folder: Path) -> None:
    evidence = make_file()
    address = _address(evidence)
    _age(vault_folder / address, 2)
    evidence.organisation.delete()

    swept = sweep_vault(at=timezone.now())

    assert swept.orphans == 1
    assert not vault.is_at(address)


def test_the_sweep_leaves_what_was_named_at_the_last_moment(
    vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = make_member()
    orphan = _orphan(by)
    _age(vault_folder / orphan, 2)
    placed_at = vault.placed_at

    def named_meanwhile(name: str) -> object:
        make_file(b"nobody names this", by=by)
        return placed_at(name)

    monkeypatch.setattr(vault, "placed_at", named_meanwhile)
    swept = sweep_vault(at=timezone.now())

    assert swept.orphans == 0
    assert vault.is_at(orphan)
