"""`manage.py delete_organisation SLUG --yes`: delete an organisation whole, its log aside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Organisation
from assessments.services.organisations import delete_organisation


class Command(BaseCommand):
    """Delete an organisation with all that is its own."""

    help = "Delete an organisation whole (the demo one: mairie-de-valmont). Its log is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the slug, and `--yes` because nothing brings it back."""
        parser.add_argument("slug")
        parser.add_argument("--yes", action="store_true", help="really delete it")

    def handle(self, *_: Any, slug: str, **options: Any) -> None:
        """Delete it, or say what would be deleted."""
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no organisation with the slug {slug!r}.")
        if not options["yes"]:
            raise CommandError(f"This deletes {organisation.name} for good: add --yes.")
        delete_organisation(organisation=organisation, at=timezone.now())
        self.stdout.write(f"{organisation.name} is deleted; its log is kept and closed.")
