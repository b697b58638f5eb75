"""The share links of an assessment, and what was seen through one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q, Sum

from assessments.models import Assessment, LinkView, ShareLink
from evidence.models import Evidence

_SHOWN = Q(views__outcome=LinkView.Outcome.SHOWN)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link at a moment: its state, how often it was looked at or used, and when last.

    `refused` is how often a wrong password was given. Views of more than 400 days ago are not
    counted: they are gone.
    """

    link: ShareLink
    state: ShareLink.State
    views: int
    refused: int
    last_at: datetime | None

    @property
    def state_text(self) -> str:
        """Return the state in the reader's language."""
        return str(self.state.label)

    @property
    def is_in_force(self) -> bool:
        """Tell whether it opens something."""
        return self.state == ShareLink.State.IN_FORCE

    @property
    def made_by(self) -> str:
        """Return who made it, "" for a member whose name is gone."""
        return str(self.link.made_by) if self.link.made_by else ""

    @property
    def revoked_by(self) -> str:
        """Return who revoked it, "" if nobody did."""
        return str(self.link.revoked_by) if self.link.revoked_by else ""


@dataclass(frozen=True, slots=True)
class ViewLine:
    """What was seen within an hour: the last time, how often. `thing` is the title of a proof."""

    at: datetime
    what: str
    thing: str
    outcome: str
    times: int
    is_shown: bool


def links_of(assessment: Assessment, *, at: datetime) -> tuple[LinkLine, ...]:
    """Return the links of an assessment at a moment, the latest first. One query."""
    found = (
        ShareLink.objects.of_assessment(assessment)
        .select_related("made_by__user", "revoked_by__user")
        .annotate(
            seen=Sum("views__times", filter=_SHOWN),
            refused=Sum("views__times", filter=~_SHOWN),
            last_at=Max("views__at", filter=_SHOWN),
        )
        .latest_first()
    )
    return tuple(
        LinkLine(
            link,
            link.state_at(at),
            getattr(link, "seen", 0) or 0,
            getattr(link, "refused", 0) or 0,
            getattr(link, "last_at", None),
        )
        for link in found
    )


def views_of(link: ShareLink) -> tuple[ViewLine, ...]:
    """Return what was seen through a link, the latest first. Two queries."""
    views = list(link.views.order_by("-at", "-pk"))
    titles = _titles(link, views)
    return tuple(
        ViewLine(
            view.at,
            str(LinkView.What(view.what).label),
            titles.get(view.thing, ""),
            str(LinkView.Outcome(view.outcome).label),
            view.times,
            view.outcome == LinkView.Outcome.SHOWN,
        )
        for view in views
    )


def _titles(link: ShareLink, views: Iterable[LinkView]) -> dict[str, str]:
    keys = {UUID(view.thing) for view in views if view.thing}
    named = Evidence.objects.filter(organisation_id=link.organisation_id, key__in=keys)
    return {str(key): title for key, title in named.values_list("key", "title")}
