"""`manage.py backup DIR [--json]`: database and vault, as they are now, to a new folder."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.utils import timezone

from backups.manifest import BackupRefused
from backups.services import back_up


class Command(BaseCommand):
    """Make a backup; exit 1 when a file of the vault is missing or was changed."""

    help = (
        "Write the database and the vault to a new folder, signed, while people go on working. "
        "The file of secrets is not in it: keep a copy of it elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and `--json`."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print how many rows and files are kept, and name what is missing."""
        try:
            made = back_up(options["folder"].absolute(), at=timezone.now())
        except (BackupRefused, Error, OSError) as error:
            raise CommandError(f"Nothing was backed up. {error}") from error
        rows = sum(table.rows for table in made.tables.values())
        told = {
            "rows": rows,
            "files": len(made.vault),
            "bytes": sum(made.vault.values()),
            "missing": list(made.missing),
            "heads": list(made.heads),
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write(f"{rows} rows, {len(made.vault)} files ({told['bytes']} bytes)")
            self.stdout.writelines(f"missing: {name}\n" for name in made.missing)
        if made.missing:
            sys.exit(1)
