"""The opinions of an assessment by row: each auditor's own, the latest first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import (
    NON_CONFORMING,
    Assessment,
    Opinion,
    OpinionQuerySet,
    Question,
    Result,
)
from assessments.scoring import OpinionCounts
from assessments.selectors.duties import DutyRow


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One auditor's opinion on the row with this `key`.

    `revision` is the opinion's own. `stated_on` is the day the auditor names. `is_outdated`
    tells that the row changed after the opinion was recorded.
    """

    key: UUID
    opinion_key: UUID
    author_id: int
    author: str
    result: str
    note: str
    stated_on: date | None
    stated_at: datetime
    revision: int
    is_duty: bool
    is_outdated: bool

    @property
    def result_text(self) -> str:
        """Return the result in the reader's language."""
        return str(Result(self.result).label)

    @property
    def is_tested(self) -> bool:
        """Tell whether the auditor looked at it."""
        return self.result != Result.NOT_TESTED

    @property
    def is_non_conforming(self) -> bool:
        """Tell whether it asks the organisation for an action."""
        return self.result in NON_CONFORMING


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions that stand in an assessment, by key of their row, the latest first.

    `own_id` is the membership of a reader who is an auditor: of a row they are shown their own
    opinion. Everybody else is shown the latest. Whoever may read the assessment may read all.
    """

    by_row: Mapping[UUID, tuple[OpinionLine, ...]] = field(default_factory=dict)
    own_id: int | None = None

    def of(self, key: UUID) -> tuple[OpinionLine, ...]:
        """Return every opinion on a row."""
        return self.by_row.get(key, ())

    def shown(self, key: UUID) -> OpinionLine | None:
        """Return the one opinion on a row that stands for it, None where there is none."""
        found = self.of(key)
        if self.own_id is not None:
            found = tuple(line for line in found if line.author_id == self.own_id)
        return next(iter(found), None)

    @property
    def authors(self) -> tuple[str, ...]:
        """Return whose opinions stand, by name."""
        lines = {line.author_id: line.author for found in self.by_row.values() for line in found}
        return tuple(sorted(lines.values(), key=str.casefold))

    def counts(self, duties: int) -> OpinionCounts:
        """Return how many of the `duties` in scope have an opinion, by the result shown."""
        shown = (self.shown(key) for key in self.by_row)
        results = Counter(line.result for line in shown if line and line.is_duty)
        return OpinionCounts(duties, {result: results[result] for result in Result.values})


NO_OPINIONS = Opinions()


def opinions_of(assessment: Assessment, *, reader: Membership | None) -> Opinions:
    """Return the opinions on the rows in play. One query. Without `reader`: the latest of all."""
    return _read(Opinion.objects.of_assessment(assessment), reader)


def opinions_of_row(assessment: Assessment, key: UUID, *, reader: Membership) -> Opinions:
    """Return the opinions on one row. One query."""
    return _read(Opinion.objects.of_assessment(assessment).filter(answer__key=key), reader)


def own_opinions(
    assessment: Assessment, keys: Iterable[UUID], *, author: Membership
) -> dict[UUID, Opinion]:
    """Return what one auditor said of rows, by key: also what they took back, with no result.

    Its revision is what `services.opinions.record_opinions` asks for. One query.
    """
    said = Opinion.objects.filter(
        answer__assessment=assessment, answer__key__in=list(keys), author=author
    )
    return {opinion.answer.key: opinion for opinion in said.select_related("answer")}


def with_opinions(rows: Sequence[DutyRow], opinions: Opinions) -> tuple[DutyRow, ...]:
    """Return rows with the result of the opinion shown of each."""
    shown = ((row, opinions.shown(row.key)) for row in rows)
    return tuple(replace(row, opinion=line.result) if line else row for row, line in shown)


def _read(opinions: OpinionQuerySet, reader: Membership | None) -> Opinions:
    by_row: dict[UUID, tuple[OpinionLine, ...]] = {}
    for opinion in opinions.select_related("answer", "author__user").latest_first():
        line = _line(opinion)
        by_row[line.key] = (*by_row.get(line.key, ()), line)
    is_auditor = reader is not None and reader.may(Action.STATE_OPINIONS)
    return Opinions(by_row, reader.pk if reader and is_auditor else None)


def _line(opinion: Opinion) -> OpinionLine:
    row = opinion.answer
    return OpinionLine(
        key=row.key,
        opinion_key=opinion.key,
        author_id=opinion.author_id,
        author=str(opinion.author),
        result=opinion.result,
        note=opinion.note,
        stated_on=opinion.stated_on,
        stated_at=opinion.stated_at,
        revision=opinion.revision,
        is_duty=row.question != Question.RECEIVE,
        is_outdated=row.changed_at is not None and row.changed_at > opinion.stated_at,
    )
