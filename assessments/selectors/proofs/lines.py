"""Evidence as pages and files show it: one line each, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from accounts.dates import date_format
from accounts.models import Membership
from assessments.models import Answer, Attachment, evidence_shown_to
from assessments.words.proofs import SOON, attached_words, validity_words
from evidence.models import Confidentiality, Evidence, EvidenceQuerySet, EvidenceType, Kind

MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A piece of evidence on a day. `duties` are those in play it proves, that the reader sees.

    `period` and `validity` are words. `attached_at` and `attached_by` tell of one attachment,
    where it is shown beside an answer.
    """

    evidence: Evidence
    on: date
    collected_by: str
    duties: int = 0
    attached_at: datetime | None = None
    attached_by: str = ""

    @property
    def key(self) -> UUID:
        """Return the key in its address."""
        return self.evidence.key

    @property
    def kind_text(self) -> str:
        """Return file, link or statement."""
        return str(Kind(self.evidence.kind).label)

    @property
    def type_text(self) -> str:
        """Return what it shows, in the words of an audit."""
        return str(EvidenceType(self.evidence.evidence_type).label)

    @property
    def confidentiality_text(self) -> str:
        """Return how confidential it is."""
        return str(Confidentiality(self.evidence.confidentiality).label)

    @property
    def is_file(self) -> bool:
        """Tell whether there is something to download."""
        return self.evidence.kind == Kind.FILE

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it proves nothing any more because somebody said so."""
        return self.evidence.withdrawn_at is not None

    @property
    def is_expired(self) -> bool:
        """Tell whether its last day is over."""
        last = self.evidence.valid_until
        return not self.is_withdrawn and last is not None and last < self.on

    @property
    def is_expiring(self) -> bool:
        """Tell whether its last day comes soon."""
        last = self.evidence.valid_until
        return not self.is_withdrawn and last is not None and 0 <= (last - self.on).days <= SOON

    @property
    def validity(self) -> str:
        """Return how long it proves, in words."""
        if self.evidence.withdrawn_at is not None:
            return gettext("withdrawn: it proves nothing")
        return validity_words(self.evidence.valid_until, on=self.on)

    @property
    def size(self) -> str:
        """Return the size of a file, "" for what is none."""
        return filesizeformat(self.evidence.size) if self.evidence.size else ""

    @property
    def duties_text(self) -> str:
        """Return how many duties it proves."""
        return attached_words(self.duties)

    @property
    def period(self) -> str:
        """Return the time it tells of; "" where nobody said."""
        first, last = self.evidence.period_from, self.evidence.period_to
        shown = {
            "first": date_format(first, "j F Y") if first else "",
            "last": date_format(last, "j F Y") if last else "",
        }
        if first and last:
            return gettext("%(first)s to %(last)s") % shown
        if first:
            return gettext("from %(first)s") % shown
        return gettext("until %(last)s") % shown if last else ""


def proofs_of_answer(answer_key: UUID, *, reader: Membership, on: date) -> tuple[ProofLine, ...]:
    """Return the evidence attached to one answer that the reader may see. One query."""
    attachments = (
        Attachment.objects.visible_to(reader.user)
        .filter(answer__key=answer_key, organisation=reader.organisation)
        .select_related("evidence__collected_by__user", "attached_by__user")
        .in_order()
    )
    return tuple(
        ProofLine(
            each.evidence,
            on,
            _name(each.evidence.collected_by),
            attached_at=each.attached_at,
            attached_by=_name(each.attached_by),
        )
        for each in attachments
    )


def readable_evidence(reader: Membership) -> EvidenceQuerySet:
    """Return the evidence of an organisation that a member may read, with counts of duties.

    `duties` is how many rows in play it proves, that the reader sees too.
    """
    answers = Answer.objects.visible_to(reader.user).values("pk")
    seen = Attachment.objects.in_play().filter(answer__in=answers)
    counted = Count("attachments", filter=Q(attachments__in=seen.values("pk")))
    return (
        evidence_shown_to(reader.user)
        .of_organisation(reader.organisation)
        .select_related("collected_by__user", "added_by__user", "withdrawn_by__user")
        .annotate(duties=counted)
    )


def holding(evidence: EvidenceQuerySet, text: str) -> EvidenceQuerySet:
    """Keep what holds every word of a text in its title, file name, address or source."""
    for word in text.split()[:MOST_WORDS]:
        evidence = evidence.filter(
            Q(title__icontains=word)
            | Q(filename__icontains=word)
            | Q(url__icontains=word)
            | Q(source_system__icontains=word)
        )
    return evidence


def lines_of(evidence: Iterable[Evidence], *, on: date) -> tuple[ProofLine, ...]:
    """Return evidence that was read by `readable_evidence` as lines. Asks the database nothing."""
    return tuple(line_of(each, on=on) for each in evidence)


def line_of(evidence: Evidence, *, on: date) -> ProofLine:
    """Return one of them."""
    return ProofLine(
        evidence,
        on,
        _name(evidence.collected_by),
        duties=getattr(evidence, "duties", 0),
    )


def _name(member: Membership | None) -> str:
    return str(member) if member else ""
