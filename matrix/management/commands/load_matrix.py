"""Load a published matrix into the library."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation
from matrix.bundles import Provenance
from matrix.readers import MatrixRefused
from matrix.services import LabelsDoNotFit, OptionsDoNotFit, load_file


class Command(BaseCommand):
    """Everything of the file is loaded, or nothing; a second time changes nothing."""

    help = "Load a published matrix: a Markdown page, or a .json bundle with its page beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what a page does not say of itself."""
        parser.add_argument("file", type=Path, help="the page, or the bundle")
        parser.add_argument("--provider", help="who published the page")
        parser.add_argument("--service", help="the service it is about")
        parser.add_argument("--source-name", default="", help="the page's name; else the file's")
        parser.add_argument("--source-url", default="", help="the page's address")
        parser.add_argument("--licence", default="", help="its licence, as one writes it")
        parser.add_argument("--licence-url", default="", help="the licence's address")
        parser.add_argument("--attribution", default="", help="whom to name with it")
        parser.add_argument("--labels", type=Path, action="append", default=[], metavar="FILE")
        parser.add_argument("--organisation", metavar="SLUG", help="load it for one of them only")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and say in one line what became of it."""
        path: Path = options["file"]
        try:
            loaded = load_file(
                path=path,
                at=timezone.now(),
                provenance=_provenance(path, options),
                label_files=tuple(options["labels"]),
                organisation=_organisation(options["organisation"]),
            )
        except MatrixRefused as refusal:
            raise CommandError(f"{path} is refused ({refusal.code}): {refusal}") from refusal
        except LabelsDoNotFit as error:
            raise CommandError(f"The labels do not fit {path}: {error}.") from error
        except OptionsDoNotFit as error:
            raise CommandError(f"The options do not fit {path}: {error}.") from error
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        verb = "Loaded" if loaded.is_new else "Already there:"
        languages = ", ".join(loaded.label_languages) or "none"
        self.stdout.write(f"{verb} {loaded.edition.title} (labels: {languages})")


def _provenance(path: Path, options: dict[str, Any]) -> Provenance | None:
    if path.suffix == ".json":
        return None
    if not options["provider"] or not options["service"]:
        raise CommandError("A page does not say whose it is: give --provider and --service.")
    given = {name: options[name] for name in Provenance.__dataclass_fields__}
    provenance = Provenance(**given)
    return replace(provenance, source_name=provenance.source_name or path.name)


def _organisation(slug: str | None) -> Organisation | None:
    if slug is None:
        return None
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no organisation {slug}.")
    return found
