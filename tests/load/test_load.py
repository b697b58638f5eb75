"""A few people for a few seconds: what `make load` does with 200 for two minutes."""

import os
import subprocess
import sys

import pytest

from tests.messages import ROOT


@pytest.mark.thorough
def test_some_people_work_at_a_real_server_and_nothing_of_it_is_lost() -> None:
    load = {"LOAD_USERS": "5", "LOAD_SECONDS": "3", "LOAD_PROCESSES": "1"}

    done = subprocess.run(
        [sys.executable, "-m", "tests.load"],
        env=os.environ | load,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ticks acknowledged" in done.stdout
    assert ": 0 lost" in done.stdout
