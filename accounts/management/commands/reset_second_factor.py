"""`manage.py reset_second_factor EMAIL`: for somebody who lost phone, key and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.services import NoSecondFactor, reset_second_factor


class Command(BaseCommand):
    """Take the second factors of a person away: the password alone signs in again."""

    help = "Take somebody's second factors away. Their sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *_: Any, email: str, **__: Any) -> None:
        """Do it, or say that there is nobody, or nothing to take."""
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the address {email}.")
        try:
            reset_second_factor(user=user, at=timezone.now())
        except NoSecondFactor as bare:
            raise CommandError(f"{email} has no second factor.") from bare
        self.stdout.write(f"{user.email} signs in with the password alone. Their sessions ended.")
