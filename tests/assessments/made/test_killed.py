"""A worker that is killed while it makes a workbook, at each point in turn."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.rights import Role
from assessments.models import Export
from assessments.services.made import clear_made_files, opened
from audit.models import chain_of
from audit.selectors import verify_chain
from jobs.services import run_next, sweep
from tests.assessments.workbooks import make_full_assessment
from tests.assessments.workbooks import opened as read_workbook
from tests.builders import make_member
from tests.builders.made import make_asked_file
from tests.messages import ROOT
from tests.processes import environment

UNFINISHED = ("read", "half written", "written", "placed", "recorded")


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_no_half_file_is_served_the_next_worker_makes_it_and_leftovers_are_swept(
    settings: Any, tmp_path: Path
) -> None:
    vault = tmp_path / "vault"
    for folder in (vault, vault / "incoming", vault / "made"):
        folder.mkdir()
    settings.VAULT_INCOMING = vault / "incoming"
    made = settings.STORAGES["made"]
    options = made["OPTIONS"] | {"location": str(vault / "made")}
    settings.STORAGES = settings.STORAGES | {"made": made | {"OPTIONS": options}}
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)

    for point in (*UNFINISHED, "committed"):
        asked = make_asked_file(assessment, by=member)
        killed = subprocess.run(  # noqa: S603  # our own module
            [sys.executable, "-m", "tests.assessments.made.killed", point],
            cwd=ROOT,
            env=environment() | {"VAULT_FOLDER": str(vault)},
            check=False,
        )
        asked.refresh_from_db()
        assert killed.returncode == -signal.SIGKILL, point
        assert (asked.made_at is None) == (point in UNFINISHED), point
        sweep(at=timezone.now() + timedelta(minutes=2))
        run_next()
        asked.refresh_from_db()
        with opened(asked) as file:
            assert len(read_workbook(file.read()).worksheets) > 5

    later = timezone.now() + timedelta(days=2)
    cleared = clear_made_files(at=later)
    assert Export.objects.count() == len(UNFINISHED) + 1
    assert (cleared.orphans, cleared.leftovers > 0) == (2, True)
    assert list((vault / "incoming").iterdir()) == []
    assert verify_chain(chain_of(member.organisation_id)).broken_at is None
