"""The assessment that browser tests work on: the bundled matrix, 36 duties of the client."""

import re
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import Page

from accounts.models import Membership, Organisation
from accounts.rights import Role
from assessments.models import Answer, Assessment
from audit.models import Event, EventQuerySet, chain_of
from matrix.services.loading import load_file
from tests.builders import NOW, make_assessment, make_member, make_organisation, make_user

NEVER = re.compile(r"(?!)")  # no address matches


@dataclass(frozen=True, slots=True)
class Seed:
    """An assessment on the bundled matrix, a contributor and a manager of its organisation."""

    assessment: Assessment
    contributor: Membership
    manager: Membership

    @property
    def organisation(self) -> Organisation:
        """Return the organisation."""
        return self.contributor.organisation

    @property
    def grid(self) -> str:
        """Return the address of the grid."""
        return f"/o/{self.organisation.slug}/assessments/{self.assessment.pk}/duties/"

    def coverages(self) -> list[str]:
        """Return the coverage of each duty in printed order, from the database."""
        rows = Answer.objects.of_assessment(self.assessment).in_printed_order()
        return list(rows.values_list("coverage", flat=True))

    def events(self) -> EventQuerySet:
        """Return the events about answers."""
        return Event.objects.of_chain(chain_of(self.organisation.pk)).filter(object_kind="answer")


def make_seed() -> Seed:
    """Start an assessment on the bundled matrix, 36 duties and nothing answered."""
    organisation = make_organisation()
    contributor = make_member(
        Role.CONTRIBUTOR, organisation=organisation, user=make_user("Karim Benali")
    )
    manager = make_member(Role.MANAGER, organisation=organisation, user=make_user("Jeanne Goff"))
    path = settings.FIXTURE_DIR / "public-cloud-instances.fr.json"
    edition = load_file(path=path, at=NOW).edition
    assessment = make_assessment(manager, edition=edition)
    return Seed(assessment, contributor, manager)


def watch_requests(page: Page) -> None:
    """Have the browser ask about each request from the page's first on, so that any can be lost.

    A page that is open already may send its next request before it has heard of it.
    """
    page.route(NEVER, lambda route: route.fallback())


def wait_until_saved(page: Page, seconds: int = 40) -> None:
    """Wait until the page says that all is saved and keeps nothing to send.

    Both, because a page that was just loaded says so before it has looked at what it keeps.
    """
    is_saved = """() => {
      const prefix = document.querySelector("#grid").dataset.store + ":";
      const isKept = Object.keys(localStorage).some((key) => key.startsWith(prefix));
      return !isKept && Boolean(
        document.querySelector("#save-state:not(.is-pending):not(.is-offline)"),
      );
    }"""
    for _ in range(seconds * 10):
        if page.evaluate(is_saved):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the page still has something to save")
