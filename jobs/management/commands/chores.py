"""`manage.py chores [NAME]`: do now what workers do every so often."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jobs.services import ChoreTaken, Hold, UnknownChore, take_now


class Command(BaseCommand):
    """Do one chore, or all of them, whether they are due or not."""

    help = "Do the chores of the worker now: the one named, else all."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name, if one is meant."""
        parser.add_argument("name", nargs="?", help="one of settings.CHORES")

    def handle(self, *_: Any, name: str | None, **options: Any) -> None:
        """Do it, say so for each, and fail when one failed."""
        names = [name] if name else sorted(settings.CHORES)
        failed = [each for each in names if not self._do(each)]
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}")

    def _do(self, name: str) -> bool:
        try:
            is_done = Hold(take_now(name=name, at=timezone.now())).carry_out()
        except UnknownChore as unknown:
            known = ", ".join(sorted(settings.CHORES))
            raise CommandError(f"No chore is called {name}. There are: {known}") from unknown
        except ChoreTaken:
            self.stdout.write(f"{name}: a worker is doing it")
            return True
        if is_done:
            self.stdout.write(f"{name}: done")
        return is_done
