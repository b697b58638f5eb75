"""A manager, an assessment, and an auditor with whom it is shared."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import Membership
    from assessments.models import Assessment


@pytest.fixture
def manager(db: None, client: Client) -> "Membership":
    """Return a manager, signed in."""
    from accounts.rights import Role
    from tests.builders import make_member

    member = make_member(Role.MANAGER)
    client.force_login(member.user)
    return member


@pytest.fixture
def assessment(manager: "Membership") -> "Assessment":
    """Return an assessment of three duties: covered, gap, unanswered."""
    from tests.builders import make_answers, make_assessment

    found = make_assessment(manager)
    make_answers(
        found, {"coverage": "covered", "note": "By hand"}, {"coverage": "gap"}, by=manager
    )
    return found


@pytest.fixture
def auditor(assessment: "Assessment", client: Client) -> "Membership":
    """Return an auditor of the assessment, signed in instead of the manager."""
    from accounts.rights import Role
    from tests.builders import make_reader

    member = make_reader(Role.AUDITOR, assessment)
    client.force_login(member.user)
    return member
