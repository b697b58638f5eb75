"""`manage.py bootstrap`: from nothing to an installation that can be opened. Idempotent.

In production there is no demo organisation, and the first administrator is somebody real.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from accounts.services import add_member, create_organisation, create_user
from assessments.services.demo import PEOPLE, address_of, make_demo
from matrix.models import Edition

ADMINISTRATOR = "admin@remit.example"


class Command(BaseCommand):
    """Migrate, load the bundled matrix, make the demo organisation and an administrator."""

    help = "Prepare the installation: tables, matrix, demo organisation, first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--no-demo`."""
        parser.add_argument("--no-demo", action="store_true", help="leave out the demo data")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what is not done yet; a second run changes nothing."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
        if User.objects.exists():
            return
        for fixture in sorted(Path(settings.FIXTURE_DIR).glob("*.fr.json")):
            call_command("load_matrix", str(fixture), stdout=self.stdout)
        password = os.environ.get("REMIT_ADMIN_PASSWORD") or secrets.token_urlsafe(15)
        demo_password = os.environ.get("REMIT_DEMO_PASSWORD") or secrets.token_urlsafe(15)
        email = _administrator()
        has_demo = not (options["no_demo"] or settings.IS_IN_PRODUCTION)
        # All or nothing: a run that is killed half-way is simply run again.
        with transaction.atomic():
            organisation = self._organisation(demo_password, has_demo=has_demo)
            now = timezone.now()
            user = create_user(email=email, name="", password=password, at=now)
            role = Membership.RoleName.ADMINISTRATOR
            add_member(organisation=organisation, user=user, role=role, at=now)
        self._tell(email, password)
        if organisation.is_demo:
            self._tell_of_demo(organisation, demo_password)

    def _organisation(self, password: str, *, has_demo: bool) -> Organisation:
        edition = Edition.objects.published().filter(matrix__organisation=None).first()
        if has_demo and edition:
            return make_demo(edition=edition, password=password, at=timezone.now())
        name = os.environ.get("REMIT_ORGANISATION", "Organisation")
        return create_organisation(name=name, at=timezone.now())

    def _tell(self, email: str, password: str) -> None:
        self.stdout.write("\nSign in with these credentials; they are printed this once.\n")
        self.stdout.write(f"  e-mail    {email}\n  password  {password}\n")

    def _tell_of_demo(self, organisation: Organisation, password: str) -> None:
        self.stdout.write(f"\nDemo organisation: {organisation.name} (/o/{organisation.slug}/)")
        self.stdout.write("Its people sign in as well, each with their own role:")
        for person in PEOPLE:
            self.stdout.write(f"  {person.role:<14}{address_of(person)}")
        self.stdout.write(f"  password      {password}\n")


def _administrator() -> str:
    """Return the address of the first administrator; production has no default account."""
    email = os.environ.get("REMIT_ADMIN_EMAIL", "")
    if not email and settings.IS_IN_PRODUCTION:
        raise CommandError("Set REMIT_ADMIN_EMAIL to the address of the first administrator.")
    return email or ADMINISTRATOR
