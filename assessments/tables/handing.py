"""The list of hand-overs."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from assessments.models import HandOver, HandOverQuerySet
from assessments.selectors.handing_list import line_of
from assessments.tables.columns import labelled


class HandOverTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """Hand-overs, newest first unless asked for another order.

    The records are what `listed_hand_overs` returned; each is turned into a line when drawn.
    """

    people = tables.Column(
        verbose_name=_("Hand-over"),
        empty_values=(),
        order_by=("from_membership__user__name", "pk"),
    )
    rows_offered = tables.Column(
        verbose_name=_("Rows"),
        accessor="offered",
        attrs=labelled(_("Rows"), "num"),
    )
    starts = tables.Column(
        verbose_name=_("Starts on"),
        empty_values=(),
        order_by=("starts_on", "proposed_at"),
        attrs=labelled(_("Starts on")),
    )
    ends = tables.Column(
        verbose_name=_("Until"), accessor="ends_on", default="", attrs=labelled(_("Until"))
    )
    state = tables.Column(
        verbose_name=_("State"), empty_values=(), orderable=False, attrs=labelled(_("State"))
    )

    class Meta:
        """One row for each hand-over."""

        attrs = {"class": "table is-stacked", "caption": _("Hand-overs")}
        template_name = "django_tables2/remit.html"

    def __init__(self, hand_overs: HandOverQuerySet, *, slug: str) -> None:
        """Keep the organisation, which is in the address of every link."""
        super().__init__(hand_overs)
        self.slug = slug

    def render_people(self, record: HandOver) -> str:
        """Return from whom to whom, leading to the receipt, above why and when."""
        return self._cell("people", record, slug=self.slug)

    def render_starts(self, record: HandOver) -> str:
        """Return from when on rows change hands."""
        return self._cell("starts", record)

    def render_ends(self, record: HandOver) -> str:
        """Return the last day of a holiday."""
        return self._cell("ends", record)

    def render_state(self, record: HandOver) -> str:
        """Return how far it is, and what came of the rows."""
        return self._cell("state", record)

    def _cell(self, cell: str, record: HandOver, **context: Any) -> str:
        line = line_of(record)
        return render_to_string(f"assessments/_hand_over_{cell}.html", {"line": line, **context})
