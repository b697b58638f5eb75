"""Two answers to one duty: what the reader wanted, and what somebody saved in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Answer, Assessment, Coverage
from assessments.selectors.duties import Owner, owner_of
from assessments.selectors.owners import owners_of

Wanted = Mapping[UUID, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which two people do not agree: its code, its name, both values in words."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that somebody changed since it was read. `by` is "" for a person who is gone.

    `revision` is the one to answer with; `stored` holds what stands now, by form field. Without
    `differences` both people wanted the same.
    """

    key: UUID
    activity_id: int
    revision: int
    by: str
    at: datetime | None
    stored: Mapping[str, str]
    owner: Owner | None
    differences: tuple[Difference, ...]


def conflicts_of(
    wanted: Wanted, *, assessment: Assessment, reader: Membership
) -> tuple[Conflict, ...]:
    """Return, for each row of `wanted`, what stands now beside the values wanted.

    `wanted` holds columns of `Answer` by key. At most 3 queries, whatever the number of rows.
    """
    rows = (
        Answer.objects.of_assessment(assessment)
        .filter(key__in=list(wanted))
        .select_related("owner_membership__user", "owner_team", "changed_by__user")
        .in_printed_order()
    )
    names = _owner_names(wanted, assessment)
    return tuple(_conflict(row, wanted[row.key], names, reader) for row in rows)


def _conflict(
    row: Answer, wanted: Mapping[str, Any], names: Mapping[str, str], reader: Membership
) -> Conflict:
    stored = stored_fields(row)
    if not reader.may(Action.READ_INTERNAL_NOTES):
        del stored["internal_note"]
    mine = _as_fields(wanted)
    differing = [name for name in mine if name in stored and mine[name] != stored[name]]
    if "coverage" in differing or mine.get("coverage") != Coverage.NOT_APPLICABLE:
        # The reason follows from the coverage; it is a difference of its own only between two
        # answers "not applicable".
        differing = [name for name in differing if name not in {"reason", "until"}]
    owner = owner_of(row)
    names = {**names, **({owner.value: owner.name} if owner else {})}
    return Conflict(
        key=row.key,
        activity_id=row.activity_id,
        revision=row.revision,
        by=str(row.changed_by) if row.changed_by else "",
        at=row.changed_at,
        stored=stored,
        owner=owner,
        differences=tuple(
            Difference(
                name,
                _label(name),
                _in_words(name, mine[name], names, mine.get("reason", "")),
                _in_words(name, stored[name], names, stored["reason"]),
            )
            for name in differing
        ),
    )


def stored_fields(row: Answer) -> dict[str, str]:
    """Return an answer as the fields of a form: texts, ISO dates, "member-12"."""
    return _as_fields(
        {
            name: getattr(row, name)
            for name in (
                "coverage",
                "reason",
                "until",
                "note",
                "internal_note",
                "owner_membership_id",
                "owner_team_id",
                "due_on",
                "is_to_recheck",
            )
        }
    )


def _as_fields(columns: Mapping[str, Any]) -> dict[str, str]:
    fields = {
        name: value.isoformat() if isinstance(value, date) else value or ""
        for name, value in columns.items()
        if not name.startswith("owner") and name != "is_to_recheck"
    }
    if "is_to_recheck" in columns:
        fields["still_true"] = "" if columns["is_to_recheck"] else "true"
    if "owner_membership_id" in columns or "owner_team_id" in columns:
        member, team = columns.get("owner_membership_id"), columns.get("owner_team_id")
        fields["owner"] = f"member-{member}" if member else f"team-{team}" if team else ""
    return fields


def _owner_names(wanted: Wanted, assessment: Assessment) -> dict[str, str]:
    if not any("owner_team_id" in columns for columns in wanted.values()):
        return {}
    owners = owners_of(assessment)
    return {owner.value: owner.name for owner in (*owners.current, *owners.former)}


def _label(name: str) -> str:
    labels = {
        "coverage": _("Coverage"),
        "reason": _("Reason"),
        "until": _("Until"),
        "note": _("Note"),
        "internal_note": _("Internal note"),
        "owner": _("Owner"),
        "due_on": _("Due"),
        "still_true": _("Still true"),
    }
    return labels[name]


def _in_words(name: str, value: str, names: Mapping[str, str], reason: str) -> str:
    if name == "coverage":
        word = str(Coverage(value or Coverage.UNANSWERED).label)
        is_reason_due = value == Coverage.NOT_APPLICABLE and reason
        return f"{word} ({reason})" if is_reason_due else word
    if not value:
        return "–"
    if name == "still_true":
        return _("yes")
    if name in {"until", "due_on"}:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    return names.get(value, value) if name == "owner" else value
