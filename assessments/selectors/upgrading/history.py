"""The moves an assessment has made: what each did, and what its revert set aside."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Answer, AnswerQuerySet, Assessment, Coverage, Upgrade, UpgradeStep
from assessments.selectors.duties import Owner, owner_of
from assessments.selectors.owners import owners_of
from assessments.selectors.upgrading.plan import Group
from matrix.models import Edition

REVERTIBLE: Final = timedelta(days=30)
OPENED_GROUPS: Final = (Group.NEW, Group.BECAME_YOURS)


@dataclass(frozen=True, slots=True)
class Words:
    """What a row said: an answer that was put away, or one given after the move."""

    coverage: str
    reason: str
    until: date | None
    note: str
    internal_note: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One row of a move. A text is "" on a side where the row is not.

    `fate` is carried, recheck, kept, reopened, archived or opened. `archived` is what an archived
    answer says, `since` what was said after the move and `is_kept` whether its revert kept it.
    """

    group: str
    fate: str
    old_text: str
    new_text: str
    archived: Words | None
    since: Words | None
    is_kept: bool

    @property
    def group_label(self) -> str:
        """Return the bucket it was in, in the reader's language."""
        return str(Group(self.group).label)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move, the latest first; its rows by group, worst first.

    `days_left` is None when it cannot be reverted any more. `unchanged` answers went over as
    they were and have no line of their own.
    """

    upgrade_id: int
    origin: Edition
    target: Edition
    applied_at: datetime
    applied_by: str
    reverted_at: datetime | None
    reverted_by: str
    days_left: int | None
    unchanged: int
    steps: tuple[StepLine, ...]

    @property
    def since(self) -> tuple[StepLine, ...]:
        """Return the rows that were answered between the move and its revert."""
        return tuple(step for step in self.steps if step.since)


@dataclass(frozen=True, slots=True)
class LastMove:
    """The move an assessment stands on, and what is left to do after it."""

    origin: Edition
    applied_at: datetime
    opened: int
    opened_unanswered: int
    recheck: int


def moves_of(assessment: Assessment, *, reader: Membership, at: datetime) -> tuple[MoveLine, ...]:
    """Return the moves of an assessment, the latest first. At most 5 queries, however many.

    Without the right to read them internal notes are "".
    """
    upgrades = list(
        Upgrade.objects.filter(assessment=assessment)
        .select_related("from_edition__matrix", "to_edition__matrix")
        .select_related("applied_by__user", "reverted_by__user")
        .defer("from_edition__source", "to_edition__source")
        .order_by("-pk")
    )
    if not upgrades:
        return ()
    writer = _Writer(assessment, reader)
    steps, unchanged = _steps(assessment)
    standing = next((each.pk for each in upgrades if each.reverted_at is None), None)
    is_active = assessment.state == Assessment.State.ACTIVE
    return tuple(
        MoveLine(
            upgrade_id=each.pk,
            origin=each.from_edition,
            target=each.to_edition,
            applied_at=each.applied_at,
            applied_by=str(each.applied_by) if each.applied_by else "",
            reverted_at=each.reverted_at,
            reverted_by=str(each.reverted_by) if each.reverted_by else "",
            days_left=_days_left(each, at) if is_active and each.pk == standing else None,
            unchanged=unchanged[each.pk],
            steps=tuple(writer.line(step) for step in sorted(steps[each.pk], key=_worst_first)),
        )
        for each in upgrades
    )


def last_move(assessment: Assessment) -> LastMove | None:
    """Return the move an assessment stands on, None when it made none. Two queries."""
    upgrade = standing_moves(assessment).select_related("from_edition").first()
    if upgrade is None:
        return None
    is_open = Q(coverage=Coverage.UNANSWERED)
    counts = (
        Answer.objects.of_assessment(assessment)
        .annotate(is_new=_opened_by(upgrade))
        .aggregate(
            opened=Count("pk", filter=Q(is_new=True)),
            opened_unanswered=Count("pk", filter=Q(is_new=True) & is_open),
            recheck=Count("pk", filter=Q(is_to_recheck=True)),
        )
    )
    return LastMove(upgrade.from_edition, upgrade.applied_at, **counts)


def new_in_edition(answers: AnswerQuerySet, assessment: Assessment) -> AnswerQuerySet:
    """Keep the rows that the move an assessment stands on has opened or made the client's."""
    last = standing_moves(assessment).values("pk")[:1]
    return answers.filter(_opened_by(last))


def standing_moves(assessment: Assessment) -> Any:
    """Return the moves that were not reverted, the one it stands on first."""
    found = Upgrade.objects.filter(assessment=assessment, reverted_at=None)
    return found.defer("from_edition__source").order_by("-pk")


def _opened_by(upgrade: Any) -> Exists:
    groups = [group.value for group in OPENED_GROUPS]
    steps = UpgradeStep.objects.filter(answer=OuterRef("pk"), bucket__in=groups)
    return Exists(steps.filter(upgrade=upgrade))


def _days_left(upgrade: Upgrade, at: datetime) -> int | None:
    left = upgrade.applied_at + REVERTIBLE - at
    return None if left < timedelta(0) else max(1, -(-left // timedelta(days=1)))


def _steps(assessment: Assessment) -> tuple[dict[int, list[UpgradeStep]], Counter[int]]:
    every = UpgradeStep.objects.filter(upgrade__assessment=assessment)
    is_plain = Q(bucket=Group.UNCHANGED, since={})
    shown: dict[int, list[UpgradeStep]] = defaultdict(list)
    found = every.exclude(is_plain).select_related(
        "old_activity", "new_activity", "answer__owner_membership__user", "answer__owner_team"
    )
    for step in found.order_by("pk"):
        shown[step.upgrade_id].append(step)
    plain = every.filter(is_plain).values_list("upgrade_id").annotate(number=Count("pk"))
    return shown, Counter(dict(plain.order_by()))


class _Writer:
    """Turns steps into lines, looking up the owners they name."""

    def __init__(self, assessment: Assessment, reader: Membership) -> None:
        self.can_read = reader.may(Action.READ_INTERNAL_NOTES)
        owners = owners_of(assessment)
        self.names = {each.value: each.name for each in (*owners.current, *owners.former)}

    def line(self, step: UpgradeStep) -> StepLine:
        """Return one line."""
        return StepLine(
            group=step.bucket,
            fate=_fate(step),
            old_text=step.old_activity.text if step.old_activity else "",
            new_text=step.new_activity.text if step.new_activity else "",
            archived=self._answer(step.answer) if _is_archived(step) else None,
            since=self._since(step.since) if step.since else None,
            is_kept=bool(step.since.get("is_kept")),
        )

    def _answer(self, answer: Answer) -> Words:
        owner: Owner | None = owner_of(answer)
        return Words(
            coverage=answer.coverage,
            reason=answer.reason,
            until=answer.until,
            note=answer.note,
            internal_note=answer.internal_note if self.can_read else "",
            owner=owner.name if owner else "",
            due_on=answer.due_on,
        )

    def _since(self, values: Mapping[str, Any]) -> Words:
        member, team = values["owner_membership_id"], values["owner_team_id"]
        owner = f"member-{member}" if member else f"team-{team}"
        return Words(
            coverage=values["coverage"],
            reason=values["reason"],
            until=_day(values["until"]),
            note=values["note"],
            internal_note=values["internal_note"] if self.can_read else "",
            owner=self.names.get(owner, ""),
            due_on=_day(values["due_on"]),
        )


def _worst_first(step: UpgradeStep) -> int:
    return Group.values.index(step.bucket)


def _is_archived(step: UpgradeStep) -> bool:
    is_put_away = step.old_activity_id is not None and step.new_activity_id is None
    return is_put_away and step.answer.archived_by_id == step.upgrade_id


def _fate(step: UpgradeStep) -> str:
    if step.old_activity_id is None:
        return "opened"
    if step.new_activity_id is None:
        return "archived"
    return str(step.after["outcome"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
