"""`manage.py encrypt_again`: the second half of changing SECRET_KEY."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.services import encrypt_again


class Command(BaseCommand):
    """Encrypt with SECRET_KEY what is still under one of SECRET_KEY_FALLBACKS."""

    help = "Encrypt the secrets of second factors with the SECRET_KEY of today."

    def handle(self, *_: Any, **__: Any) -> None:
        """Do it, and say how many were changed and how many no key opens."""
        done = encrypt_again(at=timezone.now())
        self.stdout.write(f"{done.renewed} second factors are encrypted with the new key.")
        if done.lost:
            self.stdout.write(
                f"{done.lost} are under a key that is not here: see reset_second_factor."
            )
