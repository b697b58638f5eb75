"""Taking a move to another edition back, for 30 days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from accounts.models import Membership
from assessments.models import Assessment, Upgrade, UpgradeStep
from assessments.selectors.upgrading.history import REVERTIBLE
from assessments.selectors.upgrading.plan import Outcome
from assessments.services.answering import AssessmentClosed
from assessments.services.counting import count_day
from assessments.services.upgrading.choices import (
    carry_choices,
    restore_choices,
    switch_rows,
)
from assessments.services.upgrading.moving import UPGRADED
from assessments.services.upgrading.values import (
    CHUNK,
    MOVED,
    SAID,
    WRITTEN,
    happening_of,
    has_written_since,
    put_back,
    take_review_back,
    values_of,
    write,
)
from audit.models import Event, chain_of
from audit.services import Happening, append_events
from database.transactions import change
from matrix.selectors import scope_of

REVERTED: Final = "assessment-upgrade-reverted"
PUT_BACK: Final = "answer-move-undone"
PUT_AWAY: Final = "answer-archived"
# What a revert puts back whatever was written since: where the row stands on the page.
_PLACE: Final = ("activity_id", "question", "is_switched_off", "archived_by_id")


class AlreadyReverted(Exception):
    """This move was taken back before."""


class RevertTooLate(Exception):
    """The move is more than 30 days old."""


class MovedSince(Exception):
    """The assessment moved on since: only its last move can be taken back."""


@dataclass(frozen=True, slots=True)
class Return:
    """A row on its way back, in memory, and how it stood in the edition it leaves."""

    step: UpgradeStep
    standing: Mapping[str, Any]
    verb: str


@change
def revert_upgrade(*, upgrade: Upgrade, by: Membership, at: datetime) -> Upgrade:
    """Put every row back to what it was before a move, but for its revision.

    What was answered since is kept where the row was there before under the same letters, and
    set aside in the step elsewhere; both are listed in `UpgradeStep.since`. Rows that the move
    had opened are archived. Raises `AssessmentClosed`, `AlreadyReverted`, `MovedSince` and
    `RevertTooLate`; then nothing is written.
    """
    assessment = (
        Assessment.objects.with_matrix()
        .filter(organisation_id=by.organisation_id)
        .select_for_update(of=("self",))
        .get(pk=upgrade.assessment_id)
    )
    # The move as it is now: whoever waited for the lock may find it reverted.
    locked = Upgrade.objects.get(pk=upgrade.pk, assessment=assessment)
    _check(assessment, locked, at)
    same_letters = _same_letters(locked)
    steps = list(locked.steps.select_related("answer").order_by("pk"))
    _move_back(assessment, locked, by, at)
    returns = [_returned(step, locked, same_letters) for step in steps]
    write(each.step.answer for each in returns)
    UpgradeStep.objects.bulk_update(steps, ["since"], batch_size=CHUNK)
    switched = switch_rows(assessment=assessment)
    count_day(assessment=assessment, at=at)
    append_events(
        organisation_id=assessment.organisation_id,
        happenings=[_told(locked), *map(_happening, returns), *switched],
        actor_id=by.user_id,
        at=at,
    )
    return locked


def _check(assessment: Assessment, upgrade: Upgrade, at: datetime) -> None:
    if assessment.state != Assessment.State.ACTIVE:
        raise AssessmentClosed
    if upgrade.reverted_at is not None:
        raise AlreadyReverted
    standing = Upgrade.objects.filter(assessment=assessment, reverted_at=None).order_by("-pk")
    if standing.values_list("pk", flat=True)[0] != upgrade.pk:
        raise MovedSince
    if at - upgrade.applied_at > REVERTIBLE:
        raise RevertTooLate


def _move_back(assessment: Assessment, upgrade: Upgrade, by: Membership, at: datetime) -> None:
    upgrade.reverted_at, upgrade.reverted_by = at, by
    upgrade.save(update_fields=["reverted_at", "reverted_by"])
    Assessment.objects.filter(pk=assessment.pk).update(
        edition=upgrade.from_edition_id,
        client_party=upgrade.from_party_id,
        revision=F("revision") + 1,
    )
    assessment.edition_id = upgrade.from_edition_id
    carry_choices(assessment=assessment, edition=upgrade.from_edition)
    restore_choices(assessment=assessment, dropped=_dropped(upgrade))


def _dropped(upgrade: Upgrade) -> Sequence[Mapping[str, Any]]:
    told = Event.objects.of_chain(chain_of(upgrade.organisation_id)).filter(
        verb=UPGRADED, object_kind="assessment", object_id=str(upgrade.assessment_id)
    )
    found = (event.new for event in told if event.new["upgrade"] == upgrade.pk)
    return tuple(next(found)["dropped_choices"])


def _same_letters(upgrade: Upgrade) -> Callable[[UpgradeStep], bool]:
    letters = {
        row.activity_id: row.letters
        for edition, party in (
            (upgrade.from_edition, upgrade.from_party),
            (upgrade.to_edition, upgrade.to_party),
        )
        for row in scope_of(edition=edition, party=party)
    }

    def same(step: UpgradeStep) -> bool:
        old, new = step.old_activity_id or 0, step.new_activity_id or 0
        return set(letters[old]) == set(letters[new])

    return same


def _returned(
    step: UpgradeStep, upgrade: Upgrade, same_letters: Callable[[UpgradeStep], bool]
) -> Return:
    standing = values_of(step.answer)
    if step.old_activity_id is None:
        _keep_since(step, is_kept=False)
        step.answer.archived_by_id = upgrade.pk
        return Return(step, standing, PUT_AWAY)
    if has_written_since(step.answer, step):
        _merge(step, same_letters)
    else:
        put_back(step.answer, step.before, MOVED)
    if step.after["outcome"] != Outcome.CARRIED or values_of(step.answer, SAID) != {
        name: standing[name] for name in SAID
    }:
        take_review_back(step.answer)
    return Return(step, standing, PUT_BACK)


def _merge(step: UpgradeStep, same_letters: Callable[[UpgradeStep], bool]) -> None:
    """Put the row back to its place, and keep what was written in it since as far as may be."""
    is_answered = values_of(step.answer, SAID) != {name: step.after[name] for name in SAID}
    is_kept = not is_answered or same_letters(step)
    _keep_since(step, is_kept=is_kept)
    put_back(step.answer, step.before, _PLACE)
    if not (is_answered and is_kept):
        put_back(step.answer, step.before, (*SAID, "is_to_recheck"))


def _keep_since(step: UpgradeStep, *, is_kept: bool) -> None:
    if has_written_since(step.answer, step):
        step.since = {**values_of(step.answer, WRITTEN), "is_kept": is_kept}


def _told(upgrade: Upgrade) -> Happening:
    return Happening(
        REVERTED,
        "assessment",
        str(upgrade.assessment_id),
        old={"edition": upgrade.to_edition_id, "client_party": upgrade.to_party_id},
        new={
            "edition": upgrade.from_edition_id,
            "client_party": upgrade.from_party_id,
            "upgrade": upgrade.pk,
        },
    )


def _happening(each: Return) -> Happening:
    return happening_of(each.verb, each.step.answer, each.standing)
