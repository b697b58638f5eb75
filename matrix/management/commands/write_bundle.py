"""Write the bundle of a page: its reading as JSON, one row on one line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrix.bundles import Bundle, Provenance, read_bundle, written
from matrix.readers import Choice, MatrixRefused, read_matrix
from matrix.services import content_of


class Command(BaseCommand):
    """The bundle is written beside the page; of one that is there the provenance is kept."""

    help = "Write PAGE.json beside PAGE.md: what the reader reads, ready for load_matrix."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what a page does not say of itself."""
        parser.add_argument("page", type=Path, help="the Markdown page")
        for name in Provenance.__dataclass_fields__:
            parser.add_argument(f"--{name.replace('_', '-')}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read the page, write the bundle."""
        page: Path = options["page"]
        target = page.with_suffix(".json")
        given = {name: options[name] for name in Provenance.__dataclass_fields__ if options[name]}
        try:
            known = _known(target) | given
            reading = read_matrix(content_of(page), Choice(page.name))
        except MatrixRefused as refusal:
            raise CommandError(f"{page} is refused ({refusal.code}): {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        if not {"provider", "service", "source_name"} <= known.keys():
            raise CommandError("Give --provider, --service and --source-name.")
        target.write_text(written(Bundle(Provenance(**known), reading)), encoding="utf-8")
        self.stdout.write(f"Wrote {target}")


def _known(target: Path) -> dict[str, str]:
    """Return the provenance of the bundle that is there, if one is and can be read."""
    if not target.exists():
        return {}
    provenance = read_bundle(content_of(target)).provenance
    return {name: getattr(provenance, name) for name in Provenance.__dataclass_fields__}
