"""A sample of the campaign, so that what it runs on does not rot."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.__main__ import environment


@pytest.mark.thorough
def test_twenty_changes_of_the_rights_are_noticed(tmp_path: Path) -> None:
    into = tmp_path / "outcome.json"
    asked = ["rights", str(into), "--most", "20", "--path", "accounts/rights.py"]
    asked += ["--test", "tests/accounts/test_rights.py"]

    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.mutation.trying", *asked],
        check=False,
        capture_output=True,
        text=True,
        env=environment(),
        timeout=120,
    )

    told = json.loads(into.read_text())
    assert len(told["killed"]) >= 19, done.stdout + done.stderr
    assert (told["survived"], told["left"], told["broken"]) == ([], [], [])
