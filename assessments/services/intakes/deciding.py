"""What somebody decides about their draft: conflict by conflict, or not to go on with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from accounts.models import Membership
from assessments.models import Intake
from assessments.readers.said import Said
from assessments.selectors.intakes.results import SIDES
from assessments.services.intakes.bringing import tell_of
from assessments.services.intakes.outcomes import IntakeMoved, NotYours, UnknownChoice
from database.transactions import change

DISCARDED: Final = "intake-discarded"


@change
def choose(
    *,
    intake: Intake,
    choices: Mapping[str, str],
    revision: int,
    by: Membership,
    at: datetime,
) -> Intake:
    """Keep decisions by the names of the conflicts: "theirs", "ours", or "" to take one back.

    Others stay. What was decided before the row moved is void by its name. Raises `IntakeMoved`,
    `NotYours` and `UnknownChoice`.
    """
    if not set(choices.values()) <= {*SIDES, ""}:
        raise UnknownChoice
    standing = Intake.objects.select_for_update().get(pk=intake.pk)
    decided = {**standing.choices, **choices}
    kept = {name: side for name, side in decided.items() if side}
    return written(intake, revision, by, choices=kept)


@change
def say(
    *, intake: Intake, said: Said, table: dict[str, Any], revision: int, by: Membership
) -> Intake:
    """Replace what a draft says, for a sheet whose columns were named. Decisions are forgotten.

    Raises `IntakeMoved` and `NotYours`.
    """
    return written(intake, revision, by, said=said.as_json(), table=table, choices={})


@change
def discard(*, intake: Intake, revision: int, by: Membership, at: datetime) -> Intake:
    """Forget a draft, its contents too. Raises `IntakeMoved` and `NotYours`."""
    state = Intake.State.DISCARDED
    discarded = written(intake, revision, by, state=state, said={}, table={}, choices={})
    tell_of(discarded, DISCARDED, by=by, at=at)
    return discarded


def written(intake: Intake, revision: int, by: Membership, **values: Any) -> Intake:
    """Write into a draft of `by` that stands at `revision`, and return it as it is then."""
    if intake.made_by_id != by.pk:
        raise NotYours
    drafts = Intake.objects.drafts().filter(pk=intake.pk, revision=revision)
    if not drafts.update(**values, revision=F("revision") + 1):
        raise IntakeMoved
    return Intake.objects.select_related("assessment").get(pk=intake.pk)
