"""Assessments that the tests of a module share. Models are imported once Django is set up."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import Membership
    from assessments.models import Assessment
    from tests.assessments.shared import Shared
    from tests.assessments.workbooks import Shelf


@pytest.fixture(scope="module")
def unanswered(module_database: None) -> "Shared":
    """Share an assessment and a contributor."""
    from tests.assessments.shared import share_unanswered

    return share_unanswered()


@pytest.fixture
def assessment(unanswered: "Shared") -> "Assessment":
    """Return an assessment with three unanswered duties."""
    return unanswered.assessment


@pytest.fixture
def contributor(unanswered: "Shared", client: Client) -> "Membership":
    """Return a contributor of its organisation, signed in."""
    member = unanswered.member
    client.force_login(member.user)
    return member


@pytest.fixture(scope="module")
def full(module_database: None) -> "Shared":
    """Share a full assessment and the manager who filled it in."""
    from tests.assessments.shared import share_full

    return share_full()


@pytest.fixture
def full_assessment(full: "Shared") -> "Assessment":
    """Return an assessment with labels and a row of each kind: see `make_full_assessment`."""
    return full.assessment


@pytest.fixture
def manager(full: "Shared", client: Client) -> "Membership":
    """Return the manager who filled it in, signed in."""
    member = full.member
    client.force_login(member.user)
    return member


@pytest.fixture(scope="module")
def shelf(full: "Shared") -> "Shelf":
    """Return the workbooks of the full assessment, for tests that only read them."""
    from tests.assessments.workbooks import Shelf

    return Shelf(full.assessment)
