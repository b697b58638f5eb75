"""Who manages people, for the tests of their pages."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Membership


@pytest.fixture
def administrator(db: None) -> "Membership":
    """Return who manages the people of an organisation."""
    from accounts.rights import Role
    from tests.builders import make_member, make_user

    return make_member(Role.ADMINISTRATOR, user=make_user("Ada Lovelace"))


@pytest.fixture
def signed_in(administrator: "Membership", client: "Client") -> "Client":
    """Return a client of the administrator."""
    client.force_login(administrator.user)
    return client
