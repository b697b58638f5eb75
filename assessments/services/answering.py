"""Recording answers: one or fifty rows, by compare-and-swap, told as one batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.models import Membership, Team, TeamMember
from accounts.rights import Action
from assessments.models import CONFIRMED, GAPS, NOT_REVIEWED, Answer, Assessment, Coverage
from assessments.selectors.counting import SectionCounts
from assessments.services.counting import count_day
from audit.services import Happening, append_events, new_batch
from database.revisions import as_read
from database.transactions import change

ANSWERED = "answer-changed"
UNDONE = "answer-change-undone"
REVERTED = "answer-change-reverted"


class AnswerValues(TypedDict, total=False):
    """The fields a change sets; a field that is absent stays as it is."""

    coverage: str
    reason: str
    until: date | None
    note: str
    internal_note: str
    owner_membership_id: int | None
    owner_team_id: int | None
    due_on: date | None
    is_to_recheck: bool
    gap_since: date | None  # only an undo says it: else it follows from the coverage


# Of what follows from an answer, the history tells that a review fell; the rest says it itself.
_TOLD = frozenset({*AnswerValues.__annotations__, "review"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row is to become, and the revision it was read at."""

    key: UUID
    revision: int
    values: AnswerValues


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a batch. Rows are named by key.

    `saved` maps to the new revision; `stale` were changed by somebody since they were read;
    `refused` are not this member's to write; `missing` are not in this assessment.
    """

    batch: str
    saved: Mapping[UUID, int]
    stale: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()
    missing: tuple[UUID, ...] = ()
    counts: SectionCounts | None = None


class AssessmentClosed(Exception):
    """The assessment is signed or closed: nothing can be changed in it."""


class ReasonMissing(Exception):
    """An answer "not applicable" came without its reason."""


class UnknownOwner(Exception):
    """The owner is not a member or a team of this organisation."""


class ConcurrentChange(Exception):
    """A row changed between reading and writing; nothing was written."""


@change
def record_answers(
    *,
    assessment_id: int,
    entries: Sequence[Entry],
    by: Membership,
    at: datetime,
    verb: str = ANSWERED,
    is_agreed: bool = False,
) -> Recorded:
    """Write `entries` as one batch, with counters and events, and say what came of each row.

    Rows that are stale or not the member's to write are left alone and reported; the others are
    saved. Of two entries for one row the last counts. `is_agreed` where whoever may write the
    rows has said so before: a hand-over. Raises `AssessmentClosed`, `ReasonMissing`,
    `UnknownOwner`; then nothing is written.
    """
    entries = list({entry.key: entry for entry in entries}.values())
    rows = _rows(assessment_id, entries, by)
    assessment = next((row.assessment for row in rows.values()), None)
    if assessment and assessment.state != Assessment.State.ACTIVE:
        raise AssessmentClosed
    _check_owners(entries, by)
    missing = tuple(entry.key for entry in entries if entry.key not in rows)
    found = [(rows[entry.key], entry) for entry in entries if entry.key in rows]
    refused = tuple(
        row.key for row, entry in found if not (is_agreed or _is_allowed(row, entry, by))
    )
    stale = tuple(
        row.key
        for row, entry in found
        if row.key not in refused and row.revision != entry.revision
    )
    writable = [pair for pair in found if pair[0].key not in {*refused, *stale}]
    changes = [(row, _changed(row, entry.values, at)) for row, entry in writable]
    changes = [(row, _to_review_anew(values, by)) for row, values in changes if values]
    saved = {row.key: row.revision for row, _ in writable}
    batch = new_batch()
    counts = None
    if assessment and changes:
        _write(changes, by, at)
        saved |= {row.key: row.revision + 1 for row, _ in changes}
        counts = count_day(assessment=assessment, at=at)
        append_events(
            organisation_id=assessment.organisation_id,
            happenings=[_happening(verb, row, values) for row, values in changes],
            actor_id=by.user_id,
            at=at,
            batch=batch,
        )
    return Recorded(batch, saved, stale, refused, missing, counts)


def _rows(assessment_id: int, entries: Sequence[Entry], by: Membership) -> dict[UUID, Answer]:
    # Locks the assessment, so that counters are written one change after the other, then the
    # answers: whoever waits for a lock gets the row as it is now, and sees that it is stale. The
    # assessment stands first, which is the order of locks (SECURITY.md, "PostgreSQL").
    is_in_team = TeamMember.objects.filter(team=OuterRef("owner_team"), membership=by)
    rows = (
        Answer.objects.filter(
            organisation_id=by.organisation_id,
            assessment_id=assessment_id,
            archived_by=None,
            is_switched_off=False,
            key__in=[entry.key for entry in entries],
        )
        .select_related("assessment")
        .annotate(is_my_teams=Exists(is_in_team))
        .select_for_update(of=("assessment", "self"))
        .order_by("pk")
    )
    return {row.key: row for row in rows}


def _is_allowed(row: Answer, entry: Entry, by: Membership) -> bool:
    is_unassigned = row.owner_membership_id is None and row.owner_team_id is None
    is_mine = row.owner_membership_id == by.pk or getattr(row, "is_my_teams", False)
    is_assignment = bool(entry.values.keys() & {"owner_membership_id", "owner_team_id", "due_on"})
    is_answer = bool(entry.values.keys() - {"owner_membership_id", "owner_team_id", "due_on"})
    needed = [
        *([(Action.ASSIGN_ANY, Action.ASSIGN_OWN)] if is_assignment else []),
        *([(Action.ANSWER_ANY, Action.ANSWER_OWN)] if is_answer else []),
    ]
    return all(
        by.may(anywhere) or (by.may(on_own) and (is_unassigned or is_mine))
        for anywhere, on_own in needed
    )


def _check_owners(entries: Sequence[Entry], by: Membership) -> None:
    members = {entry.values.get("owner_membership_id") for entry in entries} - {None}
    teams = {entry.values.get("owner_team_id") for entry in entries} - {None}
    if members:
        known = Membership.objects.current().filter(
            pk__in=members, organisation_id=by.organisation_id
        )
        if known.count() != len(members):
            raise UnknownOwner
    if teams:
        known_teams = Team.objects.filter(pk__in=teams, organisation_id=by.organisation_id)
        if known_teams.count() != len(teams):
            raise UnknownOwner


def _changed(row: Answer, values: AnswerValues, at: datetime) -> dict[str, Any]:
    """Return the fields that end up different, with what follows from them."""
    wanted: dict[str, Any] = dict(values)
    if values.keys() & {"coverage", "reason", "until"}:
        # Whoever answers has looked at it; an undo says itself what the mark was.
        wanted.setdefault("is_to_recheck", False)
    coverage = wanted.get("coverage", row.coverage)
    if coverage != Coverage.NOT_APPLICABLE:
        wanted |= {"reason": "", "until": None}
    elif not wanted.get("reason", row.reason).strip():
        raise ReasonMissing
    if "coverage" in wanted:
        wanted["gap_since"] = _gap_since(row, wanted, at)
    if wanted.get("owner_membership_id"):
        wanted["owner_team_id"] = None
    elif wanted.get("owner_team_id"):
        wanted["owner_membership_id"] = None
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _to_review_anew(values: dict[str, Any], by: Membership) -> dict[str, Any]:
    """Take the review back where what it confirms changes; also where an undo gives it back."""
    if not values.keys() & set(CONFIRMED):
        return values
    return {**values, **NOT_REVIEWED, "answered_by_id": by.pk}


def _gap_since(row: Answer, wanted: Mapping[str, Any], at: datetime) -> date | None:
    if wanted["coverage"] not in GAPS:
        return None
    return wanted.get("gap_since") or row.gap_since or timezone.localdate(at)


def _write(
    changes: Iterable[tuple[Answer, Mapping[str, Any]]], by: Membership, at: datetime
) -> None:
    groups: dict[tuple[tuple[str, Any], ...], list[Answer]] = {}
    for row, values in changes:
        groups.setdefault(tuple(sorted(values.items())), []).append(row)
    for group, rows in groups.items():
        written = Answer.objects.filter(as_read(rows)).update(
            **dict(group), changed_at=at, changed_by=by, revision=F("revision") + 1
        )
        if written != len(rows):
            raise ConcurrentChange


def _happening(verb: str, row: Answer, values: Mapping[str, Any]) -> Happening:
    told = [name for name in values if name in _TOLD and values[name] != getattr(row, name)]
    old = {name: _scalar(getattr(row, name)) for name in told}
    new = {name: _scalar(values[name]) for name in told}
    return Happening(
        verb,
        "answer",
        str(row.key),
        old={**old, "revision": row.revision},
        new={**new, "revision": row.revision + 1},
    )


def _scalar(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
