"""An assessment that the tests of a module read."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import Membership
    from assessments.models import Assessment
    from tests.assessments.shared import Shared


@pytest.fixture(autouse=True)
def _documents_on_that_day(on_that_day: None) -> None:
    pass


@pytest.fixture(scope="module")
def shared_told(module_database: None) -> "Shared":
    """Share an assessment that tells of everything, and its manager."""
    from tests.assessments.oscal.telling import make_told
    from tests.assessments.shared import Shared
    from tests.builders import make_member

    manager = make_member()
    return Shared(make_told(manager).pk, manager.pk)


@pytest.fixture
def told(shared_told: "Shared") -> "Assessment":
    """Return the assessment: see `make_told`."""
    return shared_told.assessment


@pytest.fixture
def teller(shared_told: "Shared", client: Client) -> "Membership":
    """Return the manager who answered it, signed in in a browser that speaks English."""
    member = shared_told.member
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(member.user)
    return member
