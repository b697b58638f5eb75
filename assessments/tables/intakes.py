"""The list of what was brought into an assessment."""

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Intake, IntakeQuerySet
from assessments.tables.columns import labelled


class IntakeTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """Files and pasted rows, newest first unless asked for another order."""

    name = tables.Column(verbose_name=_("File"), order_by=("name", "pk"), empty_values=())
    made_at = tables.Column(
        verbose_name=pgettext_lazy("intake", "Brought in"),
        order_by=("made_at", "pk"),
        attrs=labelled(pgettext_lazy("intake", "Brought in")),
    )
    rows_changed = tables.Column(
        verbose_name=_("Rows changed"),
        accessor="rows",
        order_by=("rows", "pk"),
        attrs=labelled(_("Rows changed"), "num"),
    )
    state = tables.Column(
        verbose_name=_("State"), order_by=("state", "pk"), attrs=labelled(_("State"))
    )

    class Meta:
        """One row for each file or paste."""

        attrs = {"class": "table is-stacked", "caption": _("Brought in")}
        template_name = "django_tables2/remit.html"

    def __init__(self, intakes: IntakeQuerySet, *, slug: str) -> None:
        """Keep the organisation, which is in the address of every link."""
        super().__init__(intakes)
        self.slug = slug

    def render_name(self, record: Intake) -> str:
        """Return the name of the file, leading to what it changes, above what it is."""
        context = {"intake": record, "slug": self.slug}
        return render_to_string("assessments/intakes/_cell_name.html", context)

    def render_made_at(self, record: Intake) -> str:
        """Return when, and by whom."""
        return render_to_string("assessments/intakes/_cell_made.html", {"intake": record})

    def render_state(self, record: Intake) -> str:
        """Return what became of it."""
        return str(record.get_state_display())
