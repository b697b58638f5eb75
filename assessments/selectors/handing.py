"""Hand-overs: the rows that would go, what came of those offered, and what waits for whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import ngettext, npgettext

from accounts.models import Membership
from assessments.models import (
    Answer,
    AnswerQuerySet,
    Assessment,
    Coverage,
    HandOver,
    HandOverQuerySet,
    HandOverReason,
    OfferState,
)
from assessments.selectors.duties import due_of
from assessments.selectors.gaps.reading import printed_text
from assessments.selectors.plans import PLAN_ALONG
from matrix.models import ActivityLabel
from matrix.selectors import PrintedText

_ALONG = ("activity__section", "assessment__edition__matrix__provider", *PLAN_ALONG)
LATEST = 20


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A row that is, or would be, offered. `state` is "" for one that is not offered yet."""

    key: UUID
    assessment: Assessment
    number: str
    activity: PrintedText
    coverage: str
    due: date | None
    state: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""

    @property
    def coverage_text(self) -> str:
        """Return the coverage in the reader's language."""
        return str(Coverage(self.coverage).label)

    @property
    def state_text(self) -> str:
        """Return what came of it, in the reader's language."""
        return str(OfferState(self.state).label) if self.state else ""

    @property
    def is_waiting(self) -> bool:
        """Tell whether the successor has not decided on it."""
        return self.state == OfferState.WAITING


@dataclass(frozen=True, slots=True)
class Receipt:
    """One hand-over with its rows, in the order of their pages. `may_decide` of the reader."""

    hand_over: HandOver
    rows: tuple[HandedRow, ...]
    may_decide: bool

    @property
    def giver(self) -> str:
        """Return whose rows they were."""
        return str(self.hand_over.from_membership)

    @property
    def successor(self) -> str:
        """Return to whom they are offered; "" for a team that is gone."""
        return successor_of(self.hand_over)

    @property
    def reason_text(self) -> str:
        """Return why, in the reader's language."""
        return str(HandOverReason(self.hand_over.reason).label)

    @property
    def waiting(self) -> int:
        """Return how many rows wait for the successor."""
        return sum(1 for row in self.rows if row.is_waiting)

    @property
    def words(self) -> str:
        """Return "5 rows: 3 accepted, 2 waiting"."""
        lead = ngettext("%(n)s row: %(parts)s", "%(n)s rows: %(parts)s", len(self.rows))
        parts = numbers_of(Counter(row.state for row in self.rows))
        return lead % {"n": len(self.rows), "parts": parts}

    @property
    def is_to_come(self) -> bool:
        """Tell whether accepted rows wait for the day it starts."""
        return any(row.state == OfferState.AGREED for row in self.rows)


def numbers_of(states: Mapping[str, int]) -> str:
    """Return "3 accepted, 2 waiting" of how many rows are in each state; "" for none."""
    numbers = {OfferState(state): n for state, n in states.items() if n}
    return ", ".join(_number_of(state, numbers[state]) for state in OfferState if state in numbers)


def successor_of(hand_over: HandOver) -> str:
    """Return to whom rows are offered, of a hand-over read by `hand_overs_of`."""
    return str(hand_over.to_membership or hand_over.to_team or "")


def hand_overs_of(reader: Membership) -> list[HandOver]:
    """Return the latest hand-overs a member has to do with, newest first. One query."""
    return list(_along(reader).order_by("-proposed_at", "-pk")[:LATEST])


def waiting_for(reader: Membership) -> list[HandOver]:
    """Return the hand-overs that wait for a member or a team of theirs. One query."""
    return list(_along(reader).offered_to(reader).waiting().order_by("proposed_at", "pk"))


def to_come_for(reader: Membership) -> list[HandOver]:
    """Return the accepted ones that start later and give to a member or take. One query."""
    sides = Q(from_membership=reader) | Q(pk__in=HandOver.objects.offered_to(reader).values("pk"))
    return list(_along(reader).agreed().filter(sides).order_by("starts_on", "pk"))


def receipt_of(hand_over_id: int, *, reader: Membership, language: str) -> Receipt | None:
    """Return a hand-over the reader has to do with, None where there is none. Three queries."""
    hand_over = _along(reader).filter(pk=hand_over_id).first()
    if hand_over is None:
        return None
    kept = hand_over.rows.select_related("decided_by__user").order_by("pk")
    states = {row.answer_id: row for row in kept}
    answers = Answer.objects.filter(pk__in=states)
    rows = []
    for answer in _in_order(answers, language):
        row = states[answer.pk]
        said = str(row.decided_by or "")
        rows.append(_row(answer, language, row.state, row.decided_at, said))
    offered = HandOver.objects.filter(pk=hand_over.pk).offered_to(reader)
    return Receipt(hand_over, tuple(rows), offered.exists())


def handed_rows(answers: AnswerQuerySet, *, language: str) -> tuple[HandedRow, ...]:
    """Return rows that would be offered, in the order of their pages. One query."""
    return tuple(_row(answer, language) for answer in _in_order(answers, language))


def _along(reader: Membership) -> HandOverQuerySet:
    return HandOver.objects.of_member(reader).select_related(
        "from_membership__user", "to_membership__user", "to_team", "proposed_by__user"
    )


def _in_order(answers: AnswerQuerySet, language: str) -> AnswerQuerySet:
    label = ActivityLabel.objects.filter(
        activity=OuterRef("activity"), label_set__language=language
    )
    return (
        answers.select_related(*_ALONG)
        .defer("assessment__edition__source")
        .annotate(label=Subquery(label.values("text")[:1]))
        .order_by("assessment_id", "activity__position")
    )


def _row(
    answer: Answer,
    language: str,
    state: str = "",
    decided_at: datetime | None = None,
    decided_by: str = "",
) -> HandedRow:
    section = answer.activity.section
    return HandedRow(
        key=answer.key,
        assessment=answer.assessment,
        number=section.number if section else "",
        activity=printed_text(answer, language),
        coverage=answer.coverage,
        due=due_of(answer) or answer.due_on,
        state=state,
        decided_at=decided_at,
        decided_by=decided_by,
    )


def _number_of(state: OfferState, n: int) -> str:
    said = {
        OfferState.WAITING: npgettext("hand-over", "%(n)s waiting", "%(n)s waiting", n),
        OfferState.AGREED: npgettext(
            "hand-over", "%(n)s accepted for later", "%(n)s accepted for later", n
        ),
        OfferState.ACCEPTED: npgettext("hand-over", "%(n)s accepted", "%(n)s accepted", n),
        OfferState.REFUSED: npgettext("hand-over", "%(n)s refused", "%(n)s refused", n),
        OfferState.GONE: npgettext(
            "hand-over", "%(n)s changed meanwhile", "%(n)s changed meanwhile", n
        ),
        OfferState.RETURNED: npgettext(
            "hand-over", "%(n)s back from the holiday", "%(n)s back from the holiday", n
        ),
    }
    return said[state] % {"n": n}
