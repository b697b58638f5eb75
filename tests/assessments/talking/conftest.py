"""A row that two members talk about, and who is written to every day."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import Membership
    from tests.assessments.talking.talk import Row


@pytest.fixture
def row(db: None) -> "Row":
    """Return a row of a new assessment, with a manager and a contributor."""
    from tests.assessments.talking.talk import make_row

    return make_row()


@pytest.fixture
def reader(db: None) -> "Membership":
    """Return a contributor who reads English and is written to every day."""
    from tests.assessments.talking.talk import make_reader

    return make_reader()
