"""`manage.py delete_organisation SLUG --yes`: delete an organisation whole, its log aside."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Organisation
from accounts.services import mail_closed_log
from assessments.services.organisations import administrators_of, delete_organisation
from audit.selectors import sealed_lines


class Command(BaseCommand):
    """Delete an organisation with all that is its own."""

    help = "Delete an organisation whole (the demo one: mairie-de-valmont). Its log is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug, where its log goes, and `--yes` because nothing brings it back."""
        parser.add_argument("slug")
        parser.add_argument("--log", metavar="FILE", type=Path, help="write its sealed log there")
        parser.add_argument("--yes", action="store_true", help="really delete it")

    def handle(self, *_: Any, slug: str, **options: Any) -> None:
        """Delete it, or say what would be deleted."""
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation with the slug {slug!r}.")
        if not options["yes"]:
            raise CommandError(f"This deletes {organisation.name} for good: add --yes.")
        told = administrators_of(organisation)
        closed = delete_organisation(organisation=organisation, at=timezone.now())
        mail_closed_log(log=closed, people=told)
        self.stdout.write(f"{closed.name} is deleted; its log is kept and closed.")
        self.stdout.write(f"It ends at {closed.noted}")
        if path := options["log"]:
            _write(path, closed.chain)
            self.stdout.write(f"The log is in {path}.")


def _write(path: Path, chain: str) -> None:
    try:
        with path.open("wb") as file:
            file.writelines(sealed_lines(chain))
    except OSError as error:
        message = f"The organisation is deleted, and its log was not written: {error}"
        raise CommandError(message) from error
