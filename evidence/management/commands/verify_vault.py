"""`manage.py verify_vault [--json]`: is every file of the vault what its proof says?"""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from evidence.selectors.checking import check_vault

SORTS = ("missing", "changed", "orphans", "leftovers")


class Command(BaseCommand):
    """Hash every file again; exit 1 when one is missing or changed."""

    help = "Hash every file of the vault again and compare it with what the proofs say."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--json`."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print how many files there are of each sort, and name those that are not intact."""
        found = check_vault(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), indent=2))
        else:
            sorts = {sort: getattr(found, sort) for sort in SORTS}
            numbers = ", ".join(f"{len(names)} {sort}" for sort, names in sorts.items())
            self.stdout.write(f"{found.intact} intact, {numbers}")
            for sort, names in sorts.items():
                self.stdout.writelines(f"{sort}: {name}\n" for name in names)
        if found.is_damaged:
            sys.exit(1)
