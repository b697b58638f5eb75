"""How rows of a hand-over change hands: locked, given as a batch, and told."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from accounts.models import Membership
from assessments.models import Assessment, HandOver, HandOverRow
from assessments.services.answering import AnswerValues, Entry, record_answers
from audit.services import Happening, append_events

KIND: Final = "handover"


def locked(hand_over: HandOver, *states: str) -> list[HandOverRow]:
    """Lock and return the rows in these states, with their answers and assessments."""
    # The assessments stand first, which is the order of locks (SECURITY.md, "PostgreSQL").
    assessments = hand_over.rows.values("answer__assessment")
    first = Assessment.objects.select_for_update(of=("self",)).order_by("pk")
    list(first.filter(pk__in=assessments))
    rows = hand_over.rows.filter(state__in=states).select_related("answer__assessment")
    return list(
        rows.select_for_update(of=("self", "answer")).order_by("answer__assessment_id", "pk")
    )


def give(
    rows: Sequence[HandOverRow],
    *,
    had_by: tuple[int | None, int | None],
    to: tuple[int | None, int | None],
    by: Membership,
    at: datetime,
) -> list[HandOverRow]:
    """Give rows that somebody still has, in active assessments, to another; return those given.

    `had_by` and `to` are the ids of a membership and of a team. One batch for each assessment.
    """
    ready = [
        row
        for row in rows
        if (row.answer.owner_membership_id, row.answer.owner_team_id) == had_by
        and row.answer.assessment.state == Assessment.State.ACTIVE
    ]
    values = AnswerValues(owner_membership_id=to[0], owner_team_id=to[1])
    given: set[UUID] = set()
    for assessment_id, group in groupby(ready, key=attrgetter("answer.assessment_id")):
        entries = [Entry(row.answer.key, row.answer.revision, values) for row in group]
        recorded = record_answers(
            assessment_id=assessment_id, entries=entries, by=by, at=at, is_agreed=True
        )
        given |= recorded.saved.keys()
    return [row for row in ready if row.answer.key in given]


def set_state(
    rows: Iterable[HandOverRow], state: str, at: datetime, *, by: Membership | None = None
) -> None:
    """Say what came of rows; `by` decided it, or whoever decided on them before."""
    values: dict[str, object] = {"state": state, "decided_at": at}
    if by is not None:
        values["decided_by"] = by
    HandOverRow.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def tell(
    verb: str, hand_over: HandOver, told: dict[str, int], by: Membership, at: datetime
) -> None:
    """Write what happened to a hand-over."""
    append_events(
        organisation_id=hand_over.organisation_id,
        happenings=[Happening(verb, KIND, str(hand_over.pk), new=told)],
        actor_id=by.user_id,
        at=at,
    )
