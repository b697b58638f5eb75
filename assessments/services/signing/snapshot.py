"""What a sign-off freezes: every row in play as it stands, as JSON of no language."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Assessment, Attachment
from assessments.scoring import NOTHING_PROVEN, Counts
from assessments.selectors.proofs.counting import section_proven
from assessments.selectors.signing.limits import Limits
from matrix.selectors import PrintedEdition, printed_edition

# 2: the proofs of each row, and how many duties they prove.
FORMAT: Final = "remit-sign-off-2"
# People and teams by id: their names are looked up beside it (CONTRACTS.md, "Things").
_COLUMNS: Final = (
    "question",
    "coverage",
    "reason",
    "until",
    "note",
    "owner_membership_id",
    "owner_team_id",
    "due_on",
    "is_to_recheck",
    "changed_at",
    "answered_by_id",
    "review",
    "submitted_by_id",
    "submitted_at",
    "reviewed_by_id",
    "reviewed_at",
    "revision",
)


def snapshot_of(
    assessment: Assessment,
    *,
    counts: Counts,
    limits: Limits,
    statement: str,
    by: Membership,
    at: datetime,
) -> dict[str, Any]:
    """Return the whole of what is signed; internal notes stay out, as of all that auditors get.

    The provider's text is kept in its own language. `assessment` was read with its matrix. A
    proof is kept with what tells it from another: its content's hash, its revision, its last day.
    """
    proven = section_proven(assessment, on=timezone.localdate(at))
    edition = assessment.edition
    printed = printed_edition(edition, language=edition.language)
    return {
        "format": FORMAT,
        "organisation": {"id": by.organisation_id, "name": by.organisation.name},
        "assessment": assessment.pk,
        "provider": edition.matrix.provider.name,
        "service": edition.matrix.service,
        "scope": assessment.scope,
        "starts_on": _text(assessment.starts_on),
        "ends_on": _text(assessment.ends_on),
        "has_messages": assessment.has_messages,
        "edition": {
            "id": edition.pk,
            "language": edition.language,
            "published_on": _text(edition.published_on),
            "sha256": edition.sha256,
        },
        "client_party": assessment.client_party.name,
        "four_eyes": by.organisation.has_four_eyes,
        "signed_at": _text(at),
        "signed_by_id": by.pk,
        "statement": statement,
        "counts": asdict(counts),
        "proven": asdict(sum(proven.values(), NOTHING_PROVEN)),
        "limits": limits,
        "rows": list(_rows(assessment, printed)),
    }


def _rows(assessment: Assessment, printed: PrintedEdition) -> Iterator[Mapping[str, Any]]:
    sections = {section.section_id: section for section in printed.sections}
    activities = {activity.activity_id: activity for activity in printed.activities}
    proofs = _proofs(assessment)
    for answer in Answer.objects.of_assessment(assessment).in_printed_order():
        activity = activities[answer.activity_id]
        section = sections.get(activity.section_id or 0)
        yield {
            "key": str(answer.key),
            "activity_id": answer.activity_id,
            "number": section.number if section else "",
            "section": section.title.text if section else "",
            "activity": activity.text.text,
            "letters": activity.letters.get(assessment.client_party_id, ""),
            **{name: _text(getattr(answer, name)) for name in _COLUMNS},
            "proofs": proofs[answer.pk],
        }


def _proofs(assessment: Assessment) -> dict[int, list[Mapping[str, Any]]]:
    """Return the proofs of each row by its id, in the order in which they were attached."""
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    attached = Attachment.objects.standing().filter(
        answer__in=Answer.objects.of_assessment(assessment)
    )
    for attachment in attached.select_related("evidence").in_order():
        evidence = attachment.evidence
        found[attachment.answer_id].append(
            {
                "key": str(evidence.key),
                "revision": evidence.revision,
                "kind": evidence.kind,
                "title": evidence.title,
                "sha256": evidence.sha256,
                "valid_until": _text(evidence.valid_until),
                "is_visible_to_auditor": evidence.is_visible_to_auditor,
            }
        )
    return found


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
