"""How `make run` serves: gunicorn's configuration, one process with threads (SECURITY.md).

The installation is prepared in the process that then serves. Two processes one after the other
would load Django twice, which is most of the time a start takes.
"""

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connections

if TYPE_CHECKING:
    from jobs.worker import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raci_project.settings")
# WhiteNoise warns of a missing folder; nothing is collected into it here.
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

wsgi_app = "raci_project.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 1
threads = 8
preload_app = True
control_socket_disable = True
graceful_timeout = 10
loglevel = "warning"

_workers: "list[Worker]" = []
STOP_SECONDS = 5.0


def on_starting(_server: object) -> None:
    """Prepare the installation before the port is opened; connections do not survive a fork."""
    call_command("bootstrap")
    connections.close_all()


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
