"""What is said about a proof, judged before it is written; and how its events say it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from accounts.models import Membership
from audit.services import Happening, append_events
from evidence.guard import EvidenceRefused, Reason
from evidence.models import Confidentiality, Evidence, EvidenceType

TITLE_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """Everything that is said about a proof, and nothing of what it is.

    Without a title it is called by its file name, its address or its first words. Without
    `collected_at` it was collected when it came in.
    """

    title: str = ""
    evidence_type: str = EvidenceType.OTHER
    period_from: date | None = None
    period_to: date | None = None
    collected_by_id: int | None = None
    collected_at: datetime | None = None
    source_system: str = ""
    source_query: str = ""
    population: int | None = None
    sample: int | None = None
    valid_until: date | None = None
    confidentiality: str = Confidentiality.INTERNAL
    is_visible_to_auditor: bool = True


def judged(
    about: EvidenceFacts, *, title: str, collected_at: datetime, organisation_id: int
) -> dict[str, Any]:
    """Return the columns that say `about`, with a title and a moment where it names none.

    Raises `EvidenceRefused` for a period or a sample that cannot be, for a secret that auditors
    would see, for a title that is too long, and for a collector from elsewhere.
    """
    columns = asdict(about) | {
        "title": about.title.strip() or title.strip()[:TITLE_LENGTH],
        "collected_at": about.collected_at or collected_at,
    }
    refused = next((reason for reason, is_so in _faults(about, columns["title"]) if is_so), None)
    if refused:
        raise EvidenceRefused(refused, f"what is said about the proof cannot be: {refused}")
    if about.collected_by_id and not _is_member(about.collected_by_id, organisation_id):
        raise EvidenceRefused(Reason.COLLECTOR, "the collector belongs to no such organisation")
    return columns


def _faults(about: EvidenceFacts, title: str) -> tuple[tuple[Reason, bool], ...]:
    first, last = about.period_from, about.period_to
    counts = [each for each in (about.sample, about.population) if each is not None]
    is_secret = about.confidentiality == Confidentiality.SECRET
    return (
        (Reason.TITLE, not 0 < len(title) <= TITLE_LENGTH),
        (Reason.PERIOD, bool(first and last and first > last)),
        (Reason.COUNTS, counts != sorted(counts) or any(each < 1 for each in counts)),
        (Reason.SECRET, is_secret and about.is_visible_to_auditor),
    )


def _is_member(membership_id: int, organisation_id: int) -> bool:
    # Somebody who has left did collect what they collected.
    members = Membership.objects.filter(pk=membership_id, organisation_id=organisation_id)
    return members.exists()


def tell(
    verb: str,
    evidence: Evidence,
    *,
    by: Membership,
    at: datetime,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write what happened to a proof into the chain of its organisation."""
    happening = Happening(
        verb, "evidence", str(evidence.key), old=_plain(old or {}), new=_plain(new or {})
    )
    append_events(
        organisation_id=evidence.organisation_id,
        happenings=[happening],
        actor_id=by.user_id,
        at=at,
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
