"""What is shared, by whom, and who looks at it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import Membership
    from assessments.models import Assessment

# Builders are read once Django is set up, which this file may come before.


@pytest.fixture
def manager() -> "Membership":
    """Return who shares."""
    from accounts.rights import Role
    from tests.builders import make_member

    return make_member(Role.MANAGER)


@pytest.fixture
def assessment(manager: "Membership") -> "Assessment":
    """Return an assessment with a row of each kind, of the same organisation."""
    from tests.assessments.workbooks import make_full_assessment

    return make_full_assessment(manager)
