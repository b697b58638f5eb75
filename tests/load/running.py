"""One run: people at a server for some time, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from threading import Thread
from time import monotonic, process_time
from typing import Final

from django.conf import settings

from tests.load.filling import Person
from tests.load.people import TOKEN, Kept, Sample, Worker
from tests.load.serving import Server, serving

# Requests while people arrive are answered, but not timed: the first pages load the most.
RAMP: Final = 0.15


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: all requests, those timed, ticks acknowledged, CPU (s) and bytes."""

    everything: tuple[Sample, ...]
    timed: tuple[Sample, ...]
    kept: tuple[Kept, ...]
    conflicts: int
    server_seconds: float
    server_bytes: int
    own_seconds: float

    @property
    def trouble(self) -> tuple[Sample, ...]:
        """Return the requests that were not answered as they should be."""
        return tuple(each for each in self.everything if each.trouble)


def run(people: Sequence[Person], *, processes: int, seconds: float, seed: int) -> Outcome:
    """Let people work at a server of so many processes, after they have arrived one by one."""
    with serving(processes) as server:
        workers = _workers(people, server, seed)
        ramp = max(seconds * RAMP, 1.0)
        begun = monotonic() + ramp
        used, own = server.cpu_seconds, process_time()
        _work(workers, until=begun + seconds, ramp=ramp)
        used, own = server.cpu_seconds - used, process_time() - own
        peak = server.peak_bytes
    everything = tuple(sample for worker in workers for sample in worker.samples)
    return Outcome(
        everything=everything,
        timed=tuple(each for each in everything if each.at > begun) or everything,
        kept=tuple(each for worker in workers for each in worker.kept),
        conflicts=sum(worker.conflicts for worker in workers),
        server_seconds=used,
        server_bytes=peak,
        own_seconds=own,
    )


def _workers(people: Sequence[Person], server: Server, seed: int) -> list[Worker]:
    return [
        Worker(
            person=person,
            port=server.port,
            cookies={
                settings.SESSION_COOKIE_NAME: person.session,
                settings.CSRF_COOKIE_NAME: TOKEN,
            },
            chance=Random(seed + number),  # noqa: S311
        )
        for number, person in enumerate(people)
    ]


def _work(workers: Sequence[Worker], *, until: float, ramp: float) -> None:
    threads = [
        Thread(target=worker.work, args=(until,), kwargs={"pause": ramp * number / len(workers)})
        for number, worker in enumerate(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
