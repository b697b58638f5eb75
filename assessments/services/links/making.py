"""Making a share link: its token goes into one address and is kept nowhere (docs/adr/0020)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Assessment, ShareLink
from assessments.selectors.links.finding import token_hash
from assessments.services.links.telling import tell_of_link
from database.transactions import change

LONGEST: Final = timedelta(days=365)


class EndsTooSoon(Exception):
    """The last day is over."""


class EndsTooLate(Exception):
    """The last day is more than a year away."""


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """What a link shows, to whom, and until which day, that day included.

    `filter` is a query string of the grid as its filter says it, "" for every row; `words` is
    what it means, in `language`. `password` is "" where the address is enough.
    """

    label: str
    ends_on: date
    filter: str
    words: str
    language: str
    has_evidence: bool
    password: str = ""


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link, and the token that opens it: nobody can look it up again."""

    link: ShareLink
    token: str


def make_link(
    *, assessment: Assessment, terms: LinkTerms, by: Membership, at: datetime
) -> MadeLink:
    """Make a link to an assessment and return its token this once: 256 random bits.

    Signed and closed assessments too: a link changes no answer. Raises `EndsTooSoon` and
    `EndsTooLate`.
    """
    today = timezone.localdate(at)
    if terms.ends_on < today:
        raise EndsTooSoon
    if terms.ends_on - today > LONGEST:
        raise EndsTooLate
    token = secrets.token_urlsafe(32)
    # Hashed here: a password takes a tenth of a second, and nobody should wait for the lock.
    password = make_password(terms.password) if terms.password else ""
    hashes = (token_hash(token), password)
    return MadeLink(_kept(assessment, terms, hashes, by=by, at=at), token)


@change
def _kept(
    assessment: Assessment,
    terms: LinkTerms,
    hashes: tuple[str, str],
    *,
    by: Membership,
    at: datetime,
) -> ShareLink:
    link = ShareLink.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        label=terms.label,
        token_hash=hashes[0],
        password=hashes[1],
        filter=terms.filter,
        words=terms.words,
        language=terms.language,
        has_evidence=terms.has_evidence,
        made_by=by,
        made_at=at,
        expires_at=_end_of(terms.ends_on),
    )
    # Not for whom: that is the name of somebody, and stays in the table.
    about = {"filter": terms.filter, "link_ends_on": terms.ends_on.isoformat()}
    tell_of_link(link, "share-link-made", at=at, by=by, told=about)
    return link


def _end_of(day: date) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight)
