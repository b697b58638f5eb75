"""Whatever happened, a day that is over is rebuilt as it was: rows, writers and counters."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment, DayCount, GapPlan
from assessments.scoring import Counts
from assessments.selectors.past import Past, past_of, rows_then
from assessments.selectors.trends import counts_of_day
from assessments.selectors.workbook import Kept, Making, contents_of
from assessments.services.gaps import (
    Acceptance,
    PlanEntry,
    PlanValues,
    accept_gap,
    plan_gaps,
)
from assessments.services.options import OptionDecision, decide_option
from assessments.services.reviewing import Seen, accept_rows, submit_rows
from assessments.services.undoing import NothingToUndo, undo_batch
from assessments.services.upgrading import revert_upgrade
from matrix.models import Edition, Option
from matrix.selectors import printed_edition
from tests.builders import (
    NOW,
    PAGE,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_option,
    make_team,
    make_upgrade,
)
from tests.needs import examples

# What a row says, where it stands, who wrote in it: all that a page of that day shows.
SHOWN = (
    "key",
    "activity_id",
    "question",
    "coverage",
    "reason",
    "until",
    "note",
    "internal_note",
    "owner_membership_id",
    "owner_team_id",
    "due_on",
    "is_to_recheck",
    "is_switched_off",
    "gap_since",
    "review",
    "changed_at",
    "changed_by_id",
    "revision",
)
REWORDED = PAGE.replace("Payer la première facture", "Payer la toute première facture").replace(
    "| Vérifier l’intégrité des copies | A | R |", "| Nommer un responsable | RA | |"
)
PLAN = tuple(
    f"gap_plan__{name}"
    for name in ("severity", "action", "responsible_id", "by_when", "expires_on", "revision")
)
STEPS = st.tuples(
    st.sampled_from(["answer", "answer", "undo", "upgrade", "revert", "option", "plan", "review"]),
    st.integers(0, 5),
    st.integers(0, 2),
)


@dataclass
class Story:
    """An assessment that things happen to, and how it stood after the last one of each day."""

    assessment: Assessment
    people: list[Membership]
    team_id: int
    options: dict[int, Option]
    editions: list[Edition]
    at: datetime = NOW
    batches: list[tuple[str, Membership]] = field(default_factory=list)
    stood: dict[date, list[dict[str, Any]]] = field(default_factory=dict)

    def tell(self, step: str, number: int, days: int) -> None:
        """Let one thing happen, some days later, and note how the assessment stands then."""
        self.at += timedelta(days=days, minutes=1)
        {
            "answer": self.answer,
            "undo": self.undo,
            "upgrade": self.upgrade,
            "revert": self.revert,
            "option": self.decide,
            "plan": self.plan,
            "review": self.review,
        }[step](number)
        self.note()

    def note(self) -> None:
        """Keep how the rows stand as the end of the day."""
        rows = Answer.objects.all_of(self.assessment).order_by("key")
        self.stood[timezone.localdate(self.at)] = list(rows.values(*SHOWN, *PLAN))

    def answer(self, number: int) -> None:
        """Give the first rows a value each."""
        by = self.people[number % 2]
        values: Any = [
            {"coverage": "covered", "note": f"n{number}"},
            {"coverage": "not_applicable", "reason": "none", "until": date(2027, 1, number + 1)},
            {"owner_team_id": self.team_id, "due_on": date(2026, 12, number + 1)},
            {"coverage": "gap", "owner_membership_id": by.pk, "internal_note": "us"},
        ]
        rows = Answer.objects.of_assessment(self.assessment).count()
        given = (values[number % 4 :] + values)[: min(rows, 1 + number % 3)]
        made = make_answers(self.assessment, *given, by=by, at=self.at)
        self.batches.append((made.batch, by))

    def undo(self, number: int) -> None:
        """Take a change back, as far as nobody wrote since."""
        if self.batches:
            batch, by = self.batches.pop(number % len(self.batches))
            with suppress(NothingToUndo):
                undo_batch(assessment_id=self.assessment.pk, batch=batch, by=by, at=self.at)

    def upgrade(self, number: int) -> None:
        """Move to another of the editions."""
        self.assessment.refresh_from_db()
        others = [each for each in self.editions if each.pk != self.assessment.edition_id]
        make_upgrade(
            self.assessment, by=self.people[0], edition=others[number % len(others)], at=self.at
        )

    def revert(self, _number: int) -> None:
        """Take the last move back, if there is one."""
        last = self.assessment.upgrades.filter(reverted_at=None).order_by("-pk").first()
        if last:
            revert_upgrade(upgrade=last, by=self.people[1], at=self.at)

    def decide(self, number: int) -> None:
        """Say anew whether the option of the edition is bought."""
        self.assessment.refresh_from_db()
        option = self.options[self.assessment.edition_id]
        choice = self.assessment.option_choices.filter(option=option).first()
        said = [True, False, None][number % 3]
        decide_option(
            assessment_id=self.assessment.pk,
            option_id=option.pk,
            decision=OptionDecision(said, f"r{number}", choice.revision if choice else 0),
            by=self.people[0],
            at=self.at,
        )

    def plan(self, number: int) -> None:
        """Plan the first gap, or accept it."""
        gap = Answer.objects.of_assessment(self.assessment).gaps().order_by("pk").first()
        if gap is None:
            return
        plan = GapPlan.objects.filter(answer=gap).first()
        revision, by = plan.revision if plan else 0, self.people[number % 2]
        if number % 2:
            until = Acceptance(timezone.localdate(self.at) + timedelta(days=9), f"a{number}")
            accept_gap(key=gap.key, revision=revision, acceptance=until, by=by, at=self.at)
        else:
            values: PlanValues = {"action": f"p{number}", "responsible_id": by.pk}
            values |= {"by_when": date(2026, 12, 1 + number), "severity": "high"}
            plan_gaps(entries=[PlanEntry(gap.key, revision, values)], by=by, at=self.at)

    def review(self, number: int) -> None:
        """Submit every row that can be, or accept what was submitted."""
        rows = Answer.objects.of_assessment(self.assessment)
        seen = [Seen(row.key, row.revision) for row in rows]
        step, by = (submit_rows, accept_rows)[number % 2], self.people[number % 2]
        step(assessment_id=self.assessment.pk, rows=seen, by=by, at=self.at)


def _story() -> Story:
    manager = make_member()
    other = make_member(Role.ADMINISTRATOR, organisation=manager.organisation)
    editions = [make_edition(), make_edition(REWORDED)]
    assessment = make_assessment(manager, edition=editions[0], has_messages=True)
    options = {}
    for edition in editions:
        assessment.edition = edition
        options[edition.pk] = make_option(assessment, by=manager, applies="not_bought")
    assessment.refresh_from_db()
    team = make_team(manager, other)
    story = Story(assessment, [manager, other], team.pk, options, editions)
    story.note()
    return story


def _counted(assessment: Assessment, day: date) -> Counts:
    rows = DayCount.objects.filter(assessment=assessment, day__lte=day).order_by("-day")
    return counts_of_day(rows[0])


def _recounted(past: Past, reader: Membership) -> Counts:
    printed = printed_edition(past.assessment.edition, language="fr")
    rows = rows_then(past, printed=printed, reader=reader)
    making = Making(past.answers[0].key, "fr", reader, NOW)
    contents = contents_of(
        Kept(rows, rows), assessment=past.assessment, printed=printed, making=making
    )
    return contents.counts


def _planned(row: Answer) -> dict[str, Any]:
    plan = row._state.fields_cache["gap_plan"]
    return {name: getattr(plan, name.removeprefix("gap_plan__"), None) for name in PLAN}


def _check(story: Story) -> None:
    today = timezone.localdate(story.at)
    assessment = Assessment.objects.with_matrix().get(pk=story.assessment.pk)
    for day, rows in story.stood.items():
        past = past_of(assessment, day=day, today=today)
        stood = [
            {name: getattr(row, name) for name in SHOWN} | _planned(row)
            for row in sorted(past.answers, key=lambda row: row.key)
        ]
        assert stood == rows
        assert _recounted(past, story.people[0]) == _counted(assessment, day)


@pytest.mark.django_db
def test_a_history_with_everything_in_it_is_rebuilt_day_by_day() -> None:
    story = _story()
    told = [("answer", 5), ("review", 0), ("review", 1), ("plan", 0), ("plan", 1), ("option", 1)]
    told += [("upgrade", 0), ("plan", 2), ("answer", 8), ("undo", 0), ("revert", 0), ("option", 2)]
    told += [("answer", 5), ("review", 0)]

    for step, number in told:
        story.tell(step, number, 1)

    assert len(story.stood) == len(told) + 1
    assert GapPlan.objects.filter(revision=2).exists()
    _check(story)


@pytest.mark.thorough
class RandomHistories(TestCase):
    """Answers, undoing, moves, reverts of moves and options, in any order over several days."""

    @settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=1, max_size=8))
    def test_every_day_is_rebuilt_as_it_was_and_counts_what_was_counted(
        self, steps: list[tuple[str, int, int]]
    ) -> None:
        story = _story()
        for step in steps:
            story.tell(*step)

        _check(story)
