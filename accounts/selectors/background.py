"""The background work of an organisation as a member may see it: what, for what, how far.

`jobs` knows neither people nor pages. What each kind is called, where it is seen and whether it
can be done again is said by its app, in a `Kind` named in `settings.JOB_KINDS`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.rights import Action
from jobs.models import Job, JobQuerySet
from jobs.selectors import Progress
from jobs.words import duration, state_name

# Lines of a page whose script asks how far they are, each second.
WATCHED: Final = 3


class NotAgain(Exception):
    """This is not done again from here: it goes on, went well, or what it was for has changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a job was asked for, and the page where a reader sees it; "" without one."""

    name: str
    url: str = ""


def _nowhere(_jobs: Sequence[Job], _reader: Membership) -> Mapping[UUID, Place]:
    return {}


def _no_trouble(_job: Job) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to know of one kind of job.

    `action` is the right to ask for it. `places` finds what jobs are for, by their key, in a
    fixed number of queries; of what is gone, or hidden from the reader, it says nothing.
    `trouble` tells in a sentence why a job that ended as done did not bring what was asked for.
    `again` asks for the same once more, for a member at a moment, and returns the address of its
    page or raises `NotAgain`; None where each time is a decision of its own, taken on its page.
    """

    name: str | Promise
    action: Action
    places: Callable[[Sequence[Job], Membership], Mapping[UUID, Place]] = _nowhere
    trouble: Callable[[Job], str] = _no_trouble
    again: Callable[[Job, Membership, datetime], str] | None = None


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One job as a reader may see it.

    `state` is a word, `text` how far it is or why it failed; `asker` is "" for the machine itself
    and `spent` "" before it began. `is_watched` where the page looks again by itself.
    """

    progress: Progress
    name: str
    place: Place | None
    asker: str
    asked_at: datetime
    state: str
    text: str
    is_in_vain: bool
    spent: str
    is_watched: bool
    may_cancel: bool
    may_run_again: bool


_UNKNOWN: Final = Kind(_("Work of another release"), Action.MANAGE_PEOPLE)


def kind_of(name: str) -> Kind:
    """Return what is known of a kind; one that this release does not know can only be seen."""
    path = settings.JOB_KINDS.get(name)
    kind: Kind = import_string(path) if path else _UNKNOWN
    return kind


def work_seen_by(reader: Membership) -> JobQuerySet:
    """Keep what a member asked for; for who reads the log, all of the organisation."""
    found = Job.objects.of_organisation(reader.organisation_id)
    return found if reader.may(Action.READ_LOG) else found.asked_by(reader.pk)


def may_act_on(job: Job, reader: Membership) -> bool:
    """Tell whether a member who sees a job may stop it or ask for it again."""
    return reader.may(kind_of(job.kind).action)


def may_run_again(job: Job, reader: Membership) -> bool:
    """Tell whether a member is offered to ask for the same once more."""
    kind = kind_of(job.kind)
    is_in_vain = job.state in {Job.State.FAILED, Job.State.CANCELLED} or _trouble(job)
    return bool(is_in_vain and kind.again and may_act_on(job, reader))


def work_lines(jobs: Iterable[Job], reader: Membership, *, at: datetime) -> dict[int, WorkLine]:
    """Return the lines of jobs by their id.

    One query for the names, and those of each kind that occurs.
    """
    found = list(jobs)
    names = _names({job.made_by_id for job in found}, reader)
    places = _places(found, reader)
    unfinished = sorted(job.pk for job in found if not job.is_finished)
    return {
        job.pk: WorkLine(
            progress=(progress := Progress.of(job)),
            name=str(kind_of(job.kind).name),
            place=places.get(job.key),
            asker=names.get(job.made_by_id, ""),
            asked_at=job.created_at,
            state=state_name(job.state),
            text=_trouble(job) or progress.text,
            is_in_vain=job.state == Job.State.FAILED or bool(_trouble(job)),
            spent=_spent(job, at),
            is_watched=job.pk in unfinished[:WATCHED],
            may_cancel=not job.is_finished and may_act_on(job, reader),
            may_run_again=may_run_again(job, reader),
        )
        for job in found
    }


def _trouble(job: Job) -> str:
    return kind_of(job.kind).trouble(job) if job.state == Job.State.DONE else ""


def _names(ids: Iterable[int | None], reader: Membership) -> dict[int | None, str]:
    members = Membership.objects.of_organisation(reader.organisation).filter(pk__in=set(ids))
    return {member.pk: str(member.user) for member in members.select_related("user")}


def _places(jobs: Iterable[Job], reader: Membership) -> dict[UUID, Place]:
    by_kind: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        by_kind[job.kind].append(job)
    found: dict[UUID, Place] = {}
    for kind, those in by_kind.items():
        found |= kind_of(kind).places(those, reader)
    return found


def _spent(job: Job, at: datetime) -> str:
    if job.started_at is None:
        return ""
    return duration((job.finished_at or at) - job.started_at)
