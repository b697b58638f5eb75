"""What the load has shown: times, and whether everything that was acknowledged is there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.answering import ANSWERED
from assessments.services.counting import recount
from audit.models import Event
from audit.selectors import verify_chains
from tests.load.people import THINK, TICKS, Sample
from tests.load.running import Outcome

# Milliseconds, SECURITY.md: 95 of 100 pages, and of 100 ticks, are there by then.
READ_LIMIT: Final = 300
WRITE_LIMIT: Final = {"postgresql": 500, "sqlite": 1000}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Times by page in lines, what should not have happened, and the figures to keep."""

    pages: tuple[str, ...]
    faults: tuple[str, ...]
    rows: Mapping[str, str]
    is_slow: bool


@dataclass(frozen=True, slots=True)
class Times:
    """How long requests of one kind took, in milliseconds."""

    requests: int
    median: float
    p95: float
    p99: float
    longest: float

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> "Times":
        """Return the times of some requests; all 0 of none."""
        found = sorted(each.seconds * 1000 for each in samples)
        times = found or [0.0]
        at = [times[int((len(times) - 1) * part)] for part in (0.5, 0.95, 0.99)]
        return cls(len(found), at[0], at[1], at[2], times[-1])

    def __str__(self) -> str:
        """Return "p95 212 ms (median 90, p99 301, longest 420; 1234 requests)"."""
        rest = f"median {self.median:.0f}, p99 {self.p99:.0f}, longest {self.longest:.0f}"
        return f"p95 {self.p95:.0f} ms ({rest}; {self.requests} requests)"


def judged(outcome: Outcome) -> Judgement:
    """Compare what people were told with what the database holds, and count the times."""
    reads = Times.of(each for each in outcome.timed if not each.is_write)
    writes = Times.of(each for each in outcome.timed if each.is_write)
    trouble = [f"error: {each.what} {each.trouble}" for each in outcome.trouble]
    lost, broken = [*_lost(outcome)], [*_broken()]
    number = len(outcome.everything)
    server, own = (
        seconds * 1000 / number for seconds in (outcome.server_seconds, outcome.own_seconds)
    )
    rows = {
        f"errors, {1 - TICKS:.0%} pages and {TICKS:.0%} ticks, {THINK:.0f} s of thought": (
            f"{len(trouble)} of {number} requests"
        ),
        "pages": str(reads),
        "ticks": str(writes),
        "ticks acknowledged": f"{len(outcome.kept)}: {len(lost)} lost",
        "ticks told to be in conflict": str(outcome.conflicts),
        "chains that do not hold, counters that differ": str(len(broken)),
        "CPU": f"{server:.0f} ms a request, {own:.1f} ms for the people",
        "memory of the server": f"{outcome.server_bytes / 2**20:.0f} MB",
    }
    return Judgement(
        pages=tuple(
            f"{what:<12}{Times.of(each for each in outcome.timed if each.what == what)}"
            for what in sorted({each.what for each in outcome.timed})
        ),
        faults=(*trouble, *lost, *broken),
        rows=rows,
        is_slow=reads.p95 > READ_LIMIT or writes.p95 > WRITE_LIMIT[connection.vendor],
    )


def _lost(outcome: Outcome) -> Iterator[str]:
    """Yield the acknowledged ticks of which no event tells."""
    told = {
        (event.object_id, event.new["revision"], event.new.get("coverage"))
        for event in Event.objects.filter(verb=ANSWERED).iterator()
    }
    for kept in outcome.kept:
        if (kept.key, kept.revision, kept.coverage) not in told:
            yield f"lost: {kept}"


def _broken() -> Iterator[str]:
    for chain in verify_chains():
        if chain.broken_at is not None:
            yield f"{chain.chain}: {chain.reason}"
    for assessment in Assessment.objects.order_by("pk"):
        if day := recount(assessment=assessment, at=timezone.now()):
            yield f"counters of assessment {assessment.pk} on {day}"
