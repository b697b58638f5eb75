"""The people of an organisation on screen."""

from typing import Any

import django_tables2 as tables
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from accounts.selectors.background import WorkLine
from accounts.selectors.people import PersonLine, TeamLine
from jobs.models import Job, JobQuerySet


def show_page(table: Any, request: HttpRequest, *, per_page: int) -> None:
    """Order a table and cut it as the query asks. The size of a page is ours to say."""
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))


def labelled(label: Any) -> dict[str, dict[str, Any]]:
    """Return attributes of a column whose cells carry its name, for phones."""
    return {"td": {"data-label": label}}


class PeopleTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """Present members: name and address, role, teams, since when, last sign-in."""

    name = tables.Column(verbose_name=_("Name"))
    role = tables.Column(
        verbose_name=_("Role"),
        accessor="role_name",
        order_by="rank",
        attrs=labelled(_("Role")),
    )
    teams = tables.Column(verbose_name=_("Teams"), orderable=False, attrs=labelled(_("Teams")))
    since = tables.DateColumn(verbose_name=_("Since"), format="j N Y", attrs=labelled(_("Since")))
    last_sign_in = tables.DateColumn(
        verbose_name=_("Last sign-in"),
        format="j N Y",
        default=_("never"),
        attrs=labelled(_("Last sign-in")),
    )

    class Meta:
        """One row for each line."""

        attrs = {"class": "table is-stacked people", "caption": _("People")}

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        """Keep the organisation, which is in the address of every link."""
        super().__init__(*args, **kwargs)
        self.slug = slug

    def render_name(self, record: PersonLine) -> SafeString:
        """Return the name, leading to the member's page, above the address."""
        return self._cell("person", record)

    def render_teams(self, record: PersonLine) -> SafeString:
        """Return the teams, each leading to its page."""
        return self._cell("teams", record)

    def _cell(self, cell: str, person: PersonLine) -> SafeString:
        context = {"person": person, "slug": self.slug}
        return render_to_string(f"accounts/_cell_{cell}.html", context)


class TeamTable(tables.Table):  # type: ignore[misc]
    """Teams with their members."""

    name = tables.Column(verbose_name=_("Team"))
    members = tables.Column(
        verbose_name=_("Members"),
        orderable=False,
        empty_values=(),
        attrs=labelled(_("Members")),
    )

    class Meta:
        """One row for each line."""

        attrs = {"class": "table is-stacked people", "caption": _("Teams")}

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        """Keep the organisation, which is in the address of every link."""
        super().__init__(*args, **kwargs)
        self.slug = slug

    def render_name(self, record: TeamLine) -> SafeString:
        """Return the name, leading to the team's page."""
        context = {"team": record, "slug": self.slug}
        return render_to_string("accounts/_cell_team.html", context)

    def render_members(self, record: TeamLine) -> str:
        """Return the names, or that there are none."""
        return ", ".join(record.members) or str(_("nobody yet"))


class WorkTable(tables.Table):  # type: ignore[misc]
    """Background work, the latest first; `lines` are set for the rows of the page shown."""

    work = tables.Column(verbose_name=_("Work"), empty_values=(), orderable=False)
    asked = tables.Column(
        verbose_name=_("Asked for"),
        empty_values=(),
        orderable=False,
        attrs=labelled(_("Asked for")),
    )
    state = tables.Column(verbose_name=_("State"), orderable=False, attrs=labelled(_("State")))
    spent = tables.Column(
        verbose_name=_("Time taken"),
        empty_values=(),
        orderable=False,
        attrs=labelled(_("Time taken")),
    )

    class Meta:
        """One row for each job."""

        attrs = {"class": "table is-stacked", "caption": _("Background work")}

    def __init__(self, jobs: JobQuerySet, *, slug: str) -> None:
        """Keep the organisation, which is in the address of every link."""
        super().__init__(jobs)
        self.slug = slug
        self.lines: dict[int, WorkLine] = {}

    def render_work(self, record: Job) -> SafeString:
        """Return what it is, and what for."""
        return self._cell("work", record)

    def render_asked(self, record: Job) -> SafeString:
        """Return when it was asked for, and by whom."""
        return self._cell("asked", record)

    def render_state(self, record: Job) -> SafeString:
        """Return the state, how far it is or why it failed, and what can be done about it."""
        return self._cell("state", record)

    def render_spent(self, record: Job) -> str:
        """Return how long it took, or has taken so far."""
        return self.lines[record.pk].spent or "–"

    def _cell(self, cell: str, job: Job) -> SafeString:
        context = {"line": self.lines[job.pk], "slug": self.slug}
        return render_to_string(f"accounts/_cell_work_{cell}.html", context, self.request)
