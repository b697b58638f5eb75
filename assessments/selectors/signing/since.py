"""What changed in an assessment since it was signed last: then, now, who, when."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from accounts.models import Membership, Team
from assessments.models import Assessment, SignOff
from assessments.selectors.duties import DutyRow
from assessments.selectors.history.about import row_keys
from assessments.selectors.plans import PlanFacts
from assessments.selectors.signing.comparing import paired
from assessments.selectors.signing.reading import Names, Row
from audit.models import Event, chain_of
from matrix.models import Activity
from matrix.selectors import PrintedEdition, PrintedSection, PrintedText

# What is compared besides the owner. Internal notes are in no sign-off.
_SAID: Final = ("coverage", "reason", "until", "note", "due_on", "is_to_recheck", "review")
# A sign-off freezes no plan: what one said then is in the log.
_PLAN: Final = (
    "severity",
    "action",
    "responsible_id",
    "by_when",
    "state",
    "ticket_url",
    "expires_on",
    "acceptance_reason",
)
_OWNERS: Final = ("owner_membership_id", "owner_team_id")
_DAYS: Final = frozenset({"until", "due_on", "by_when", "expires_on"})
# A row that comes or goes: opened or archived by an upgrade, switched by an option.
_PRESENCE: Final = ("archived_by_id", "is_switched_off", "activity_id")
_WATCHED: Final = frozenset({*_SAID, *_PLAN, *_OWNERS, *_PRESENCE})
ADDED: Final = "row added"
GONE: Final = "row gone"

Value = str | bool | date | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a row that says something else than when it was signed.

    `field` is the field's code; `ADDED` and `GONE` are whole rows, told by their coverage. Values
    are codes, texts, days and names, "" or None for nothing. `who` is "" and `at` None where the
    log does not tell. `key` is None for a row that is gone.
    """

    key: UUID | None
    section: PrintedSection | None
    activity: PrintedText
    field: str
    then: Value
    now: Value
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SinceSignOff:
    """A sign-off, and what changed since; rows in printed order, those that are gone last."""

    sign_off: SignOff
    changes: tuple[Changed, ...]

    def among(self, keys: Collection[UUID]) -> "SinceSignOff":
        """Return the same of these rows only."""
        kept = tuple(each for each in self.changes if each.key in keys)
        return replace(self, changes=kept)


@dataclass(slots=True)
class _Told:
    """What the log says of a row: what each field said before, and who wrote it last, when."""

    before: dict[str, Any] = field(default_factory=dict)
    last: dict[str, tuple[int | None, datetime]] = field(default_factory=dict)

    def writer(self, names: Collection[str]) -> tuple[int | None, datetime | None]:
        """Return who wrote one of these fields last, and when."""
        found = [self.last[name] for name in names if name in self.last]
        return max(found, key=lambda each: each[1], default=(None, None))


def since_sign_off(
    rows: Sequence[DutyRow],
    *,
    assessment: Assessment,
    printed: PrintedEdition,
    reader: Membership | None,
    until: date | None = None,
) -> SinceSignOff | None:
    """Return what `rows` say otherwise than the latest sign-off, None without any.

    The latest is that of the assessment, reopened or not; before its first one, that of the
    period before, where `reader` may read it (None: the installation reads all). `rows` are all
    in play, `until` is the day they are of, None for today. Four queries, one without a sign-off;
    one more where `printed` is without its activities.
    """
    signed = _latest(assessment, reader, until)
    if signed is None:
        return None
    people, names = _people(assessment)
    writer = _Writer(_told(assessment, signed, until), people, names)
    activities = _activity_ids(printed)
    after = [
        {"key": str(row.key), "activity_id": activities[row.position], "row": row} for row in rows
    ]
    pairs = paired(signed.snapshot["rows"], after)
    return SinceSignOff(signed, tuple(line for pair in pairs for line in writer.lines(*pair)))


class _Writer:
    """Tells what differs between a row as it was signed and as it is."""

    def __init__(self, told: Mapping[str, _Told], people: Mapping[int, str], names: Names) -> None:
        self.told = told
        self.people = people
        self.names = names

    def lines(self, was: Row | None, now: Row | None) -> Iterator[Changed]:
        """Yield the lines of one row, which is there before, after, or both."""
        if now:
            yield from self._standing(was, now["row"])
        if was and not now:
            yield self._gone(was)

    def _standing(self, was: Row | None, row: DutyRow) -> Iterator[Changed]:
        told = self.told.get(str(row.key), _Told())
        if was is None:
            yield self._line(row, told, ADDED, ("", row.coverage), _PRESENCE)
        else:
            yield from self._changes(was, row, told)

    def _changes(self, was: Row, row: DutyRow, told: _Told) -> Iterator[Changed]:
        for name in _SAID:
            # A period begins without reviews: that alone is no change of the row.
            if name != "review" or name in told.last:
                values = _value(name, was[name]), _of(row, name)
                yield from self._differing(row, told, name, values)
        owners = self.names.owner(was), row.owner.name if row.owner else ""
        if tuple(was[name] for name in _OWNERS) != _owner_ids(row):
            yield self._line(row, told, "owner", owners, _OWNERS)
        for name in _PLAN:
            if name in told.before:
                yield from self._differing(row, told, name, self._planned(row, told, name))

    def _planned(self, row: DutyRow, told: _Told, name: str) -> tuple[Value, Value]:
        if name == "responsible_id":
            acted = told.before[name]
            return self.names.members.get(acted, "") if acted else "", row.plan.responsible
        then, now = _value(name, told.before[name]), _of(row.plan, name)
        if name == "state":
            # Without an action a state says nothing.
            had_action = told.before.get("action", row.plan.action)
            return then if had_action else "", now if row.plan.action else ""
        return then, now

    def _differing(
        self, row: DutyRow, told: _Told, name: str, values: tuple[Value, Value]
    ) -> Iterator[Changed]:
        if values[0] != values[1]:
            yield self._line(row, told, name, values, (name,))

    def _line(
        self,
        row: DutyRow,
        told: _Told,
        name: str,
        values: tuple[Value, Value],
        written: Collection[str],
    ) -> Changed:
        user_id, at = told.writer(written)
        who = self.people.get(user_id or 0, "")
        return Changed(row.key, row.section, row.activity, name, *values, who, at)

    def _gone(self, was: Row) -> Changed:
        user_id, at = self.told.get(was["key"], _Told()).writer(_PRESENCE)
        section = PrintedSection(0, None, was["number"], 1, PrintedText(was["section"], ""))
        text, who = PrintedText(was["activity"], ""), self.people.get(user_id or 0, "")
        return Changed(None, section, text, GONE, was["coverage"], "", who, at)


def _latest(
    assessment: Assessment, reader: Membership | None, until: date | None
) -> SignOff | None:
    before = Q(assessment=assessment.copied_from_id, assessment__scope=assessment.scope)
    found = SignOff.objects.filter(Q(assessment=assessment) | before)
    if reader is not None:
        found = found.visible_to(reader.user)
    if until is not None:
        found = found.filter(signed_at__date__lte=until)
    # A period has a higher number than the one it was copied from.
    latest = found.order_by("-assessment_id", "-signed_at", "-pk")
    return latest.select_related("signed_by__user").first()


def _activity_ids(printed: PrintedEdition) -> Mapping[int, int]:
    if printed.activities:
        return {each.position: each.activity_id for each in printed.activities}
    found = Activity.objects.filter(edition=printed.edition_id)
    return dict(found.values_list("position", "pk"))


def _told(assessment: Assessment, signed: SignOff, until: date | None) -> Mapping[str, _Told]:
    events = Event.objects.of_chain(chain_of(assessment.organisation_id)).filter(
        sequence__gt=signed.head_sequence,
        object_kind="answer",
        object_id__in=row_keys(assessment),
    )
    if until is not None:
        events = events.filter(at__date__lte=until)
    columns = events.order_by("sequence").values_list("object_id", "old", "new", "actor_id", "at")
    found: dict[str, _Told] = defaultdict(_Told)
    for key, old, new, actor_id, at in columns:
        for name in new.keys() & _WATCHED:
            found[key].before.setdefault(name, old.get(name))
            found[key].last[name] = (actor_id, at)
    return found


def _people(assessment: Assessment) -> tuple[Mapping[int, str], Names]:
    """Return names by user id, and names of members and teams by their ids."""
    members = list(
        Membership.objects.filter(organisation_id=assessment.organisation_id).select_related(
            "user"
        )
    )
    teams = Team.objects.filter(organisation_id=assessment.organisation_id)
    names = Names(
        {member.pk: str(member) for member in members}, dict(teams.values_list("pk", "name"))
    )
    return {member.user_id: str(member) for member in members}, names


def _of(said: DutyRow | PlanFacts, name: str) -> Value:
    found: Value = getattr(said, name)
    return found


def _owner_ids(row: DutyRow) -> tuple[int | None, int | None]:
    if row.owner is None:
        return None, None
    return (row.owner.pk, None) if row.owner.kind == "member" else (None, row.owner.pk)


def _value(name: str, value: Any) -> Value:
    found: Value = date.fromisoformat(value) if name in _DAYS and value else value
    return found
