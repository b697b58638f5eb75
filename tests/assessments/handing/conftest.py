"""Who gives duties, who gets them, and the manager beside them."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import Membership

# Builders are read once Django is set up, which this file may come before.


@pytest.fixture
def manager() -> "Membership":
    """Return a manager."""
    from tests.builders import make_member

    return make_member()


@pytest.fixture
def giver(manager: "Membership") -> "Membership":
    """Return a contributor who has two duties, the last two of an assessment."""
    from accounts.rights import Role
    from assessments.services.answering import AnswerValues
    from tests.builders import make_answers, make_assessment, make_member

    member = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    mine = AnswerValues(owner_membership_id=member.pk)
    make_answers(make_assessment(manager), {"note": "n"}, mine, mine, by=manager)
    return member


@pytest.fixture
def successor(manager: "Membership") -> "Membership":
    """Return another contributor."""
    from accounts.rights import Role
    from tests.builders import make_member

    return make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
