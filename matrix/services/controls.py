"""Saying which controls rows belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F

from accounts.models import Membership
from accounts.services.members import lock_organisation
from audit.services import Happening, append_events
from database.transactions import change
from matrix.models import Activity, ControlChoice, Edition

CHOSEN: Final = "controls-chosen"
CARRIED: Final = "controls-carried"


class ControlsStale(Exception):
    """Somebody said something else of one of the rows in between; nothing was written."""


class RowUnknown(Exception):
    """A row is none of this edition."""


@dataclass(frozen=True, slots=True)
class ControlEntry:
    """The controls a row is to have, in order, and the revision that was read: 0 for none."""

    activity_id: int
    revision: int
    identifiers: tuple[str, ...]


@change
def choose_controls(
    *,
    edition: Edition,
    framework: str,
    entries: Sequence[ControlEntry],
    by: Membership,
    at: datetime,
) -> int:
    """Keep what an organisation says of rows and one framework; return how many rows changed.

    A suggestion that is said again as it is becomes the organisation's own. Each row that changed
    is an event. Raises `ControlsStale` and `RowUnknown`; then nothing is written.
    """
    lock_organisation(by.organisation_id)
    ids = [entry.activity_id for entry in entries]
    if Activity.objects.filter(edition=edition, pk__in=ids).count() != len(set(ids)):
        raise RowUnknown
    said = ControlChoice.objects.of_organisation(by.organisation).of_edition(edition)
    found = said.filter(framework=framework).select_for_update(of=("self",)).order_by("pk")
    known = {each.activity_id: each for each in found}
    told = []
    for entry in entries:
        choice = known.get(entry.activity_id)
        if (choice.revision if choice else 0) != entry.revision:
            raise ControlsStale
        if choice is None or tuple(choice.identifiers) != entry.identifiers:
            _write(choice, entry, framework, by, at)
            told.append(_happening(edition, choice, entry, framework))
    if told:
        append_events(
            organisation_id=by.organisation_id, happenings=told, actor_id=by.user_id, at=at
        )
    return len(told)


def carry_controls(
    *, source: Edition, edition: Edition, rows: Mapping[int, int], by: Membership
) -> list[Happening]:
    """Say of rows of `edition` what an organisation says of rows of `source` that they were.

    `rows` gives the id of a row of `edition` by that of the row it was. Where something is said
    of the new row and a framework already, that stays. Returns an event for each row and
    framework, for the caller to append. Two queries, and one to write. The caller holds the lock
    on the organisation, in a transaction.
    """
    said = ControlChoice.objects.of_organisation(by.organisation)
    there = set(said.of_edition(edition).values_list("activity_id", "framework"))
    found = said.of_edition(source).order_by("activity_id", "framework")
    carried = [
        ControlChoice(
            organisation_id=by.organisation_id,
            activity_id=rows[choice.activity_id],
            framework=choice.framework,
            identifiers=choice.identifiers,
            chosen_by_id=choice.chosen_by_id,
            chosen_at=choice.chosen_at,
        )
        for choice in found
        if choice.activity_id in rows and (rows[choice.activity_id], choice.framework) not in there
    ]
    ControlChoice.objects.bulk_create(carried)
    return [_carried(edition, choice) for choice in carried]


def _carried(edition: Edition, choice: ControlChoice) -> Happening:
    about = {"framework": choice.framework, "activity": choice.activity_id}
    new = about | {"controls": ", ".join(choice.identifiers)}
    return Happening(CARRIED, "edition", str(edition.pk), old=about, new=new)


def _write(
    choice: ControlChoice | None, entry: ControlEntry, framework: str, by: Membership, at: datetime
) -> None:
    if choice is None:
        ControlChoice.objects.create(
            organisation_id=by.organisation_id,
            activity_id=entry.activity_id,
            framework=framework,
            identifiers=list(entry.identifiers),
            chosen_by=by,
            chosen_at=at,
        )
        return
    same = ControlChoice.objects.filter(pk=choice.pk, revision=entry.revision)
    same.update(
        identifiers=list(entry.identifiers),
        chosen_by=by,
        chosen_at=at,
        revision=F("revision") + 1,
    )


def _happening(
    edition: Edition, choice: ControlChoice | None, entry: ControlEntry, framework: str
) -> Happening:
    about = {"framework": framework, "activity": entry.activity_id}
    old = {"controls": ", ".join(choice.identifiers)} if choice else {}
    return Happening(
        CHOSEN,
        "edition",
        str(edition.pk),
        old=about | old,
        new=about | {"controls": ", ".join(entry.identifiers)},
    )
