"""The filter of the list of evidence: it lives in the query string, for page and twin."""

from datetime import date
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Membership
from assessments.filters.asked import AskedFilter, assessment_choices
from assessments.models import Answer, Attachment
from assessments.selectors.proofs.lines import holding, readable_evidence
from assessments.words.proofs import SOON
from evidence.models import EvidenceQuerySet, EvidenceType, Kind

VALIDITIES: Final = (
    ("valid", pgettext_lazy("evidence", "valid")),
    ("expiring", pgettext_lazy("evidence", "expires within 30 days")),
    ("expired", pgettext_lazy("evidence", "expired")),
    ("ending", pgettext_lazy("evidence", "expired, or will within 30 days")),
    ("withdrawn", pgettext_lazy("evidence", "withdrawn")),
)
USES: Final = (
    ("attached", pgettext_lazy("evidence", "attached to a duty")),
    ("loose", pgettext_lazy("evidence", "attached to none")),
)


class EvidenceFilter(AskedFilter):
    """Evidence of an organisation by kind, type, validity, use, assessment and text.

    Keys of the query string: `kind`, `type` (codes), `validity` (valid, expiring, expired,
    ending, withdrawn), `use` (attached, loose), `assessment` (id) and `q` (each word in title,
    file name, address or source). A value that is not a choice is an error and filters nothing.
    """

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=Kind.choices, empty_label=gettext_lazy("All")
    )
    type = django_filters.ChoiceFilter(
        label=gettext_lazy("Type"),
        field_name="evidence_type",
        choices=EvidenceType.choices,
        empty_label=gettext_lazy("All"),
    )
    validity = django_filters.ChoiceFilter(
        label=gettext_lazy("Validity"),
        method="keep_validity",
        choices=VALIDITIES,
        empty_label=gettext_lazy("All"),
    )
    use = django_filters.ChoiceFilter(
        label=gettext_lazy("Use"),
        method="keep_use",
        choices=USES,
        empty_label=gettext_lazy("All"),
    )
    assessment = django_filters.ChoiceFilter(
        label=gettext_lazy("Assessment"),
        method="keep_assessment",
        empty_label=gettext_lazy("All"),
    )
    q = django_filters.CharFilter(
        label=gettext_lazy("Text"),
        method="keep_text",
        max_length=200,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: QueryDict, *, reader: Membership, on: date) -> None:
        """Offer what the evidence of the reader's organisation can be narrowed to, today: `on`."""
        self.reader, self.on = reader, on
        super().__init__(data, readable_evidence(reader))
        self.filters["assessment"].extra["choices"] = assessment_choices(self.reader)

    def keep_validity(
        self, evidence: EvidenceQuerySet, _name: str, value: str
    ) -> EvidenceQuerySet:
        """Keep what proves something today, will not for long, or does not any more."""
        kept = {
            "valid": lambda: evidence.valid(on=self.on),
            "expiring": lambda: evidence.expiring(on=self.on, days=SOON),
            "expired": lambda: evidence.expired(on=self.on),
            "ending": lambda: (
                evidence.expired(on=self.on) | evidence.expiring(on=self.on, days=SOON)
            ),
            "withdrawn": lambda: evidence.exclude(withdrawn_at=None),
        }
        return kept[value]()

    def keep_use(self, evidence: EvidenceQuerySet, _name: str, value: str) -> EvidenceQuerySet:
        """Keep what proves a duty that the reader sees, or what proves none."""
        used = Q(pk__in=self._attachments().values("evidence"))
        return evidence.filter(used if value == "attached" else ~used)

    def keep_assessment(
        self, evidence: EvidenceQuerySet, _name: str, value: str
    ) -> EvidenceQuerySet:
        """Keep what proves a duty of one assessment."""
        used = self._attachments().filter(answer__assessment=int(value))
        return evidence.filter(pk__in=used.values("evidence"))

    def keep_text(self, evidence: EvidenceQuerySet, _name: str, value: str) -> EvidenceQuerySet:
        """Keep what holds each word."""
        return holding(evidence, value)

    def _attachments(self) -> Any:
        answers = Answer.objects.visible_to(self.reader.user).values("pk")
        return Attachment.objects.in_play().filter(answer__in=answers)
