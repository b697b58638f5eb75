"""How Remit is served: gunicorn's configuration, for `make run` and for production.

The embedded installation is prepared in the process that then serves: two processes one after
the other would load Django twice, which is most of the time a start takes. Production is
prepared by whoever upgrades it, and is refused until it is.
"""

import logging
import os
import shutil
import sys
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.urls import get_resolver

from raci_project.environment import Refused
from raci_project.vault import make_folder

if TYPE_CHECKING:
    from jobs.worker import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raci_project.settings")
try:
    IS_IN_PRODUCTION = settings.IS_IN_PRODUCTION
    # WhiteNoise warns of a missing folder; the embedded installation collects nothing into it.
    make_folder(settings.STATIC_ROOT, variable="STATIC_FOLDER")
except Refused as refusal:
    sys.exit(f"Remit does not start. {refusal}")

wsgi_app = "raci_project.wsgi"
bind = settings.BIND
worker_class = "gthread"
# Workers are never ended after a number of requests: their memory does not grow with them.
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
preload_app = True
control_socket_disable = True
# A proxy keeps connections for a minute: it must be the one who closes them. They hold no thread.
keepalive = 75
# What a thread streams for minutes does not count: a process is silent when all of it is.
timeout = 60
graceful_timeout = 25 if IS_IN_PRODUCTION else 10
loglevel = "warning"

COUNTS = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own name
_workers: "list[Worker]" = []
STOP_SECONDS = 5.0


def on_starting(server: Any) -> None:
    """Refuse or prepare before the port is opened; connections do not survive a fork."""
    from raci_project import starting

    _log_as_we_do()
    try:
        with starting.outages_refused():
            if IS_IN_PRODUCTION:
                starting.refuse_newer()
                starting.refuse_unprepared()
                starting.refuse_unsafe()
            else:
                starting.refuse_taken(server.cfg.address)
                starting.refuse_unwritable()
                starting.refuse_newer()
                starting.refuse_unsafe()
                call_command("bootstrap")
    except Refused as refusal:
        sys.exit(f"Remit does not start. {refusal}")
    # Here, so that processes share what is loaded, and nobody's first page waits for it.
    _ = get_resolver().url_patterns
    if settings.METRICS_TOKEN:
        # Where each process counts, for /metrics to add up: named before the library is loaded.
        os.environ[COUNTS] = mkdtemp(prefix="remit-metrics-")
    connections.close_all()


def _log_as_we_do() -> None:
    """Send gunicorn's own lines where all others go: one format, and no keys in them."""
    ours = logging.getLogger("gunicorn.error")
    ours.handlers.clear()
    ours.propagate = True


def when_ready(_server: object) -> None:
    """Say where to go."""
    print(f"Remit is ready: {settings.SITE_URL}", flush=True)  # noqa: T201  # the console is the page here


def post_worker_init(_worker: object) -> None:
    """Do background work in the process that serves: threads do not survive a fork either."""
    from jobs.worker import Worker

    if settings.EMBEDDED_WORKER:
        _workers.append(Worker())
        _workers[-1].start()


def worker_exit(_server: object, _worker: object) -> None:
    """Give the handler at work a moment to stop, so that its job goes back to the queue."""
    for worker in _workers:
        worker.stop(seconds=STOP_SECONDS)


def on_exit(_server: object) -> None:
    """Leave no counts behind: the next start counts from nothing."""
    if settings.METRICS_TOKEN:
        shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
