"""Making the demo organisation: its past, step by step, through the services."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import Membership, Organisation, Team, User
from accounts.services import (
    add_member,
    ask_for_four_eyes,
    create_organisation,
    create_team,
    create_user,
)
from assessments.models import Answer, Assessment
from assessments.selectors.signing.limits import fingerprint_of, limits_of
from assessments.services.answering import AnswerValues, Entry, record_answers
from assessments.services.attaching import attach_evidence
from assessments.services.comments import add_comment
from assessments.services.demo import contents
from assessments.services.demo.contents import DemoAnswer, DemoProof, DemoReview, Person
from assessments.services.gaps import Acceptance, PlanEntry, accept_gap, plan_gaps
from assessments.services.reviewing import Seen, accept_rows, send_back_rows, submit_rows
from assessments.services.sharing import share_assessment
from assessments.services.signing import reopen_assessment, sign_assessment
from assessments.services.starting import Terms, start_assessment
from database.transactions import change
from evidence.services import add_link, add_statement
from matrix.models import Edition

_PLANNED: Final = 2
_GAP_ACCEPTED: Final = 1

# What is done at a moment.
Step = Callable[[datetime], None]


@change
def make_demo(*, edition: Edition, password: str | None, at: datetime) -> Organisation:
    """Make the demo organisation on `edition`, with a past that ends at `at`.

    With `password` its five people can sign in with it; with None none of them can.
    """
    start = at - timedelta(weeks=contents.WEEKS_AGO)
    organisation = create_organisation(name=contents.NAME, is_demo=True, at=start)
    members = {
        person.first: add_member(
            organisation=organisation,
            user=_user(person, password, start),
            role=person.role,
            at=start,
        )
        for person in contents.PEOPLE
    }
    team = create_team(
        organisation=organisation,
        name=contents.TEAM,
        members=[members[first] for first in contents.TEAM_MEMBERS],
        at=start,
    )
    ask_for_four_eyes(organisation=organisation, is_on=True, at=start, by=members["amelie"].user)
    organisation.refresh_from_db()
    assessment = start_assessment(
        edition=edition,
        terms=Terms(contents.SCOPE, start.date(), at.date() + timedelta(days=40)),
        by=members["jeanne"],
        at=start,
    )
    share_assessment(
        assessment=assessment, auditor_id=members["ines"].pk, by=members["jeanne"], at=start
    )
    making = _Making(assessment, members, team, at)
    for days_ago, step in sorted(making.steps(), key=lambda each: -each[0]):
        step(at - timedelta(days=days_ago))
    return organisation


def address_of(person: Person) -> str:
    """Return the e-mail address of a demo person; `.example` names nobody (RFC 2606)."""
    return f"{person.first}@valmont.example"


def _user(person: Person, password: str | None, at: datetime) -> User:
    return create_user(email=address_of(person), name=person.name, password=password, at=at)


@dataclass(frozen=True, slots=True)
class _Making:
    """The assessment in the making, and who does what in it."""

    assessment: Assessment
    members: dict[str, Membership]
    team: Team
    end: datetime

    def steps(self) -> Iterator[tuple[int, Step]]:
        """Yield what is done, and how many days before the end; on one day in this order."""
        for days_ago, first in sorted(
            {(each.days_ago, _writer(each)) for each in contents.ANSWERS}
        ):
            yield days_ago, self._answering(days_ago, first)
        for review in contents.REVIEWS:
            yield review.days_ago, self._reviewing(review)
        for proof in contents.PROOFS:
            yield proof.days_ago, self._proving(proof)
        yield contents.SIGN_OFF.days_ago, self._sign
        yield contents.SIGN_OFF.reopened_days_ago, self._reopen
        yield contents.COMMENT.days_ago, self._comment
        yield _PLANNED, self._plan
        yield _GAP_ACCEPTED, self._accept_gap

    def _rows(self, positions: Iterable[int]) -> dict[int, Answer]:
        rows = Answer.objects.of_assessment(self.assessment).select_related("activity")
        found = rows.filter(activity__position__in=list(positions))
        return {row.activity.position: row for row in found}

    def _answering(self, days_ago: int, first: str) -> Step:
        answers = [
            each
            for each in contents.ANSWERS
            if (each.days_ago, _writer(each)) == (days_ago, first)
        ]

        def answer(at: datetime) -> None:
            rows = self._rows(each.position for each in answers)
            entries = [
                Entry(row.key, row.revision, self._values(each))
                for each in answers
                for row in [rows[each.position]]
            ]
            by = self.members[first]
            record_answers(assessment_id=self.assessment.pk, entries=entries, by=by, at=at)

        return answer

    def _reviewing(self, review: DemoReview) -> Step:
        def go_on(at: datetime) -> None:
            rows = [Seen(row.key, row.revision) for row in self._rows(review.positions).values()]
            pk, by = self.assessment.pk, self.members[review.who]
            if review.step == contents.SUBMITTED:
                submit_rows(assessment_id=pk, rows=rows, by=by, at=at)
            elif review.step == contents.ACCEPTED:
                accept_rows(assessment_id=pk, rows=rows, by=by, at=at)
            else:
                send_back_rows(assessment_id=pk, rows=rows, reason=review.reason, by=by, at=at)

        return go_on

    def _proving(self, proof: DemoProof) -> Step:
        def prove(at: datetime) -> None:
            by, about = self.members[proof.who], proof.facts(self.members, self.end)
            if proof.is_link:
                evidence = add_link(url=proof.content, about=about, by=by, at=at)
            else:
                evidence = add_statement(statement=proof.content, about=about, by=by, at=at)
            attach_evidence(
                assessment_id=self.assessment.pk,
                keys=[row.key for row in self._rows(proof.positions).values()],
                evidence_key=evidence.key,
                by=by,
                at=at,
            )

        return prove

    def _sign(self, at: datetime) -> None:
        by = self.members["jeanne"]
        limits = limits_of(
            self.assessment, organisation=by.organisation, on=timezone.localdate(at)
        )
        sign_assessment(
            assessment_id=self.assessment.pk,
            fingerprint=fingerprint_of(self.assessment, limits),
            statement=contents.SIGN_OFF.statement,
            by=by,
            at=at,
        )

    def _reopen(self, at: datetime) -> None:
        reopen_assessment(
            sign_off_id=self.assessment.sign_offs.get().pk,
            reason=contents.SIGN_OFF.reason,
            by=self.members["jeanne"],
            at=at,
        )

    def _comment(self, at: datetime) -> None:
        said = contents.COMMENT
        add_comment(
            assessment_id=self.assessment.pk,
            key=self._rows([said.position])[said.position].key,
            text=said.text,
            mention_id=None,
            by=self.members[said.who],
            at=at,
        )

    def _plan(self, at: datetime) -> None:
        rows = self._rows(each.position for each in contents.PLANS)
        plan_gaps(
            entries=[
                PlanEntry(rows[each.position].key, 0, each.values(self.members, self.end))
                for each in contents.PLANS
            ],
            by=self.members["jeanne"],
            at=at,
        )

    def _accept_gap(self, at: datetime) -> None:
        position, days, reason = contents.ACCEPTED_GAP
        accept_gap(
            key=self._rows([position])[position].key,
            revision=0,
            acceptance=Acceptance(self.end.date() + timedelta(days=days), reason),
            by=self.members["jeanne"],
            at=at,
        )

    def _values(self, answer: DemoAnswer) -> AnswerValues:
        values = AnswerValues(coverage=answer.coverage, note=answer.note, reason=answer.reason)
        if answer.owner == contents.TEAM:
            values["owner_team_id"] = self.team.pk
        else:
            values["owner_membership_id"] = self.members[answer.owner].pk
        if answer.due_in_days is not None:
            values["due_on"] = self.end.date() + timedelta(days=answer.due_in_days)
        return values


def _writer(answer: DemoAnswer) -> str:
    return "karim" if answer.owner in contents.ANSWERED_BY_KARIM else "jeanne"
