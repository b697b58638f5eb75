"""Compare the counters of every assessment with its answers."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.counting import recount


class Command(BaseCommand):
    """Counters are written with each change, so a difference is a fault: exit status 1."""

    help = "Recompute the counters of every assessment; mend and report those that differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare `--json`."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Recount each assessment in a transaction of its own."""
        assessments = list(Assessment.objects.order_by("pk"))
        found = {each.pk: recount(assessment=each, at=timezone.now()) for each in assessments}
        differing = {number: day for number, day in found.items() if day is not None}
        if options["json"]:
            self.stdout.write(json.dumps(_summary(len(assessments), differing)))
        else:
            for number, day in differing.items():
                self.stdout.write(f"Assessment {number}: the counters of {day} differed.")
            self.stdout.write(f"{len(assessments)} assessments, {len(differing)} differed.")
        if differing:
            message = f"The counters of {len(differing)} assessments differed; they are mended."
            raise CommandError(message, returncode=1)


def _summary(assessments: int, differing: dict[int, date]) -> dict[str, Any]:
    differences = [
        {"assessment": number, "day": day.isoformat()} for number, day in differing.items()
    ]
    return {"assessments": assessments, "differences": differences}
