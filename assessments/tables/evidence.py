"""The list of evidence."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from assessments.selectors.proofs.lines import ProofLine, line_of
from assessments.tables.columns import labelled
from evidence.models import Evidence, EvidenceQuerySet


class EvidenceTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """Evidence with how long it proves, and how many duties.

    The records are pieces of evidence; each is turned into a line when it is drawn.
    """

    title = tables.Column(verbose_name=_("Proof"))
    evidence_type = tables.Column(verbose_name=_("Type"), attrs=labelled(_("Type")))
    valid_until = tables.Column(
        verbose_name=_("Validity"), empty_values=(), attrs=labelled(_("Validity"))
    )
    duties = tables.Column(verbose_name=_("Duties"), attrs=labelled(_("Duties"), "num"))
    collected_by = tables.Column(
        verbose_name=_("Collected"),
        empty_values=(),
        order_by="collected_at",
        attrs=labelled(_("Collected")),
    )

    class Meta:
        """One row for each piece."""

        attrs = {"class": "table is-stacked evidence", "caption": _("Evidence")}
        template_name = "django_tables2/remit.html"

    def __init__(self, evidence: EvidenceQuerySet, *, slug: str, on: date) -> None:
        """Take what `readable_evidence` returned; `on` is today."""
        super().__init__(evidence)
        self.slug, self.on = slug, on

    def render_title(self, record: Evidence) -> str:
        """Return the title, leading to its page, above what it is."""
        return self._cell("title", record, slug=self.slug)

    def render_evidence_type(self, record: Evidence) -> str:
        """Return what it shows."""
        return self.line(record).type_text

    def render_valid_until(self, record: Evidence) -> str:
        """Return how long it proves."""
        return self._cell("validity", record)

    def render_duties(self, record: Evidence) -> int:
        """Return how many duties it proves."""
        return self.line(record).duties

    def render_collected_by(self, record: Evidence) -> str:
        """Return who collected it, and when."""
        return self._cell("collected", record)

    def line(self, evidence: Evidence) -> ProofLine:
        """Return a piece as the cells show it."""
        return line_of(evidence, on=self.on)

    def _cell(self, cell: str, evidence: Evidence, **context: Any) -> str:
        line = self.line(evidence)
        return render_to_string(f"assessments/_proof_cell_{cell}.html", {"line": line, **context})
