"""`manage.py restore DIR`: a backup back into an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from backups.manifest import BackupRefused
from backups.services import NotEmpty, restore


class Command(BaseCommand):
    """Restore a backup; exit 1 and change nothing when it cannot be restored whole."""

    help = (
        "Fill an empty installation with a backup: it is verified first, and the installation "
        "has all of it or nothing. Put the file of secrets in place before, and start the server "
        "after."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder made by backup")

    def handle(self, *_: Any, **options: Any) -> None:
        """Make the tables, fill them, and print what was restored."""
        try:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            made = restore(options["folder"], at=timezone.now())
        except NotEmpty as error:
            message = f"The installation is not empty: {error}. Restore into a new one."
            raise CommandError(message) from error
        except (BackupRefused, Error, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        rows = sum(table.rows for table in made.tables.values())
        self.stdout.write(
            f"Restored {rows} rows and {len(made.vault)} files of {made.made_at}; "
            f"{len(made.heads)} logs hold."
        )
        self.stdout.writelines(f"missing before the backup already: {n}\n" for n in made.missing)
