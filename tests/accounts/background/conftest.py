"""Who leads, and the language its pages are read in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import Membership


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def manager(db: None) -> "Membership":
    """Return a manager."""
    from accounts.rights import Role
    from tests.builders import make_member

    return make_member(Role.MANAGER)
