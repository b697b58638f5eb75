"""Old and new values of an event, as texts a person reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import Language, Membership
from assessments.models import (
    Assessment,
    Coverage,
    LinkView,
    PlanState,
    Result,
    Review,
    Severity,
)
from assessments.selectors.history.names import Names
from assessments.words.events import NOTHING, Told, said_field
from assessments.words.fields import FIELDS, UNTOLD, field_name
from evidence.models import Confidentiality, EvidenceType

_OWNERS: Final = ("owner_membership_id", "owner_team_id")
_DAYS: Final = frozenset(
    {"until", "due_on", "starts_on", "ends_on", "by_when", "expires_on"}
    | {"period_from", "period_to", "valid_until", "opinion_on", "link_ends_on"}
)
_STATES: Final = {**dict(Assessment.State.choices), **dict(PlanState.choices)}


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed, in words. `old` is "" where the event tells of a beginning."""

    name: str
    label: str
    old: str
    new: str


def texts_of(values: Mapping[str, Any], names: Names, *, can_read: bool) -> dict[str, str]:
    """Return the fields that a reader is told, as text, by name in the order they are told in.

    Without `can_read` internal notes are left out.
    """
    left_out = UNTOLD if can_read else UNTOLD | {"internal_note"}
    told = {name: value for name, value in values.items() if name not in left_out}
    texts = {name: _text(name, told[name], names) for name in told if name not in _OWNERS}
    if told.keys() & set(_OWNERS):
        texts["owner"] = _owner(told, names)
    order = [*FIELDS, *sorted(texts.keys() - FIELDS.keys())]
    return {name: texts[name] for name in order if name in texts}


def changes_of(told: Told) -> tuple[Change, ...]:
    """Return what changed besides the field that the sentence says itself."""
    said = said_field(told)
    fields = [*told.new, *(name for name in told.old if name not in told.new)]
    changes = (
        Change(name, field_name(name), told.old.get(name, ""), told.new.get(name, NOTHING))
        for name in fields
        if name != said
    )
    return tuple(change for change in changes if _differs(change))


def _differs(change: Change) -> bool:
    return change.old != change.new and {change.old, change.new} != {"", NOTHING}


def _owner(values: Mapping[str, Any], names: Names) -> str:
    member, team = (values.get(name) for name in _OWNERS)
    if member:
        return names.member(member)
    return names.team(team) if team else _("nobody")


def _text(name: str, value: Any, names: Names) -> str:
    if name == "is_bought" and value is None:
        return _("not decided yet")
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in _DAYS:
        return date_format(date.fromisoformat(value), "j F Y")
    if name == "collected_at":
        return date_format(localtime(datetime.fromisoformat(value)), "j F Y H:i")
    return _named(name, value, names)


def _named(name: str, value: Any, names: Names) -> str:
    naming: dict[str, Callable[[Any], str]] = {
        "coverage": lambda code: str(dict(Coverage.choices).get(code, code)),
        "review": lambda code: str(dict(Review.choices).get(code, code)),
        "severity": lambda code: str(dict(Severity.choices).get(code, code)),
        "state": lambda code: str(_STATES.get(code, code)),
        "taken": lambda code: str(dict(LinkView.What.choices).get(code, code)),
        "opinion_result": lambda code: str(dict(Result.choices).get(code, code)),
        "responsible_id": names.member,
        "role": lambda code: str(dict(Membership.RoleName.choices).get(code, code)),
        "language": lambda code: dict(Language.choices).get(code, code),
        "evidence_type": lambda code: str(dict(EvidenceType.choices).get(code, code)),
        "confidentiality": lambda code: str(dict(Confidentiality.choices).get(code, code)),
        "collected_by_id": names.member,
        "edition": names.edition,
        "copied_from": names.assessment,
        "option": lambda slug: names.options.get(slug, slug),
        "team": names.team,
        "member": names.member,
        "members": lambda ids: ", ".join(map(names.member, ids)) or NOTHING,
    }
    return naming[name](value) if name in naming else str(value)
