"""Proofs are looked at on the tests' own day, by a manager who reads English."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation

if TYPE_CHECKING:
    from accounts.models import Membership


@pytest.fixture(autouse=True)
def _proofs_on_that_day(on_that_day: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def manager(client: Client) -> "Membership":
    """Return a manager, signed in in a browser that speaks English."""
    # Read once Django is set up, which this file may come before.
    from tests.builders import make_member

    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    member = make_member()
    client.force_login(member.user)
    return member
