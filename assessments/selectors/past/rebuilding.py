"""How the rows of an assessment stood at the end of a day: today's, with what came later undone.

Read backwards from today, and not forwards from the start: a copy begins with answers that no
event tells of. The first event after a day that names a field has the value it had on that day.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q, Subquery
from django.utils import timezone

from assessments.models import Answer, Assessment, GapPlan
from assessments.selectors.history.about import row_keys
from assessments.selectors.past.people import last_writers, name_people
from assessments.selectors.plans import PLAN_ALONG
from audit.models import Event, chain_of
from matrix.models import Edition, Party

# The event that a row begins with, where it was not there from the start.
OPENED: Final = "answer-opened"
_COLUMNS: Final = {field.attname: field for field in Answer._meta.concrete_fields}
_PLAN: Final = {
    field.attname: field
    for field in GapPlan._meta.concrete_fields
    if field.attname not in {"id", "organisation_id", "answer_id", "revision"}
}
_NEVER: Final = frozenset({"id", "key", "organisation_id", "assessment_id"})
# Who reviewed a row and why stands in the history; of a day that is over it is left empty.
_UNTOLD: Final[Mapping[str, Any]] = {
    "submitted_at": None,
    "submitted_by_id": None,
    "reviewed_at": None,
    "reviewed_by_id": None,
    "review_reason": "",
}
_TAKEN_BACK: Final = (_COLUMNS.keys() - _NEVER) | _PLAN.keys() | {"plan_revision"}

Values = dict[str, Any]


class DayUnknown(Exception):
    """There is nothing to tell of that day: before the start, or not over yet."""


@dataclass(frozen=True, slots=True)
class Past:
    """An assessment at the end of a day. Its rows are in memory only: never save them.

    `answers` are those that no upgrade had put away, switched off ones too, with their plans,
    owners and last writers as they are named today. What no event tells is as it is today.
    """

    day: date
    assessment: Assessment
    answers: tuple[Answer, ...]

    @property
    def in_play(self) -> tuple[Answer, ...]:
        """Return the rows that counted on that day."""
        return tuple(each for each in self.answers if not each.is_switched_off)


@dataclass(frozen=True, slots=True)
class _Later:
    """What came after a day, oldest first: (verb, kind, id, old values), and where it begins."""

    told: tuple[tuple[str, str, str, Values], ...]
    first: int


def past_of(assessment: Assessment, *, day: date, today: date) -> Past:
    """Return `assessment` as it stood at the end of `day`, local time. At most 7 queries.

    Raises `DayUnknown` before the day it was started and after today.
    """
    if not timezone.localdate(assessment.created_at) <= day <= today:
        raise DayUnknown
    rows = Answer.objects.filter(assessment=assessment).select_related(
        "owner_membership__user", "owner_team", "changed_by__user", *PLAN_ALONG
    )
    answers = {str(row.key): row for row in rows}
    later = _later(assessment, day)
    undone, opened = _undone(later)
    _put_back(answers, undone)
    touched = {key: answers[key] for key in undone if key in answers}
    if touched:
        name_people(touched, last_writers(assessment, before=later.first), assessment)
    standing = (
        row for key, row in answers.items() if key not in opened and row.archived_by_id is None
    )
    return Past(day, _assessment_then(assessment, later), tuple(standing))


def _later(assessment: Assessment, day: date) -> _Later:
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    about = Event.objects.of_chain(chain_of(assessment.organisation_id)).filter(
        Q(object_kind="answer", object_id__in=row_keys(assessment))
        | Q(object_kind="assessment", object_id=str(assessment.pk))
    )
    # What follows an event of a later day is later too, as the day's counters have it: a change
    # that began before midnight may have waited for one that began after it.
    first = about.filter(at__gte=midnight).order_by("sequence").values("sequence")[:1]
    found = about.filter(sequence__gte=Subquery(first)).order_by("sequence")
    told = list(found.values_list("sequence", "verb", "object_kind", "object_id", "old"))
    return _Later(tuple(each[1:] for each in told), told[0][0] if told else 0)


def _undone(later: _Later) -> tuple[dict[str, Values], set[str]]:
    """Return the values of that day by row, for fields that changed since, and rows opened since.

    Every row that anything happened to since is there, if with no field.
    """
    undone: dict[str, Values] = {}
    opened = set()
    for verb, kind, key, old in later.told:
        if kind != "answer":
            continue
        then = undone.setdefault(key, {})
        if verb == OPENED:
            opened.add(key)
        for name in old.keys() & _TAKEN_BACK:
            then.setdefault(name, old[name])
    return undone, opened


def _put_back(answers: Mapping[str, Answer], undone: Mapping[str, Values]) -> None:
    for key in answers.keys() & undone.keys():
        answer, values = answers[key], undone[key]
        for name in values.keys() & _COLUMNS.keys():
            setattr(answer, name, _COLUMNS[name].to_python(values[name]))
        if "review" in values:
            for name, nothing in _UNTOLD.items():
                setattr(answer, name, nothing)
        if "plan_revision" in values:
            _put_plan_back(answer, values)


def _put_plan_back(answer: Answer, values: Values) -> None:
    plan = answer.gap_plan
    for name in values.keys() & _PLAN.keys():
        setattr(plan, name, _PLAN[name].to_python(values[name]))
    plan.revision = values["plan_revision"]
    if not plan.revision:
        # Nobody had planned it: `plan_of` reads what stands here.
        answer._state.fields_cache["gap_plan"] = None


def _assessment_then(assessment: Assessment, later: _Later) -> Assessment:
    """Return a copy that stands on the edition of that day, in the state of that day."""
    values: Values = {}
    for _verb, kind, _key, old in later.told:
        if kind == "assessment":
            for name in old.keys() & {"edition", "client_party", "state"}:
                values.setdefault(name, old[name])
    then = copy(assessment)
    then.state = values.get("state", assessment.state)
    if values.get("edition", assessment.edition_id) != assessment.edition_id:
        editions = Edition.objects.select_related("matrix__provider").defer("source")
        then.edition = editions.get(pk=values["edition"])
        then.client_party = Party.objects.get(pk=values["client_party"])
    return then
