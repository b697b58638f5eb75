"""`manage.py create_administrator EMAIL`: the first administrator, or the way back in."""

import os
import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from accounts.models import Organisation
from accounts.services import appoint_administrator, create_organisation


class Command(BaseCommand):
    """Make somebody an administrator with a new password, or reset the one they have."""

    help = "Make an administrator, or give one a new password. Their sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the organisation."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="what a new person is called")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--organisation", metavar="SLUG", help="else the first one")
        where.add_argument("--organisation-name", metavar="NAME", help="make one of this name")

    def handle(self, *_: Any, email: str, name: str, **options: Any) -> None:
        """Do it, and print the password this once unless it came from the environment."""
        given = os.environ.get("REMIT_ADMIN_PASSWORD", "")
        password = given or secrets.token_urlsafe(15)
        try:
            validate_email(email)
            validate_password(password)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        organisation = _organisation(options["organisation"], options["organisation_name"])
        appoint_administrator(
            email=email,
            name=name,
            password=password,
            organisation=organisation,
            at=timezone.now(),
        )
        self.stdout.write(f"{email} is an administrator of {organisation.name}.")
        if not given:
            self.stdout.write(f"Password, printed this once: {password}")


def _organisation(slug: str | None, name: str | None) -> Organisation:
    if name:
        return create_organisation(name=name, at=timezone.now())
    found = Organisation.objects.order_by("id")
    organisation = (found.filter(slug=slug) if slug else found).first()
    if organisation is None:
        wanted = f"No organisation is called {slug}." if slug else "There is no organisation yet."
        raise CommandError(f"{wanted} Make one with --organisation-name NAME.")
    return organisation
