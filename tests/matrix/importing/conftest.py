"""A manager who brings matrices, signed in."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import Membership


@pytest.fixture
def member(db: None) -> "Membership":
    """Return a manager."""
    # Read once Django is set up, which this file may come before.
    from tests.builders import make_member

    return make_member()


@pytest.fixture
def signed_in(client: Client, member: "Membership") -> Client:
    """Return a client of the manager, in English."""
    client.force_login(member.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client
