"""Noting what is seen through a share link, before it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from assessments.models import Export, LinkView, ShareLink
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.services.links.telling import tell_of_link
from database.transactions import change

KEPT: Final = timedelta(days=400)
# Looking is told once a day, taking each time.
LOOKED_AT: Final = frozenset({LinkView.What.PAGE, LinkView.What.EVIDENCE})


class LinkGone(Exception):
    """The link was revoked, has expired or is deleted."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """What somebody sees through a link; `told` is what the log says of it besides."""

    what: LinkView.What
    thing: str = ""
    outcome: LinkView.Outcome = LinkView.Outcome.SHOWN
    told: Mapping[str, Any] = field(default_factory=dict)


@change
def note_view(*, link: ShareLink, viewed: Viewed, at: datetime) -> None:
    """Note that something is shown, or was asked for with a wrong password.

    To be called before the answer: what is not on record is not shown. The first look of a day
    and everything that is taken are events too. Raises `LinkGone` for a link that ended since it
    was found.
    """
    _lock(link, at)
    is_first = not link.views.filter(
        outcome=LinkView.Outcome.SHOWN, at__gte=_midnight(at)
    ).exists()
    _count(link, viewed, at)
    if viewed.outcome != LinkView.Outcome.SHOWN:
        return
    if viewed.what not in LOOKED_AT:
        told = {"taken": viewed.what.value, **viewed.told}
        tell_of_link(link, "share-link-used", at=at, told=told)
    elif is_first:
        tell_of_link(link, "share-link-opened", at=at)


@change
def record_shared_file(
    *, link: ShareLink, made: MadeWorkbook, what: LinkView.What, at: datetime
) -> Export:
    """Keep that a workbook or a pack is handed out through a link: an export made by nobody.

    The event of the export names the link, that of the link the hash of the cells. Raises
    `LinkGone`.
    """
    # Before the head of the log, which is locked last.
    _lock(link, at)
    told = {**made.told, "share_link": str(link.key)}
    export = record_export(
        assessment=link.assessment, made=replace(made, told=told), by=None, at=at
    )
    viewed = Viewed(what, told={"cells_sha256": made.cells.sha256})
    note_view(link=link, viewed=viewed, at=at)
    return export


@change
def clear_views(*, at: datetime) -> int:
    """Forget views of more than 400 days ago and return how many; the events stay."""
    return LinkView.objects.filter(at__lt=at - KEPT).delete()[0]


def _lock(link: ShareLink, at: datetime) -> None:
    """Let the views of one link wait for each other, and for its end."""
    standing = ShareLink.objects.in_force(at).filter(pk=link.pk)
    if standing.select_for_update(of=("self",)).first() is None:
        raise LinkGone


def _count(link: ShareLink, viewed: Viewed, at: datetime) -> None:
    row, is_new = LinkView.objects.get_or_create(
        link=link,
        hour=at.replace(minute=0, second=0, microsecond=0),
        what=viewed.what,
        thing=viewed.thing,
        outcome=viewed.outcome,
        defaults={"organisation_id": link.organisation_id, "at": at},
    )
    if not is_new:
        LinkView.objects.filter(pk=row.pk).update(times=F("times") + 1, at=at)


def _midnight(at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
