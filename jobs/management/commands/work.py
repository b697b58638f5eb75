"""`manage.py work`: do background work in a process of its own, for an installation with many."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs.worker import Worker


class Command(BaseCommand):
    """Do background work until SIGTERM or Ctrl-C, which put the job at hand back in the queue."""

    help = "Do background work, one job after the other. As many of these as you like may run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--until-empty`."""
        parser.add_argument(
            "--until-empty", action="store_true", help="do what waits now, then end"
        )

    def handle(self, *_: Any, until_empty: bool, **options: Any) -> None:
        """Work, and stop when told to. An installation that is not safe is refused first."""
        self.check(tags=["remit"], databases=["default"], include_deployment_checks=True)
        worker = Worker()

        def stop(_signal: int, _frame: object) -> None:
            worker.stop()

        before = [(each, signal.signal(each, stop)) for each in (signal.SIGTERM, signal.SIGINT)]
        try:
            worker.work(until_empty=until_empty)
        finally:
            for each, handler in before:
                signal.signal(each, handler)
