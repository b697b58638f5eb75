"""The rows of an assessment, as grid, list and workbook all show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import Membership, TeamMember
from accounts.rights import Action
from assessments.models import (
    GAPS,
    Answer,
    AnswerQuerySet,
    Assessment,
    Coverage,
    Question,
    Result,
    Review,
)
from assessments.selectors.plans import NO_PLAN, PLAN_ALONG, PlanFacts, plan_of
from matrix.selectors import PrintedActivity, PrintedEdition, PrintedSection, PrintedText

OPEN_COVERAGES = (Coverage.GAP, Coverage.PARTIAL, Coverage.UNANSWERED)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a duty: `kind` is "member" or "team", `value` its id as a form field says it."""

    kind: str
    pk: int
    name: str
    initials: str

    @property
    def value(self) -> str:
        """Return the owner as a form field names it."""
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One answer with what was printed. Dates are dates; `days_late` is 0 when not late.

    `provider_letters` holds (party name, letters) for every party but the client. Without the
    right to read them `internal_note` is "". `is_writable` tells whether the reader may answer.
    `due` is the date that counts, the plan's and an acceptance's included. `plan` stays when a
    gap closes, and says nothing of a row that is none. `comments` are counted for the grid alone
    (`with_comments`), as is whether one of them mentions the reader unread. `opinion` is what an
    auditor found, "" without one, where it was asked for (`selectors.opinions.with_opinions`).
    """

    key: UUID
    revision: int
    position: int
    line: int
    section: PrintedSection | None
    activity: PrintedText
    client_letters: str
    provider_letters: tuple[tuple[str, str], ...]
    question: str
    coverage: str
    reason: str
    until: date | None
    note: str
    internal_note: str
    owner: Owner | None
    due_on: date | None
    days_late: int
    changed_at: datetime | None
    changed_by: str
    is_writable: bool
    is_to_recheck: bool = False
    due: date | None = None
    gap_since: date | None = None
    plan: PlanFacts = NO_PLAN
    review: str = Review.NONE
    comments: int = 0
    has_unread_mention: bool = False
    proofs: int = 0
    opinion: str = ""

    @property
    def is_duty(self) -> bool:
        """Tell whether the row counts: the client holds R or A."""
        return self.question != Question.RECEIVE

    @property
    def is_answered(self) -> bool:
        """Tell whether the row has an answer."""
        return self.coverage != Coverage.UNANSWERED

    @property
    def question_text(self) -> str:
        """Return the question in the reader's language."""
        return str(Question(self.question).label)

    @property
    def coverage_text(self) -> str:
        """Return the coverage in the reader's language."""
        return str(Coverage(self.coverage).label)

    @property
    def opinion_text(self) -> str:
        """Return what an auditor found, in the reader's language; "" without an opinion."""
        return str(Result(self.opinion).label) if self.opinion else ""


def duty_rows(
    answers: AnswerQuerySet,
    *,
    assessment: Assessment,
    printed: PrintedEdition,
    reader: Membership | None,
    on: date,
) -> tuple[DutyRow, ...]:
    """Return `answers` as rows in printed order: one query, whatever their number.

    `answers` are of `assessment`, filtered or not; `on` is today, for what is late. Without
    `reader` the installation itself reads: no internal notes, nothing to be written.
    """
    is_in_team = TeamMember.objects.filter(team=OuterRef("owner_team"), membership=reader)
    read = (
        answers.select_related("owner_membership__user", "owner_team", "changed_by__user")
        .select_related(*PLAN_ALONG)
        .annotate(is_my_teams=Exists(is_in_team))
        .in_printed_order()
    )
    return rows_of(read, assessment=assessment, printed=printed, reader=reader, on=on)


def rows_of(
    answers: Iterable[Answer],
    *,
    assessment: Assessment,
    printed: PrintedEdition,
    reader: Membership | None,
    on: date,
) -> tuple[DutyRow, ...]:
    """Return answers whose owners and last writers were read along as rows, in their order."""
    writer = _Writer(assessment, printed, reader, on)
    return tuple(writer.row(answer) for answer in answers)


def owner_of(answer: Answer) -> Owner | None:
    """Return the owner of an answer whose relations were read along."""
    if answer.owner_membership:
        user = answer.owner_membership.user
        return Owner("member", answer.owner_membership.pk, str(user), user.initials)
    if answer.owner_team:
        team = answer.owner_team
        return Owner("team", team.pk, team.name, team.initials)
    return None


def days_late(answer: Answer, *, on: date) -> int:
    """Return by how many days a row is late on a day: 0 in time, without date, or not open.

    `AnswerQuerySet.overdue` keeps the rows for which this is not 0.
    """
    due = due_of(answer)
    return max(0, (on - due).days) if due else 0


def due_of(answer: Answer) -> date | None:
    """Return by when an open row is to be done, None without a date, or when it is not open.

    A gap is due by its own date or its plan's, the earlier one, but not before an acceptance of
    it has run out. The plan is one that was read along (`PLAN_ALONG`).
    """
    if answer.coverage not in OPEN_COVERAGES:
        return None
    plan = plan_of(answer) if answer.coverage in GAPS else NO_PLAN
    dates = [answer.due_on, plan.by_when if plan.is_to_come else None]
    due = min((day for day in dates if day), default=None)
    return max((day for day in (due, plan.expires_on) if day), default=None)


class _Writer:
    """Turns answers into rows, looking up what was printed."""

    def __init__(
        self,
        assessment: Assessment,
        printed: PrintedEdition,
        reader: Membership | None,
        on: date,
    ) -> None:
        self.client = assessment.client_party_id
        self.is_active = assessment.state == Assessment.State.ACTIVE
        self.reader = reader
        self.on = on
        self.sections = {section.section_id: section for section in printed.sections}
        self.activities = {activity.activity_id: activity for activity in printed.activities}
        self.parties = printed.parties

    def row(self, answer: Answer) -> DutyRow:
        """Return one row."""
        activity = self.activities[answer.activity_id]
        can_read = self.reader is not None and self.reader.may(Action.READ_INTERNAL_NOTES)
        return DutyRow(
            key=answer.key,
            revision=answer.revision,
            position=activity.position,
            line=activity.line,
            section=self.sections.get(activity.section_id or 0),
            activity=activity.text,
            client_letters=activity.letters.get(self.client, ""),
            provider_letters=self._others(activity),
            question=answer.question,
            coverage=answer.coverage,
            reason=answer.reason,
            until=answer.until,
            note=answer.note,
            internal_note=answer.internal_note if can_read else "",
            owner=owner_of(answer),
            due_on=answer.due_on,
            days_late=days_late(answer, on=self.on),
            changed_at=answer.changed_at,
            changed_by=str(answer.changed_by) if answer.changed_by else "",
            is_writable=self.is_active and self._is_writable(answer),
            is_to_recheck=answer.is_to_recheck,
            due=due_of(answer),
            gap_since=answer.gap_since,
            plan=plan_of(answer),
            review=answer.review,
        )

    def _others(self, activity: PrintedActivity) -> tuple[tuple[str, str], ...]:
        return tuple(
            (party.name, activity.letters.get(party.party_id, ""))
            for party in self.parties
            if party.party_id != self.client
        )

    def _is_writable(self, answer: Answer) -> bool:
        if self.reader is None:
            return False
        if self.reader.may(Action.ANSWER_ANY):
            return True
        is_unassigned = answer.owner_membership_id is None and answer.owner_team_id is None
        is_mine = answer.owner_membership_id == self.reader.pk
        is_my_teams = bool(getattr(answer, "is_my_teams", False))
        return self.reader.may(Action.ANSWER_OWN) and (is_unassigned or is_mine or is_my_teams)
