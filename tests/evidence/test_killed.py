"""A process that is killed in the middle of an upload, at each point in turn."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from audit.models import chain_of
from audit.selectors import verify_chain
from evidence.models import Evidence
from evidence.selectors.checking import check_vault
from evidence.services import Swept, sweep_vault
from tests.builders import make_member
from tests.messages import ROOT
from tests.processes import environment

ROUNDS = 3
KILLED = ("half read", "written", "on the disk", "moved", "placed", "row written", "event written")


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_a_kill_leaves_what_the_sweep_removes_and_no_half_proof(vault_folder: Path) -> None:
    by = make_member()

    for turn in range(ROUNDS):
        said = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.evidence.uploading", str(by.pk), str(turn)],
            cwd=ROOT,
            env=environment() | {"VAULT_FOLDER": str(vault_folder)},
            check=True,
            capture_output=True,
            text=True,
        )
        endings = [f"{point}: SIGKILL" for point in (*KILLED, "committed")]
        assert said.stdout.splitlines() == [*endings, "acknowledged: 0"], said.stderr

    later = timezone.now() + timedelta(days=2)
    kept = sorted(Evidence.objects.values_list("filename", flat=True))
    expected = [f"{point} {turn}.txt" for point in ("acknowledged", "committed") for turn in "012"]
    assert kept == expected
    found = check_vault(at=later)
    assert (found.intact, found.is_damaged) == (2 * ROUNDS, False)
    assert sweep_vault(at=later) == Swept(leftovers=3 * ROUNDS, orphans=4 * ROUNDS)
    assert check_vault(at=later).intact == 2 * ROUNDS
    assert check_vault(at=later).orphans == ()
    assert verify_chain(chain_of(by.organisation_id)).broken_at is None
