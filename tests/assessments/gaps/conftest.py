"""A manager who looks at gaps, on the tests' own day, whatever the day is today."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import Membership


@pytest.fixture(autouse=True)
def _gaps_on_that_day(on_that_day: None) -> None:
    pass


@pytest.fixture
def manager(client: Client) -> "Membership":
    """Return a manager, signed in in a browser that speaks English."""
    # Read once Django is set up, which this file may come before.
    from tests.builders import make_member

    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    member = make_member()
    client.force_login(member.user)
    return member
