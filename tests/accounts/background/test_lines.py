"""Who sees which background work, and what a line of it says."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Membership
from accounts.rights import Role
from accounts.selectors.background import (
    WATCHED,
    NotAgain,
    kind_of,
    work_lines,
    work_seen_by,
)
from accounts.services import end_membership
from accounts.services.background import run_again
from jobs.models import Job
from jobs.services import Watch, enqueue, run_next
from jobs.words import duration
from matrix.models import MatrixImport
from tests.accounts.background.working import (
    LATER,
    line_of,
    make_asked,
    make_cancelled,
    make_failed,
)
from tests.builders import NOW, make_assessment, make_member
from tests.builders.made import make_asked_file
from tests.matrix.importing.imports import make_long_import

pytestmark = pytest.mark.django_db


def go_well(_job: Job, _watch: Watch) -> dict[str, object]:
    """Do work that only another release knows."""
    return {}


def test_who_leads_sees_all_and_others_what_they_asked_for(manager: Membership) -> None:
    viewer = make_member(Role.VIEWER, organisation=manager.organisation)
    assessment = make_assessment(manager)
    theirs = make_asked_file(assessment, by=manager).job_key
    own = make_asked_file(assessment, by=viewer).job_key
    stranger = make_member(Role.ADMINISTRATOR)

    seen = {
        reader: set(work_seen_by(reader).values_list("key", flat=True))
        for reader in (manager, viewer, stranger)
    }

    assert seen == {manager: {theirs, own}, viewer: {own}, stranger: set()}


def test_a_line_says_what_for_what_and_by_whom(manager: Membership) -> None:
    made, job = make_asked(manager)

    line = line_of(job, manager)

    assert (line.name, line.state, line.spent) == ("Make a workbook", "waiting", "")
    assert line.place is not None
    assert line.place.name == str(made.assessment)
    assert str(made.key) in line.place.url
    assert (line.asker, line.asked_at) == (str(manager.user), NOW)
    assert (line.may_cancel, line.may_run_again, line.is_in_vain) == (True, False, False)


def test_others_are_led_to_the_assessment_and_not_to_somebodys_file(manager: Membership) -> None:
    viewer = make_member(Role.VIEWER, organisation=manager.organisation)
    made = make_asked_file(make_assessment(manager), by=viewer)

    line = line_of(Job.objects.get(key=made.job_key), manager)

    assert line.place is not None
    assert str(made.key) not in line.place.url
    assert f"/{made.assessment_id}/" in line.place.url


def test_a_failure_is_said_with_its_reference_and_how_long_it_took(manager: Membership) -> None:
    job = make_failed(make_asked(manager)[1])

    line = line_of(job, manager)

    assert (line.state, line.spent) == ("failed", "1\u00a0min 15\u00a0s")
    assert "f00d" in line.text
    assert (line.is_in_vain, line.may_cancel, line.may_run_again) == (True, False, True)


def test_what_ended_without_what_was_asked_for_says_why(manager: Membership) -> None:
    auditor = make_member(Role.AUDITOR, organisation=manager.organisation)
    made = make_asked_file(make_assessment(manager), by=auditor)
    job = run_next(clock=lambda: NOW)

    line = line_of(Job.objects.get(key=made.job_key), manager)

    assert job is not None
    assert job.state == Job.State.DONE
    assert "could no longer read" in line.text
    assert (line.is_in_vain, line.may_run_again) == (True, True)


def test_only_the_first_that_are_not_over_are_watched(manager: Membership) -> None:
    assessment = make_assessment(manager)
    made = [
        make_asked_file(assessment, by=manager, query=f"q={number}")
        for number in range(WATCHED + 1)
    ]
    first = Job.objects.get(key=made[0].job_key)
    over = make_cancelled(Job.objects.get(key=made[1].job_key))

    lines = work_lines(Job.objects.all(), manager, at=LATER)

    watched = {key for key, line in lines.items() if line.is_watched}
    assert first.pk in watched
    assert over.pk not in watched
    assert len(watched) == WATCHED


def test_work_of_a_kind_that_is_not_known_can_only_be_seen(
    manager: Membership, settings: Settings
) -> None:
    settings.JOB_HANDLERS = settings.JOB_HANDLERS | {"of-tomorrow": "nowhere.at_all"}
    job = enqueue(
        kind="of-tomorrow",
        organisation_id=manager.organisation_id,
        made_by_id=None,
        payload={},
        at=NOW,
    )

    line = line_of(job, manager)

    assert (line.name, line.asker, line.place) == ("Work of another release", "", None)
    assert not line.may_cancel
    with pytest.raises(NotAgain):
        run_again(job=make_cancelled(job), by=manager, at=NOW)


def test_such_work_that_went_well_is_finished(manager: Membership, settings: Settings) -> None:
    settings.JOB_HANDLERS = {"of-tomorrow": f"{__name__}.go_well"}
    job = enqueue(
        kind="of-tomorrow",
        organisation_id=manager.organisation_id,
        made_by_id=manager.pk,
        payload={},
        at=NOW,
    )
    run_next(clock=lambda: NOW)

    line = line_of(job, manager)

    assert (line.state, line.text, line.is_in_vain) == ("finished", "Finished", False)


def test_reading_that_nobody_waited_for_any_more_says_so(manager: Membership) -> None:
    make_long_import(manager)
    MatrixImport.objects.all().update(job_key=None)
    job = run_next(clock=lambda: NOW)
    assert job is not None

    line = line_of(job, manager)

    assert (line.text, line.is_in_vain) == ("The import was changed or discarded meanwhile.", True)


@pytest.mark.parametrize(
    ("result", "text"),
    [
        pytest.param({"edition": 1}, "Finished", id="published"),
        pytest.param({"import": "x"}, "It was not published; the import says why.", id="not"),
    ],
)
def test_a_matrix_that_was_not_published_is_told_from_one_that_was(
    manager: Membership, result: dict[str, object], text: str
) -> None:
    job = enqueue(
        kind="publish-import",
        organisation_id=manager.organisation_id,
        made_by_id=manager.pk,
        payload={"import": 0},
        at=NOW,
    )
    Job.objects.filter(pk=job.pk).update(state="done", finished_at=NOW, result=result)

    line = line_of(job, manager)

    assert line.text == text


def test_who_has_left_is_still_named(manager: Membership) -> None:
    viewer = make_member(Role.VIEWER, organisation=manager.organisation)
    made = make_asked_file(make_assessment(manager), by=viewer)
    end_membership(membership=viewer, at=NOW)

    line = line_of(Job.objects.get(key=made.job_key), manager)

    assert line.asker == str(viewer.user)


def test_every_kind_of_work_is_known_to_the_page(settings: Settings) -> None:
    assert set(settings.JOB_KINDS) == set(settings.JOB_HANDLERS)
    assert all(str(kind_of(each).name) for each in settings.JOB_KINDS)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        pytest.param(-3, "0 s", id="clock set back"),
        pytest.param(59, "59 s", id="seconds"),
        pytest.param(60, "1 min 0 s", id="minutes"),
        pytest.param(7_265, "2 h 1 min", id="hours"),
    ],
)
def test_a_time_is_said_in_two_units(seconds: int, text: str) -> None:
    said = duration(timedelta(seconds=seconds))

    assert said.replace("\u00a0", " ") == text
