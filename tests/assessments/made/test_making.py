"""A workbook is asked for, made by a worker, and had by who asked."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.rights import Role
from assessments.models import Export, MadeFile
from assessments.reports import writer
from assessments.selectors.made import made_lines, made_progress, why_not_made
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.results import Ground, Standing
from assessments.services.made import (
    AlreadyMade,
    FileGone,
    ask_for_workbook,
    cancel_making,
    clear_made_files,
    finish_made_file,
    opened,
    place,
)
from audit.models import Event
from jobs.models import Job
from jobs.services import Watch, claim, run, run_next
from tests.assessments.workbooks import lines, make_contents, make_full_assessment, sheet
from tests.assessments.workbooks import opened as read_workbook
from tests.builders import NOW, make_member, make_reader, make_share
from tests.builders.made import make_asked_file, make_made_file

pytestmark = pytest.mark.django_db


def places() -> list[str]:
    """Return the names of the files that are kept."""
    storage = storages["made"]
    folders, _ = storage.listdir("")
    return [f"{each}/{name}" for each in folders for name in storage.listdir(each)[1]]


@pytest.mark.thorough
def test_the_file_says_what_one_that_is_made_at_once_says() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)

    made = make_made_file(assessment, by=member)

    with opened(made) as file:
        content = file.read()
    assert len(content) == made.size
    at_once = make_contents(assessment)
    book = read_workbook(content)
    assert len(lines(sheet(book, "Duties"))) == 1 + len(at_once.rows)
    assert len(lines(sheet(book, "Provider’s part"))) == 1 + len(at_once.provider_rows)
    verified = verify_workbook(content, exports=Export.objects.all())
    assert verified is not None
    assert (verified.standing, verified.ground) == (Standing.SAME, Ground.CELLS)


def test_it_is_on_record_as_handed_out_to_who_asked_in_one_transaction_with_its_job() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)

    made = make_made_file(assessment, by=member, query="coverage=gap")

    export = Export.objects.get()
    job = Job.objects.get(key=made.job_key)
    assert (made.export, export.made_by, export.filter) == (export, member, "coverage=gap")
    assert (job.state, job.result) == ("done", {"file": str(made.key)})
    assert Event.objects.get(verb="workbook-exported").object_id == str(export.key)
    assert places() == [made.place]


def test_who_asks_again_while_it_is_on_its_way_gets_the_same() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    first = make_asked_file(assessment, by=member)

    again = make_asked_file(assessment, by=member)
    other = make_asked_file(assessment, by=member, query="coverage=gap")

    assert again == first
    assert other != first
    assert Job.objects.count() == 2


def test_after_a_cancelled_one_another_is_made() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    first = make_asked_file(assessment, by=member)
    cancel_making(made=first, at=NOW)

    again = make_asked_file(assessment, by=member)

    assert again != first
    progress = made_progress(first)
    assert progress is not None
    assert (progress.state, why_not_made(progress)) == ("cancelled", "Cancelled")


@pytest.mark.thorough
def test_one_that_is_cancelled_while_it_is_written_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    member = make_member(Role.MANAGER)
    made = make_asked_file(make_full_assessment(member), by=member)

    def cancelled_meanwhile(path: Path, asked: MadeFile) -> tuple[str, int]:
        cancel_making(made=made, at=timezone.now())
        return place(path, asked)

    monkeypatch.setattr("assessments.background.place", cancelled_meanwhile)
    job = run_next()

    assert job is not None
    assert job.state == "cancelled"
    made.refresh_from_db()
    assert (made.made_at, places(), Export.objects.count()) == (None, [], 0)


@pytest.mark.thorough
def test_of_two_workers_one_hands_out_and_the_other_leaves_nothing() -> None:
    member = make_member(Role.MANAGER)
    made = make_asked_file(make_full_assessment(member), by=member)
    slow = claim(at=timezone.now())
    assert slow is not None
    Job.objects.filter(pk=slow.pk).update(state="queued", claim=None, heartbeat_at=None)
    run_next()

    run(job=slow, watch=Watch(slow))

    made.refresh_from_db()
    assert places() == [made.place]
    assert Export.objects.count() == 1


@pytest.mark.thorough
def test_what_is_made_is_not_made_twice() -> None:
    member = make_member(Role.MANAGER)
    made = make_made_file(make_full_assessment(member), by=member)
    export = Export.objects.get()
    workbook: Any = type("Workbook", (), {})()
    workbook.key, workbook.kind, workbook.language, workbook.filter = (
        made.key,
        export.kind,
        "en",
        "",
    )
    workbook.cells = type("Cells", (), {"sha256": "", "kept_sha256": "", "pieces": ()})()
    workbook.told = {}

    with pytest.raises(AlreadyMade):
        finish_made_file(made=made, workbook=workbook, placed=("x", 1), ended=lambda: None, at=NOW)

    assert Export.objects.count() == 1


@pytest.mark.parametrize("lost", ["share", "membership", "file"])
def test_who_may_not_read_any_more_gets_no_file(lost: str) -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_full_assessment(manager)
    auditor = make_reader(Role.AUDITOR, assessment)
    made = make_asked_file(assessment, by=auditor)
    if lost == "share":
        assessment.shares.all().delete()
    elif lost == "membership":
        auditor.ended_at = NOW
        auditor.save(update_fields=["ended_at"])
    else:
        made.delete()

    job = run_next()

    assert job is not None
    assert job.result == {"failure": "gone" if lost == "file" else "not-shown"}
    assert places() == []
    assert "longer" in why_not_made(made_progress(made)) or lost == "file"


@pytest.mark.thorough
def test_it_goes_away_after_seven_days_with_its_file_which_is_then_gone() -> None:
    member = make_member(Role.MANAGER)
    made = make_made_file(make_full_assessment(member), by=member)
    kept = clear_made_files(at=NOW + timedelta(days=7))

    # Files count from when they were put there, by the clock of the storage.
    later = max(timezone.now(), NOW) + timedelta(days=8)
    cleared = clear_made_files(at=later)

    assert (kept.files, cleared.files, cleared.orphans) == (0, 1, 1)
    assert places() == []
    with pytest.raises(FileGone):
        opened(made)


def test_what_killed_workers_left_is_swept_after_a_day(settings: Any, tmp_path: Path) -> None:
    settings.VAULT_INCOMING = tmp_path
    old, new, other = tmp_path / "made-old", tmp_path / "made-new", tmp_path / "upload-x"
    for each in (old, new, other):
        each.mkdir()
        (each / "sheet-0").touch()
    now = timezone.now()
    before = (now - timedelta(days=2)).timestamp()
    for each in (old, other):
        os.utime(each, (before, before))

    cleared = clear_made_files(at=now)

    assert cleared.leftovers == 1
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


def test_a_list_says_how_far_each_is() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    make_made_file(assessment, by=member)
    cancelled = make_asked_file(assessment, by=member, query="coverage=gap")
    cancel_making(made=cancelled, at=NOW)
    cancel_making(made=cancelled, at=NOW)
    gone = make_asked_file(assessment, by=member, query="coverage=partial")
    Job.objects.filter(key=gone.job_key).delete()
    make_asked_file(assessment, by=member, query="coverage=covered")

    found = made_lines(MadeFile.objects.visible_to(member.user))

    assert [line.state for line in found] == ["waiting", "failed", "cancelled", "ready"]
    assert why_not_made(made_progress(gone)) == "Nobody waits for it any more. Ask for it again."


def test_a_file_of_another_organisation_is_refused_by_the_database() -> None:
    member, stranger = make_member(Role.MANAGER), make_member(Role.MANAGER)
    assessment = make_full_assessment(member)

    with pytest.raises(DatabaseError), transaction.atomic():
        ask_for_workbook(assessment=assessment, query="", language="en", by=stranger, at=NOW)

    assert not MadeFile.objects.exists()


def test_an_auditor_it_was_unshared_from_does_not_see_it() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_full_assessment(manager)
    auditor = make_reader(Role.AUDITOR, assessment)
    make_asked_file(assessment, by=auditor)
    seen = MadeFile.objects.visible_to(auditor.user).count()
    assessment.shares.all().delete()

    then = MadeFile.objects.visible_to(auditor.user).count()

    make_share(assessment, auditor)
    assert (seen, then, MadeFile.objects.visible_to(manager.user).count()) == (1, 0, 0)


def test_one_that_is_cancelled_between_two_lines_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.VAULT_INCOMING = tmp_path
    member = make_member(Role.MANAGER)
    made = make_asked_file(make_full_assessment(member), by=member)
    monkeypatch.setattr(writer, "TOLD", 5)
    real = Watch.progress

    def cancelled_at_ten(watch: Watch, done: int, total: int) -> None:
        if done == 10:
            cancel_making(made=made, at=timezone.now())
        watch._written_at = None  # tell of each line
        real(watch, done, total)

    monkeypatch.setattr(Watch, "progress", cancelled_at_ten)
    job = run_next()

    assert job is not None
    assert (job.state, job.done) == ("cancelled", 10)
    assert Export.objects.count() == 0
    assert (list(tmp_path.glob("made-*")), places()) == ([], [])
