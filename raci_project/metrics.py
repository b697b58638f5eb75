"""`/metrics`: numbers for Prometheus, for whoever holds `METRICS_TOKEN`.

Answers are counted by each process in files that a scrape adds up (`PROMETHEUS_MULTIPROC_DIR`, set
by server.py); the rest is read from the database then. No label names an organisation or a person.
"""

import os
from collections.abc import Iterator
from functools import lru_cache
from secrets import compare_digest
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evidence.selectors.room import bytes_kept
from jobs.selectors import work_in_numbers

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram
    from prometheus_client.core import GaugeMetricFamily

VERBS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
# What SECURITY.md asks of reading and writing lies on a bound: 300 ms, 500 ms, 1 s.
BOUNDS: Final = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Counts(NamedTuple):
    """What a process counts."""

    answers: "Counter"
    seconds: "Histogram"
    mails_not_sent: "Counter"


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the numbers as text; 404 without the token, as if there were nothing."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    given, wanted = token.strip().encode(), settings.METRICS_TOKEN.encode()
    if not wanted or scheme.lower() != "bearer" or not compare_digest(given, wanted):
        raise Http404
    return HttpResponse(numbers(), content_type="text/plain; version=0.0.4; charset=utf-8")


def numbers() -> bytes:
    """Return the numbers of all processes in Prometheus' text format."""
    from prometheus_client import generate_latest

    return generate_latest(_registry())


def count_answer(route: str, verb: str, status: int, seconds: float) -> None:
    """Count one answer."""
    counts = _counts()
    verb = verb if verb in VERBS else "other"
    counts.answers.labels(route, verb, str(status)).inc()
    counts.seconds.labels(route, verb).observe(seconds)


def count_mail_not_sent() -> None:
    """Count a mail that its server did not take, or that none was there to take."""
    _counts().mails_not_sent.inc()


@lru_cache(maxsize=1)
def _counts() -> Counts:
    """Make the counts at first use: the library takes time to load, and mostly nobody asks."""
    from prometheus_client import Counter, Histogram

    told = "Seconds to the start of an answer."
    return Counts(
        Counter("remit_answers", "Answers given.", ["route", "verb", "status"]),
        Histogram("remit_answer_seconds", told, ["route", "verb"], buckets=BOUNDS),
        Counter("remit_mails_not_sent", "Mails that the mail server did not take."),
    )


def _registry() -> "CollectorRegistry":
    """Return what this process counted, or all of them together, and what the database knows."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    _counts()
    found = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    else:
        for each in _counts():
            found.register(each)
    found.register(InDatabase())
    return found


class InDatabase:
    """What the database knows, asked at each scrape: four queries."""

    def collect(self) -> Iterator["GaugeMetricFamily"]:
        """Give the numbers, or only that the database does not answer."""
        from prometheus_client.core import GaugeMetricFamily

        try:
            work, kept = work_in_numbers(at=timezone.now()), bytes_kept()
        except Error:
            yield GaugeMetricFamily("remit_database_up", "1 if the database answers.", value=0)
            return
        yield GaugeMetricFamily("remit_database_up", "1 if the database answers.", value=1)
        jobs = GaugeMetricFamily("remit_jobs", "Jobs kept, by state.", labels=["state"])
        for state, number in work.jobs.items():
            jobs.add_metric([state], number)
        yield jobs
        told = "Age of the job that has waited longest, in seconds."
        yield GaugeMetricFamily(
            "remit_oldest_waiting_job_seconds", told, value=work.oldest_seconds
        )
        told = "How often in a row a chore has failed."
        chores = GaugeMetricFamily("remit_chore_failures", told, labels=["chore"])
        for name, failures in work.failures.items():
            chores.add_metric([name], failures)
        yield chores
        yield GaugeMetricFamily(
            "remit_evidence_bytes", "Bytes of proofs in the vault.", value=kept
        )
