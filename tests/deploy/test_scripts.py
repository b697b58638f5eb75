"""The scripts of a server: what they do when something does not hold."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy import recipes
from tests.deploy.replay import Failed, Machine, machine

OLD = 31 * 24 * 3600


@pytest.fixture
def server() -> Iterator[Machine]:
    """Give a machine whose `remit` makes a backup, or fails with what FAILS names."""
    with machine() as found:
        scripts = found.path("/opt/remit/deploy/bin")
        scripts.mkdir(parents=True)
        for script in (recipes.DEPLOY / "bin").iterdir():
            copy = scripts / script.name
            copy.write_text(found.here(script.read_text()))
            copy.chmod(0o755)
        plays = '#!/bin/sh\necho "$1"\n[ "$1" = "$FAILS" ] && exit 1\n'
        plays += '[ "$1" != backup ] || mkdir "$2"\n'
        (scripts / "remit").write_text(plays)
        backups = found.path("/var/backups/remit")
        for name in ("2026-01-01T020000Z", "2026-01-02T020000Z.partial", "of-somebody-else"):
            (backups / name).mkdir(parents=True)
            age = backups.stat().st_mtime - OLD
            os.utime(backups / name, (age, age))
        yield found


def left(server: Machine) -> list[Path]:
    """Return the folders of backups."""
    return sorted(server.path("/var/backups/remit").iterdir())


def test_old_backups_go_once_a_new_one_is_whole(server: Machine) -> None:
    server.run("/opt/remit/deploy/bin/remit-backup", FAILS="")

    new, other = left(server)

    assert (new.name[-1], other.name) == ("Z", "of-somebody-else")
    assert "2026-01-0" not in new.name


def test_all_stay_when_the_new_one_is_not(server: Machine) -> None:
    with pytest.raises(Failed):
        server.run("/opt/remit/deploy/bin/remit-backup", FAILS="backup")

    assert len(left(server)) == 3


@pytest.mark.parametrize("failing", ["verify_audit", "verify_vault"])
def test_both_are_verified_and_one_that_does_not_hold_is_a_failure(
    server: Machine, failing: str
) -> None:
    with pytest.raises(Failed) as failed:
        server.run("/opt/remit/deploy/bin/remit-verify", FAILS=failing)

    assert "verify_audit\nverify_vault" in str(failed.value)


def test_the_audit_chains_and_the_vault_hold(server: Machine) -> None:
    said = server.run("/opt/remit/deploy/bin/remit-verify", FAILS="")

    assert said.split() == ["verify_audit", "verify_vault"]
