"""What the page before a move shows: every answer beside both wordings, worst first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments import words
from assessments.models import Answer, Assessment
from assessments.selectors.duties import Owner, owner_of
from assessments.selectors.upgrading.plan import Group, Outcome, Planned, plan_of
from assessments.selectors.upgrading.sides import compared_editions
from matrix.comparing import WordChange, word_changes
from matrix.comparing.results import Bucket
from matrix.comparing.rows import ComparedRow
from matrix.models import Edition, Party

NOTHING: Sequence[WordChange] = ()


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """The answer a row has now, and the revision it was read at."""

    key: UUID
    revision: int
    coverage: str
    reason: str
    note: str
    owner: Owner | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One activity as both editions print it; a side it is missing on is None.

    `outcome` is what happens when nobody says anything. `changes` are the words of both texts,
    () where they are equal or one is missing.
    """

    group: Group
    old: ComparedRow | None
    new: ComparedRow | None
    answer: AnswerSeen | None
    outcome: Outcome
    is_asked: bool
    may_keep: bool
    has_new_letters: bool
    has_moved: bool
    has_new_provider: bool
    changes: Sequence[WordChange] = NOTHING

    @property
    def printed(self) -> ComparedRow | None:
        """Return the side that is read: the new one where there is one."""
        return self.new or self.old


@dataclass(frozen=True, slots=True)
class Figures:
    """How many answers there are now, and what happens to them when nobody says anything.

    `kept` go over as they are or with the provider's part changed, `recheck` with a changed
    spelling; `asked` wait for a choice; `opened` are new rows.
    """

    answers: int
    kept: int
    recheck: int
    asked: int
    reopened: int
    archived: int
    opened: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A move before it is made. `revision` is the assessment's, by which it is stale or not.

    `groups` have all six, worst first, each with its rows.
    """

    edition: Edition
    party: Party
    revision: int
    figures: Figures
    groups: Mapping[Group, tuple[PreviewRow, ...]]

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence, printed bold."""
        return words.move_lead(self.figures.kept, self.figures.answers)

    @property
    def rest(self) -> str:
        """Return the rest of the sentence."""
        figures = self.figures
        return words.move_rest(
            opened=figures.opened,
            asked=figures.asked,
            recheck=figures.recheck,
            reopened=figures.reopened,
            archived=figures.archived,
        )

    @property
    def changed(self) -> tuple[tuple[Group, tuple[PreviewRow, ...]], ...]:
        """Return the groups that have rows, but for the unchanged ones."""
        return tuple(
            (group, rows)
            for group, rows in self.groups.items()
            if rows and group is not Group.UNCHANGED
        )

    @property
    def unchanged(self) -> tuple[PreviewRow, ...]:
        """Return the rows that are as they were."""
        return self.groups[Group.UNCHANGED]


def preview_of(assessment: Assessment, *, edition: Edition, party: Party) -> Preview:
    """Return what a move to `edition`, as `party`, would do. At most 15 queries.

    `assessment` is read with its edition and party.
    """
    comparison = compared_editions(
        old=(assessment.edition, assessment.client_party), new=(edition, party)
    )
    answers = Answer.objects.all_of(assessment).select_related(
        "owner_membership__user", "owner_team"
    )
    planned = plan_of(comparison, answers, has_messages=assessment.has_messages)
    rows = [_row(row) for row in planned]
    return Preview(
        edition=edition,
        party=party,
        revision=assessment.revision,
        figures=_figures(rows),
        groups={group: tuple(row for row in rows if row.group is group) for group in Group},
    )


def _row(planned: Planned) -> PreviewRow:
    old, new = planned.match.old, planned.match.new
    is_reworded = bool(old and new and old.text != new.text)
    return PreviewRow(
        group=planned.group,
        old=old,
        new=new,
        answer=_seen(planned.answer) if planned.answer else None,
        outcome=planned.outcome(),
        is_asked=planned.is_asked,
        may_keep=planned.may_keep,
        has_new_letters=bool(old and new and planned.has_new_letters),
        has_moved=bool(old and new and old.section != new.section),
        has_new_provider=planned.match.bucket is Bucket.PROVIDER_ROLE_CHANGED,
        changes=word_changes(old.text, new.text) if is_reworded and old and new else NOTHING,
    )


def _seen(answer: Answer) -> AnswerSeen:
    return AnswerSeen(
        key=answer.key,
        revision=answer.revision,
        coverage=answer.coverage,
        reason=answer.reason,
        note=answer.note,
        owner=owner_of(answer),
        due_on=answer.due_on,
    )


def _figures(rows: Iterable[PreviewRow]) -> Figures:
    rows = list(rows)
    unasked = Counter(row.outcome for row in rows if not row.is_asked)
    return Figures(
        answers=sum(1 for row in rows if row.answer),
        kept=unasked[Outcome.CARRIED],
        recheck=unasked[Outcome.RECHECK],
        asked=sum(1 for row in rows if row.is_asked),
        reopened=unasked[Outcome.REOPENED],
        archived=unasked[Outcome.ARCHIVED] + unasked[Outcome.SEPARATED],
        opened=unasked[Outcome.OPENED] + unasked[Outcome.SEPARATED],
    )
