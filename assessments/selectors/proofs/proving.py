"""What one piece of evidence proves, and how the evidence of an organisation stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext, ngettext

from accounts.models import Membership
from assessments.models import Answer
from assessments.words.proofs import SOON, expiring_words
from evidence.models import Evidence, EvidenceQuerySet
from matrix.models import ActivityLabel


@dataclass(frozen=True, slots=True)
class ProvenRow:
    """A duty that evidence is attached to, in the reader's language where there is a label."""

    key: UUID
    assessment_id: int
    assessment: str
    text: str
    language: str
    coverage: str


@dataclass(frozen=True, slots=True)
class EvidenceNumbers:
    """How much evidence there is on a day, and how it stands."""

    total: int
    expired: int
    expiring: int
    loose: int

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence, printed bold."""
        if not self.total:
            return gettext("No proof yet")
        return ngettext("%(n)s proof", "%(n)s proofs", self.total) % {"n": self.total}

    @property
    def rest(self) -> str:
        """Return the rest of the sentence: what asks for somebody."""
        expired = ngettext("%(n)s expired", "%(n)s expired", self.expired)
        loose = ngettext("%(n)s attached to no duty", "%(n)s attached to no duty", self.loose)
        parts = [
            (self.expired, expired % {"n": self.expired}),
            (self.expiring, expiring_words(self.expiring)),
            (self.loose, loose % {"n": self.loose}),
        ]
        return "".join(f", {text}" for n, text in parts if n)


def proven_rows(evidence: Evidence, *, reader: Membership, language: str) -> tuple[ProvenRow, ...]:
    """Return the duties in play it is attached to, as far as the reader sees them. One query."""
    label = ActivityLabel.objects.filter(
        activity=OuterRef("activity"), label_set__language=language
    )
    rows = (
        Answer.objects.visible_to(reader.user)
        .in_play()
        .filter(attachments__evidence=evidence)
        .annotate(label=Subquery(label.values("text")[:1]))
        .order_by("assessment__edition__matrix__service", "assessment_id", "activity__position")
        .values_list(
            "key",
            "assessment_id",
            "assessment__edition__matrix__service",
            "assessment__scope",
            "label",
            "activity__text",
            "activity__edition__language",
            "coverage",
        )
    )
    return tuple(
        ProvenRow(
            key,
            assessment_id,
            f"{service} · {scope}",
            label or text,
            language if label else printed_in,
            coverage,
        )
        for key, assessment_id, service, scope, label, text, printed_in, coverage in rows
    )


def evidence_numbers(evidence: EvidenceQuerySet, *, on: date) -> EvidenceNumbers:
    """Return how the evidence that `readable_evidence` returned stands. One query."""
    expired = Evidence.objects.expired(on=on).values("pk")
    expiring = Evidence.objects.expiring(on=on, days=SOON).values("pk")
    standing = Evidence.objects.standing().values("pk")
    numbers = evidence.aggregate(
        total=Count("pk"),
        expired_now=Count("pk", filter=Q(pk__in=expired)),
        expiring_soon=Count("pk", filter=Q(pk__in=expiring)),
        loose=Count("pk", filter=Q(duties=0, pk__in=standing)),
    )
    return EvidenceNumbers(
        numbers["total"], numbers["expired_now"], numbers["expiring_soon"], numbers["loose"]
    )
