"""`manage.py verify_audit [--json]`: does every chain hold?"""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit.selectors import verify_chains


class Command(BaseCommand):
    """Verify the audit chains; exit 1 and name the first broken event of each that fails."""

    help = "Verify every audit chain from its first event to its head."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--json`."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print one line, or one JSON entry, a chain."""
        found = verify_chains()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in found], indent=2))
        else:
            for each in found:
                verdict = "holds" if each.broken_at is None else f"broken: {each.reason}"
                self.stdout.write(f"{each.chain}: {each.events} events, {verdict}")
        if any(each.broken_at is not None for each in found):
            sys.exit(1)
