"""Share links."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Membership
from assessments.models import Assessment
from assessments.services.links import LinkTerms, MadeLink, make_link
from tests.builders.moments import NOW


def make_share_link(
    assessment: Assessment, *, by: Membership, query: str = "", at: datetime = NOW, **about: Any
) -> MadeLink:
    """Make a link to the rows that a query string of the grid keeps; all of them without one.

    `about` are other fields of `LinkTerms`.
    """
    usual: dict[str, Any] = {
        "label": "Cabinet Lenoir",
        "ends_on": at.date() + timedelta(days=30),
        "words": query and f"as asked: {query}",
        "language": "en",
        "has_evidence": True,
    }
    terms = LinkTerms(filter=query, **(usual | about))
    return make_link(assessment=assessment, terms=terms, by=by, at=at)
