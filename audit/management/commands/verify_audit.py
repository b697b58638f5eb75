"""`manage.py verify_audit [--head …] [--heads FILE] [--json]`: does every chain hold?"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.selectors import NotedHead, verify_chains


class Command(BaseCommand):
    """Verify the audit chains; exit 1 and name the first broken event of each that fails."""

    help = "Verify every audit chain from its first event to its head."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take heads that were noted outside, and `--json`."""
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="CHAIN=NUMBER:SEAL",
            help="a head that was noted, as the mail of heads has it; may be repeated",
        )
        parser.add_argument("--heads", type=Path, help="a file with such heads, one a line")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print one line, or one JSON entry, a chain."""
        found = verify_chains(_noted(options["head"], options["heads"]))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in found], indent=2))
        else:
            for each in found:
                verdict = "holds" if each.broken_at is None else f"broken: {each.reason}"
                self.stdout.write(f"{each.chain}: {each.events} events, {verdict}")
        if any(each.broken_at is not None for each in found):
            sys.exit(1)


def _noted(heads: Sequence[str], file: Path | None) -> list[NotedHead]:
    try:
        lines = file.read_text().splitlines() if file else []
        return [NotedHead.read(each) for each in (*heads, *filter(str.strip, lines))]
    except (OSError, ValueError) as unreadable:
        raise CommandError(str(unreadable)) from unreadable
