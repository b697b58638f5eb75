"""The list of gaps."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.fragments import fragment
from accounts.models import Membership
from assessments.models import Answer, AnswerQuerySet
from assessments.selectors.gaps import GapRow, gap_row
from assessments.tables.columns import labelled


class GapTable(tables.Table):  # type: ignore[misc]
    """Gaps with their plans, in the order of `worst_first` unless asked for another one.

    The records are answers; each is turned into a row when it is drawn.
    """

    chosen = tables.Column(verbose_name=_("Choose"), empty_values=(), orderable=False)
    gap = tables.Column(
        verbose_name=_("Gap"),
        empty_values=(),
        order_by=("assessment__edition__matrix__service", "assessment_id", "activity__position"),
    )
    severity = tables.Column(
        verbose_name=_("Severity"),
        empty_values=(),
        order_by=("rank", "-is_late", "gap_since"),
        attrs=labelled(_("Severity")),
    )
    plan = tables.Column(
        verbose_name=_("What is done"),
        empty_values=(),
        orderable=False,
        attrs=labelled(_("What is done")),
    )
    acts = tables.Column(
        verbose_name=_("Acts"), empty_values=(), orderable=False, attrs=labelled(_("Acts"))
    )
    due = tables.Column(
        verbose_name=_("By when"),
        empty_values=(),
        order_by=("gap_plan__by_when", "due_on"),
        attrs=labelled(_("By when")),
    )
    age = tables.Column(
        verbose_name=_("Open for"),
        empty_values=(),
        order_by="-gap_since",
        attrs=labelled(_("Open for"), "num"),
    )

    class Meta:
        """One row for each gap."""

        attrs = {"class": "table is-stacked gaps", "caption": _("Gaps")}
        template_name = "django_tables2/remit.html"

    def __init__(
        self,
        answers: AnswerQuerySet,
        *,
        reader: Membership,
        language: str,
        on: date,
        chosen: Collection[UUID] = (),
    ) -> None:
        """Take gaps; `on` is today. `chosen` are marked already, and stay in their order."""
        super().__init__(answers, orderable=not chosen)
        self.reader, self.language, self.on = reader, language, on
        self.marked = frozenset(chosen)
        self._rows: dict[int, GapRow] = {}

    def render_chosen(self, record: Answer) -> str:
        """Return the box to mark a gap with, where the reader may plan it."""
        row = self.row(record)
        return fragment(
            "assessments/_gap_cell_chosen.html",
            is_writable=row.is_writable,
            value=f"{row.key}:{row.plan.revision}",
            text=row.activity.text,
            is_chosen=row.key in self.marked,
        )

    def render_gap(self, record: Answer) -> str:
        """Return the activity, leading to its duty, above what is said of it."""
        row = self.row(record)
        return fragment(
            "assessments/_gap_cell_activity.html",
            key=row.key,
            assessment_id=row.assessment.pk,
            assessment=str(row.assessment),
            activity=row.activity,
            coverage=row.coverage,
            slug=self.reader.organisation.slug,
        )

    def render_severity(self, record: Answer) -> str:
        """Return the severity in words, with its bars."""
        plan = self.row(record).plan
        return fragment(
            "assessments/_gap_cell_severity.html", severity=plan.severity, text=plan.severity_text
        )

    def render_plan(self, record: Answer) -> str:
        """Return the action, how far it is, and its ticket."""
        return fragment("assessments/_gap_cell_plan.html", plan=self.row(record).plan)

    def render_acts(self, record: Answer) -> str:
        """Return who acts."""
        return self.row(record).acts or str(_("to be named"))

    def render_due(self, record: Answer) -> str:
        """Return the date that counts, and whether it has passed or is put off."""
        row = self.row(record)
        return fragment(
            "assessments/_gap_cell_due.html",
            due=row.due,
            expires_on=row.plan.expires_on,
            is_accepted=row.is_accepted,
            is_expired=row.is_expired,
            late_words=row.late_words if row.days_late else "",
        )

    def render_age(self, record: Answer) -> str:
        """Return for how long it has been a gap."""
        return self.row(record).age_words

    def row(self, answer: Answer) -> GapRow:
        """Return a gap as its seven cells show it, made once."""
        if answer.pk not in self._rows:
            self._rows[answer.pk] = gap_row(
                answer, reader=self.reader, language=self.language, on=self.on
            )
        return self._rows[answer.pk]
