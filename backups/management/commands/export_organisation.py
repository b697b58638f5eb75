"""`manage.py export_organisation SLUG -o FILE`: all of an organisation as one ZIP."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Organisation
from backups.archive import ContentChanged, archived
from backups.services import Extract, extract, record_extract


class Command(BaseCommand):
    """Write rows, proofs and log of an organisation to a file, while people work."""

    help = "Export an organisation whole: its rows, the files of its proofs, and its log."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug, the file, and the language of the text in it."""
        parser.add_argument("slug")
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *_: Any, slug: str, output: Path, **options: Any) -> None:
        """Write the file, whole or not at all, and say what is in it."""
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation with the slug {slug!r}.")
        if output.exists():
            raise CommandError(f"{output} is there already.")
        now, language = timezone.now(), options["language"] or organisation.language
        try:
            with TemporaryDirectory(dir=output.absolute().parent, prefix=".export-") as folder:
                made = extract(organisation, Path(folder), language=language, at=now)
                record_extract(organisation=organisation, made=made, at=now)
                _write(made, Path(folder) / "whole.zip", output)
        except (OSError, ContentChanged) as error:
            raise CommandError(f"Nothing was exported: {error}") from error
        self.stdout.write(f"{organisation.name}: {made.rows} rows in {output}.")
        for place in made.missing:
            self.stderr.write(f"The vault no longer has {place}.")


def _write(made: Extract, path: Path, output: Path) -> None:
    with path.open("wb") as file:
        os.chmod(path, 0o600)
        file.writelines(archived(made.entries))
        file.flush()
        os.fsync(file.fileno())
    path.rename(output)
