"""Share links: made, revoked, and what is seen through them."""

from assessments.services.links.making import (
    EndsTooLate,
    EndsTooSoon,
    LinkTerms,
    MadeLink,
    make_link,
)
from assessments.services.links.noting import (
    LinkGone,
    Viewed,
    clear_views,
    note_view,
    record_shared_file,
)
from assessments.services.links.revoking import StaleLink, revoke_link

__all__ = [
    "EndsTooLate",
    "EndsTooSoon",
    "LinkGone",
    "LinkTerms",
    "MadeLink",
    "StaleLink",
    "Viewed",
    "clear_views",
    "make_link",
    "note_view",
    "record_shared_file",
    "revoke_link",
]
