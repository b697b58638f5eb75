"""Units as systemd reads them, without systemd running."""

import re
import subprocess
from pathlib import Path

import pytest

from tests import needs
from tests.deploy import recipes

# What `systemd-analyze security` calls OK: 10 is a service without any of it, 0 is none at all.
MOST_EXPOSED = 2.0


@pytest.fixture
def analyze() -> str:
    """Return the path of systemd-analyze."""
    return needs.systemd_analyze()


def test_systemd_reads_every_unit_without_a_word(analyze: str, tmp_path: Path) -> None:
    for path in recipes.UNITS:
        text = path.read_text()
        there = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / path.name).write_text(there)

    read = subprocess.run(  # noqa: S603
        [analyze, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )

    # Of the machine's own units it says what it likes.
    assert not [line for line in read.stderr.splitlines() if "remit-" in line]
    assert len(recipes.UNITS) == 6


@pytest.mark.asvs("13.2.2")
@pytest.mark.parametrize("path", recipes.SERVICES, ids=lambda path: path.name)
def test_a_service_may_little(analyze: str, path: Path) -> None:
    read = subprocess.run(  # noqa: S603
        [analyze, "security", "--offline=true", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )

    found = re.search(r"exposure level for \S+: ([\d.]+)", read.stdout)

    assert found, read.stderr
    assert float(found[1]) <= MOST_EXPOSED
