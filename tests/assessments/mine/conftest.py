"""A contributor and the manager who assigns."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import Membership


@pytest.fixture
def me() -> "Membership":
    """Return a contributor."""
    from accounts.rights import Role
    from tests.builders import make_member

    return make_member(Role.CONTRIBUTOR)


@pytest.fixture
def manager(me: "Membership") -> "Membership":
    """Return the manager who assigns."""
    from accounts.rights import Role
    from tests.builders import make_member

    return make_member(Role.MANAGER, organisation=me.organisation)
