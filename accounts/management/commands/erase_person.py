"""`manage.py erase_person EMAIL --yes`: take away all that tells who somebody was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.services import StillNeeded, erase_person


class Command(BaseCommand):
    """Erase a person; what they did stays in the history, under a number."""

    help = "Erase a person: name, address, password, keys, sessions. History keeps a number."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and `--yes` because nothing brings it back."""
        parser.add_argument("email")
        parser.add_argument("--yes", action="store_true", help="really erase")

    def handle(self, *_: Any, email: str, **options: Any) -> None:
        """Do it, or say what stands in the way."""
        user = User.objects.filter(email=email.strip().lower(), erased_at=None).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        if not options["yes"]:
            raise CommandError(f"This erases {user} for good: add --yes.")
        try:
            erase_person(user=user, at=timezone.now())
        except StillNeeded as needed:
            raise CommandError(
                f"Nobody was erased: {email} is the last administrator of {needed}. Appoint "
                "another with create_administrator, or delete the organisation."
            ) from needed
        self.stdout.write(f"Erased. The history names this person by the number {user.pk}.")
