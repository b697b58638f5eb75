"""Moving an assessment to another edition: every answer in one transaction, told as one batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from accounts.models import Membership
from accounts.services.members import lock_organisation
from assessments.models import Answer, Assessment, Coverage, Upgrade, UpgradeStep
from assessments.selectors.upgrading.plan import Choice, Outcome, Planned, plan_of
from assessments.selectors.upgrading.sides import compared_editions
from assessments.services.answering import AssessmentClosed
from assessments.services.counting import count_day
from assessments.services.starting import EditionUnavailable
from assessments.services.upgrading.choices import carry_choices, switch_rows
from assessments.services.upgrading.values import (
    after_of,
    happening_of,
    take_review_back,
    values_of,
    write,
)
from audit.services import Happening, append_events
from database.transactions import change
from matrix.comparing import Comparison
from matrix.models import Edition, Party
from matrix.services.controls import carry_controls

UPGRADED: Final = "assessment-upgraded"
VERBS: Final = {
    Outcome.CARRIED: "answer-carried",
    Outcome.RECHECK: "answer-carried-to-recheck",
    Outcome.KEPT: "answer-kept",
    Outcome.REOPENED: "answer-reopened",
    Outcome.ARCHIVED: "answer-archived",
    Outcome.SEPARATED: "answer-archived",
    Outcome.OPENED: "answer-opened",
}
# What is said of a row's controls goes with the row while its duty is taken for the same.
FOLLOWED: Final = frozenset({Outcome.CARRIED, Outcome.RECHECK, Outcome.KEPT})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of one row, and the revision of its answer they saw."""

    choice: Choice
    revision: int


@dataclass(frozen=True, slots=True)
class Move:
    """Where an assessment goes, and what a person said of the rows that changed.

    `party` is the client there. `revision` is the assessment's as the preview showed it. A row
    without a decision is asked again.
    """

    edition: Edition
    party: Party
    revision: int
    decisions: Mapping[UUID, Decision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer as the move leaves it, in memory. `before` is {} for one that is opened."""

    row: Planned
    answer: Answer
    outcome: Outcome
    choice: str
    before: Mapping[str, Any]


class PreviewStale(Exception):
    """The assessment moved, or a row that was decided on changed, since the preview."""


class NotAnotherEdition(Exception):
    """The assessment stands on this edition already, or the party is not one of its columns."""


def upgrade_assessment(*, assessment_id: int, move: Move, by: Membership, at: datetime) -> Upgrade:
    """Move an assessment to another edition, and return the move, which can be reverted.

    The same rows are pointed to the new activities; what is new is opened, what is gone is
    archived. Raises `AssessmentClosed`, `EditionUnavailable`, `NotAnotherEdition` and
    `PreviewStale`; then nothing is written. Compares before it locks: editions never change.
    """
    seen = _assessments(by).get(pk=assessment_id)
    _check_target(seen, move, by)
    comparison = compared_editions(
        old=(seen.edition, seen.client_party), new=(move.edition, move.party)
    )
    return _move(seen, comparison, move, by, at)


@change
def _move(
    seen: Assessment, comparison: Comparison, move: Move, by: Membership, at: datetime
) -> Upgrade:
    lock_organisation(by.organisation_id)
    assessment = _locked(seen, move, by)
    answers = _locked_answers(assessment)
    planned = plan_of(comparison, answers, has_messages=assessment.has_messages)
    _check_decisions(planned, move)
    return _applied(assessment, planned, move, by, at)


def _assessments(by: Membership) -> Any:
    return Assessment.objects.with_matrix().filter(organisation_id=by.organisation_id)


def _check_target(assessment: Assessment, move: Move, by: Membership) -> None:
    if assessment.edition_id == move.edition.pk or move.party.edition_id != move.edition.pk:
        raise NotAnotherEdition
    if not Edition.objects.available_to(by.organisation).filter(pk=move.edition.pk).exists():
        raise EditionUnavailable


def _locked(seen: Assessment, move: Move, by: Membership) -> Assessment:
    locked: Assessment = _assessments(by).select_for_update(of=("self",)).get(pk=seen.pk)
    if locked.state != Assessment.State.ACTIVE:
        raise AssessmentClosed
    if locked.revision != move.revision or locked.edition_id != seen.edition_id:
        raise PreviewStale
    return locked


def _locked_answers(assessment: Assessment) -> list[Answer]:
    rows = Answer.objects.all_of(assessment)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _check_decisions(planned: Iterable[Planned], move: Move) -> None:
    asked = {row.answer.key: row.answer.revision for row in planned if row.answer and row.is_asked}
    for key, decision in move.decisions.items():
        if asked.get(key) != decision.revision:
            raise PreviewStale


def _applied(
    assessment: Assessment, planned: Sequence[Planned], move: Move, by: Membership, at: datetime
) -> Upgrade:
    upgrade = _moved(assessment, move, by, at)
    dropped = carry_choices(assessment=assessment, edition=move.edition)
    turns = [turn for row in planned for turn in _turns(row, upgrade, move)]
    write(turn.answer for turn in turns if turn.before)
    Answer.objects.bulk_create(turn.answer for turn in turns if not turn.before)
    UpgradeStep.objects.bulk_create(_step(turn, upgrade) for turn in turns)
    switched = switch_rows(assessment=assessment)
    count_day(assessment=assessment, at=at)
    append_events(
        organisation_id=assessment.organisation_id,
        happenings=[
            _told(upgrade, dropped),
            *map(_happening, turns),
            *switched,
            *carry_controls(
                source=upgrade.from_edition, edition=move.edition, rows=_followed(turns), by=by
            ),
        ],
        actor_id=by.user_id,
        at=at,
    )
    return upgrade


def _followed(turns: Iterable[Turn]) -> dict[int, int]:
    """Return the new row by the old one, where the answer stayed an answer to the same duty."""
    return {
        turn.row.match.old.key: turn.row.match.new.key
        for turn in turns
        if turn.outcome in FOLLOWED and turn.row.match.old and turn.row.match.new
    }


def _moved(assessment: Assessment, move: Move, by: Membership, at: datetime) -> Upgrade:
    upgrade = Upgrade.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        from_edition=assessment.edition,
        to_edition=move.edition,
        from_party_id=assessment.client_party_id,
        to_party=move.party,
        applied_at=at,
        applied_by=by,
    )
    # The edition first: answers may only point to activities of their assessment's edition.
    Assessment.objects.filter(pk=assessment.pk).update(
        edition=move.edition, client_party=move.party, revision=F("revision") + 1
    )
    return upgrade


def _turns(row: Planned, upgrade: Upgrade, move: Move) -> Iterator[Turn]:
    decision = move.decisions.get(row.answer.key) if row.answer else None
    choice = decision.choice.value if decision else ""
    outcome = row.outcome(choice)
    if row.answer is not None:
        before = values_of(row.answer)
        _change(row.answer, row, outcome, upgrade)
        yield Turn(row, row.answer, outcome, choice, before)
    if outcome in {Outcome.OPENED, Outcome.SEPARATED} and row.match.new:
        answer = Answer(
            organisation_id=upgrade.organisation_id,
            assessment_id=upgrade.assessment_id,
            activity_id=row.match.new.key,
            question=row.question,
        )
        yield Turn(row, answer, Outcome.OPENED, choice, {})


def _change(answer: Answer, row: Planned, outcome: Outcome, upgrade: Upgrade) -> None:
    if outcome in {Outcome.ARCHIVED, Outcome.SEPARATED} or row.match.new is None:
        answer.archived_by_id = upgrade.pk
        return
    answer.activity_id = row.match.new.key
    answer.question = row.question
    if outcome is not Outcome.CARRIED:
        # What was accepted was the answer to another wording, or another role.
        take_review_back(answer)
    if outcome is Outcome.RECHECK:
        answer.is_to_recheck = True
    elif outcome in {Outcome.KEPT, Outcome.REOPENED}:
        answer.is_to_recheck = False
    if outcome is Outcome.REOPENED:
        answer.coverage, answer.reason, answer.until = Coverage.UNANSWERED, "", None
        answer.gap_since = None
        answer.changed_at, answer.changed_by_id = upgrade.applied_at, upgrade.applied_by_id


def _step(turn: Turn, upgrade: Upgrade) -> UpgradeStep:
    old, new = turn.row.match.old, turn.row.match.new
    is_archived = turn.answer.archived_by_id is not None
    return UpgradeStep(
        organisation_id=upgrade.organisation_id,
        upgrade=upgrade,
        answer=turn.answer,
        bucket=turn.row.group,
        decision=turn.choice,
        old_activity_id=old.key if old and turn.before else None,
        new_activity_id=new.key if new and not is_archived else None,
        before=dict(turn.before),
        after={**after_of(turn.answer), "outcome": turn.outcome.value},
    )


def _told(upgrade: Upgrade, dropped: Sequence[Mapping[str, Any]]) -> Happening:
    return Happening(
        UPGRADED,
        "assessment",
        str(upgrade.assessment_id),
        old={"edition": upgrade.from_edition_id, "client_party": upgrade.from_party_id},
        new={
            "edition": upgrade.to_edition_id,
            "client_party": upgrade.to_party_id,
            "upgrade": upgrade.pk,
            "dropped_choices": list(dropped),
        },
    )


def _happening(turn: Turn) -> Happening:
    return happening_of(VERBS[turn.outcome], turn.answer, turn.before)
