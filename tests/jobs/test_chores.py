"""What workers do every so often: once each, whoever is killed, and again when it failed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count, repeat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from jobs.models import Chore, ChoreQuerySet
from jobs.services import Hold, chores, take_due, take_now, tell
from jobs.services.chores import BETWEEN_TELLINGS, RETRY
from jobs.services.claiming import SILENT
from jobs.worker import Worker
from raci_project import settings as project
from tests.builders import NOW

HOURLY = timedelta(hours=1)
WORKERS = 6

done: list[datetime] = []


def sweep_floor(*, at: datetime) -> None:
    """Note when it was done."""
    done.append(at)


def wash_dishes(*, at: datetime) -> None:
    """Tell how far it is, and note what can be seen of that."""
    for number in range(3):
        tell(number, 3)
        call_command("jobs")
    done.append(at)


def drop_plate(*, at: datetime) -> None:
    """Raise what nobody foresaw."""
    raise ZeroDivisionError(at)


@pytest.fixture(autouse=True)
def _chores(settings: Settings) -> None:
    """Have one chore, which nobody has ever done."""
    done.clear()
    settings.CHORES = {"floor": (f"{__name__}.sweep_floor", HOURLY)}


def clock_at(moment: datetime) -> Callable[[], datetime]:
    """Return a clock that stands still."""
    return repeat(moment).__next__


def carry_out_at(moment: datetime) -> bool:
    """Do what is due at a moment, and tell whether it went well."""
    chore = take_due(at=moment)
    assert chore is not None
    return Hold(chore, clock=clock_at(moment)).carry_out()


@pytest.mark.django_db(transaction=True)
def test_a_chore_is_done_at_once_and_then_every_so_often() -> None:
    Worker(clock=clock_at(NOW)).turn()
    Worker(clock=clock_at(NOW + HOURLY / 2)).turn()
    Worker(clock=clock_at(NOW + HOURLY)).turn()

    assert done == [NOW, NOW + HOURLY]
    assert Chore.objects.get().done_at == NOW + HOURLY


@pytest.mark.django_db(transaction=True)
def test_a_worker_looks_for_chores_from_time_to_time() -> None:
    worker = Worker(clock=clock_at(NOW))

    worker.turn()
    Chore.objects.update(due_at=NOW)
    worker.turn()

    assert len(done) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_stops_begins_no_chore() -> None:
    worker = Worker(clock=clock_at(NOW))

    worker.stop()
    worker.turn()

    assert done == []


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_a_chore() -> None:
    def take(_number: int) -> int:
        try:
            return 1 if take_due(at=NOW) else 0
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = sum(pool.map(take, range(WORKERS)))

    assert taken == 1
    assert Chore.objects.count() == 1


@pytest.mark.django_db
def test_a_chore_of_a_killed_worker_is_taken_when_it_has_been_silent() -> None:
    take_due(at=NOW)

    soon = take_due(at=NOW + SILENT)
    later = take_due(at=NOW + SILENT + timedelta(seconds=1))

    assert soon is None
    assert later is not None


@pytest.mark.django_db
def test_a_chore_that_another_worker_took_in_between_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take = chores._taken

    def come_second(found: ChoreQuerySet, at: datetime) -> Chore | None:
        assert take(found, at)
        return take(found, at)

    monkeypatch.setattr(chores, "_taken", come_second)

    assert take_due(at=NOW) is None


@pytest.mark.django_db
def test_a_sign_of_life_keeps_a_chore() -> None:
    chore = take_due(at=NOW)
    assert chore is not None

    Hold(chore, clock=clock_at(NOW + SILENT)).beat()

    assert take_due(at=NOW + SILENT * 2) is None


@pytest.mark.django_db
def test_a_worker_that_only_slept_writes_nothing_over_the_next_ones_work() -> None:
    late = NOW + SILENT * 2
    slept = take_due(at=NOW)
    after = take_due(at=late)
    assert slept is not None
    assert after is not None

    Hold(slept, clock=clock_at(late)).carry_out()

    assert Chore.objects.get().claim == after.claim


@pytest.mark.django_db
def test_a_failure_is_logged_under_a_reference_and_tried_again_soon(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHORES = {"plate": (f"{__name__}.drop_plate", HOURLY)}

    outcomes = [carry_out_at(NOW), carry_out_at(NOW + RETRY)]

    chore = Chore.objects.get()
    assert outcomes == [False, False]
    assert (chore.failures, chore.done_at, chore.claim) == (2, None, None)
    assert chore.due_at == NOW + RETRY * 2
    assert "ZeroDivisionError" in caplog.text
    assert chore.reference
    assert f"Chore plate failed: {chore.reference}" in caplog.text


@pytest.mark.django_db
def test_a_long_chore_can_be_followed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CHORES = {"dishes": (f"{__name__}.wash_dishes", HOURLY)}
    chore = take_due(at=NOW)
    assert chore is not None
    clock = (NOW + BETWEEN_TELLINGS * step / 2 for step in count()).__next__

    Hold(chore, clock=clock).carry_out()

    said = [line for line in capsys.readouterr().out.splitlines() if "dishes" in line]
    assert [line.partition("running")[2] for line in said] == ["", ", 1 of 3", ", 1 of 3"]
    after = Chore.objects.get()
    assert (after.done, after.total, after.claim) == (0, 0, None)


def test_what_is_done_by_hand_tells_nobody() -> None:
    tell(1, 3)  # which asks no database

    assert done == []


@pytest.mark.django_db
def test_a_success_forgets_the_failures_before(settings: Settings) -> None:
    settings.CHORES = {"floor": (f"{__name__}.drop_plate", HOURLY)}
    carry_out_at(NOW)
    settings.CHORES = {"floor": (f"{__name__}.sweep_floor", HOURLY)}

    is_done = carry_out_at(NOW + RETRY)

    assert is_done
    assert (Chore.objects.get().failures, Chore.objects.get().reference) == (0, "")


@pytest.mark.django_db
def test_a_chore_of_another_release_is_left_to_it(settings: Settings) -> None:
    Chore.objects.create(name="of tomorrow", due_at=NOW - HOURLY)

    taken = take_due(at=NOW)

    assert taken is not None
    assert taken.name == "floor"


@pytest.mark.django_db
def test_the_command_does_what_is_not_due_yet(capsys: pytest.CaptureFixture[str]) -> None:
    carry_out_at(NOW)

    call_command("chores", "floor")

    assert len(done) == 2
    assert capsys.readouterr().out == "floor: done\n"


@pytest.mark.django_db
def test_the_command_says_what_failed(settings: Settings) -> None:
    settings.CHORES |= {"plate": (f"{__name__}.drop_plate", HOURLY)}

    with pytest.raises(CommandError, match="Failed, see the log: plate"):
        call_command("chores")

    assert len(done) == 1


@pytest.mark.django_db
def test_the_command_knows_no_other_chore() -> None:
    with pytest.raises(CommandError, match="There are: floor"):
        call_command("chores", "windows")


@pytest.mark.django_db
def test_the_command_leaves_a_chore_to_the_worker_that_does_it(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    take_now(name="floor", at=datetime.now(tz=NOW.tzinfo))

    call_command("chores", "floor")

    assert done == []
    assert "a worker is doing it" in capsys.readouterr().out


def test_every_chore_of_the_project_can_be_called() -> None:
    found = [import_string(path) for path, _ in project.CHORES.values()]

    assert all(callable(each) for each in found)
