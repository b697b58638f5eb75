"""The list of assessments, on the screen and in its workbook twin."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments import words
from assessments.scoring import GAP
from assessments.selectors.listing import AssessmentLine
from assessments.tables.columns import labelled


class AssessmentTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """Assessments with declared coverage, progress, gaps and what is overdue.

    The screen joins what belongs together; the twin has one value in each cell, so that it can
    be counted with.
    """

    service = tables.Column(
        verbose_name=_("Service and scope"), order_by=("service", "assessment__scope")
    )
    service_name = tables.Column(verbose_name=_("Service"), accessor="service", visible=False)
    scope = tables.Column(verbose_name=_("Scope"), accessor="assessment__scope", visible=False)
    provider = tables.Column(verbose_name=_("Provider"), visible=False)
    declared = tables.Column(
        verbose_name=_("Declared"), accessor="counts", order_by="counts__declared_percent"
    )
    duties = tables.Column(verbose_name=_("Duties"), accessor="counts__duties", visible=False)
    applicable = tables.Column(
        verbose_name=_("Applicable"), accessor="counts__applicable", visible=False
    )
    covered = tables.Column(verbose_name=_("Covered"), accessor="counts__covered", visible=False)
    partial = tables.Column(verbose_name=_("Partial"), accessor="counts__partial", visible=False)
    proven = tables.Column(
        verbose_name=_("Proven"),
        accessor="proven",
        order_by="proven_percent",
        attrs=labelled(_("Proven"), "num"),
    )
    proven_count = tables.Column(
        verbose_name=_("Proven (duties)"), accessor="proven__proven", visible=False
    )
    stale = tables.Column(
        verbose_name=_("Proofs expired"), accessor="proven__stale", visible=False
    )
    trend = tables.Column(
        verbose_name=_("6 months"), orderable=False, attrs=labelled(_("6 months"))
    )
    change = tables.Column(
        verbose_name=_("30 days"), default="", attrs=labelled(_("30 days"), "num")
    )
    progress = tables.Column(
        verbose_name=_("Progress"),
        accessor="counts",
        order_by="counts__progress_percent",
        attrs=labelled(_("Progress"), "num"),
    )
    gaps = tables.Column(
        verbose_name=_("Gaps"), accessor="counts__gap", attrs=labelled(_("Gaps"), "num")
    )
    unanswered = tables.Column(
        verbose_name=_("Unanswered"), accessor="counts__unanswered", visible=False
    )
    not_applicable = tables.Column(
        verbose_name=_("Not applicable"), accessor="counts__not_applicable", visible=False
    )
    declared_percent = tables.Column(
        verbose_name=_("Declared (%)"),
        accessor="counts__declared_percent",
        visible=False,
        default="",
    )
    progress_percent = tables.Column(
        verbose_name=_("Progress (%)"),
        accessor="counts__progress_percent",
        visible=False,
        default="",
    )
    proven_percent = tables.Column(verbose_name=_("Proven (%)"), visible=False, default="")
    overdue = tables.Column(verbose_name=_("Overdue"), attrs=labelled(_("Overdue"), "num"))
    signed = tables.Column(
        verbose_name=_("Last sign-off"),
        accessor="signed_on",
        empty_values=(),
        attrs=labelled(_("Last sign-off")),
    )
    signed_on = tables.DateColumn(verbose_name=_("Last signed on"), visible=False, default="")
    signed_by = tables.Column(verbose_name=_("Signed by"), visible=False, default="")
    period = tables.Column(
        verbose_name=_("Period"), accessor="assessment__starts_on", attrs=labelled(_("Period"))
    )
    starts_on = tables.DateColumn(
        verbose_name=_("From"), accessor="assessment__starts_on", visible=False
    )
    ends_on = tables.DateColumn(
        verbose_name=_("To"), accessor="assessment__ends_on", visible=False
    )
    published_on = tables.DateColumn(
        verbose_name=_("Edition"), format="j N Y", attrs=labelled(_("Edition"))
    )

    class Meta:
        """One row for each line."""

        attrs = {"class": "table is-stacked", "caption": _("Assessments")}
        template_name = "django_tables2/remit.html"

    # What the screen joins, and the twin has in cells of their own.
    screen_only = ("service", "declared", "proven", "trend", "progress", "signed", "period")

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        """Keep the organisation, which is in the address of every link."""
        super().__init__(*args, **kwargs)
        self.slug = slug

    def render_service(self, record: AssessmentLine) -> str:
        """Return the service, leading to the dashboard, above its scope."""
        return self._cell("service", record, url=self._url("dashboard", record))

    def render_declared(self, record: AssessmentLine) -> str:
        """Return the bar with its numbers beside it."""
        return self._cell("declared", record)

    def render_trend(self, record: AssessmentLine) -> str:
        """Return the small line of what was covered."""
        return self._cell("trend", record, chart=record.sparkline)

    def render_proven(self, record: AssessmentLine) -> str:
        """Return how many are proven."""
        return record.proven_words

    def render_change(self, record: AssessmentLine, value: int) -> str:
        """Return the arrow and the number, and both in words."""
        return self._cell("change", record, number=abs(value), said=words.change_words(value))

    def value_change(self, value: int) -> int:
        """Return the bare number, below zero for fewer."""
        return value

    def render_progress(self, record: AssessmentLine) -> str:
        """Return how many are answered."""
        return record.progress_words

    def render_gaps(self, record: AssessmentLine, value: int) -> str:
        """Return the number of gaps, leading to them; zero is plain text."""
        url = f"{self._url('duties', record)}?coverage=gap"
        said = words.number_of(GAP, value)
        return self._number(record, value, state="gap", url=url, said=said)

    def render_overdue(self, record: AssessmentLine, value: int) -> str:
        """Return how many are overdue, leading to them; zero is plain text."""
        url = f"{self._url('duties', record)}?late=true"
        said = words.overdue_number(value)
        return self._number(record, value, state="late", url=url, said=said)

    def render_signed(self, record: AssessmentLine) -> str:
        """Return when and by whom it was signed last, leading there; a dash for never."""
        return self._cell("signed", record, slug=self.slug)

    def render_period(self, record: AssessmentLine) -> str:
        """Return the period in one line."""
        return self._cell("period", record)

    def value_gaps(self, value: int) -> int:
        """Return the bare number."""
        return value

    def value_overdue(self, value: int) -> int:
        """Return the bare number."""
        return value

    def value_signed_on(self, value: date) -> date:
        """Return a date, not its text."""
        return value

    def value_starts_on(self, value: date) -> date:
        """Return a date, not its text."""
        return value

    def value_ends_on(self, value: date) -> date:
        """Return a date, not its text."""
        return value

    def value_published_on(self, value: date) -> date:
        """Return a date, not its text."""
        return value

    def _url(self, page: str, line: AssessmentLine) -> str:
        return reverse(f"assessments:{page}", args=[self.slug, line.assessment.pk])

    def _number(
        self, line: AssessmentLine, number: int, *, state: str, url: str, said: str
    ) -> str:
        name = f"{said}, {line.service}, {line.assessment.scope}"
        return self._cell("number", line, number=number, state=state, url=url, name=name)

    def _cell(self, cell: str, line: AssessmentLine, **context: Any) -> str:
        return render_to_string(f"assessments/_cell_{cell}.html", {"line": line, **context})
