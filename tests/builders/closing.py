"""Organisations that were deleted, and the keys of their logs."""

from accounts.models import User
from accounts.selectors.closing import closing_key
from assessments.services.organisations import delete_organisation
from tests.builders.moments import NOW
from tests.builders.people import make_organisation


def make_closing_key(user: User) -> str:
    """Delete a new organisation, and return the key by which a person finds its log."""
    closed = delete_organisation(organisation=make_organisation(), at=NOW)
    return closing_key(closed, user)
