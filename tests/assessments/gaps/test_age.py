"""Since when a row is a gap: kept with every change, undo, copy and move between editions."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import Membership
from assessments.models import Answer, Upgrade
from assessments.selectors.upgrading.plan import Choice
from assessments.services.answering import AnswerValues
from assessments.services.starting import Terms, copy_assessment
from assessments.services.undoing import undo_batch
from assessments.services.upgrading import revert_upgrade
from tests.assessments.gaps.planning import TODAY, make_gap
from tests.assessments.upgrading.pages import REWORDED, REWORDED_NEW, make_pair, move
from tests.builders import NOW, make_answers, make_assessment, make_member, make_upgrade

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = NOW + timedelta(days=10)


def test_a_gap_is_as_old_as_the_first_answer_that_made_it_one() -> None:
    member = make_member()
    row = make_gap(member)

    make_answers(row.assessment, AnswerValues(coverage="partial"), by=member, at=LATER)

    row.refresh_from_db()
    assert row.gap_since == TODAY


@pytest.mark.parametrize("coverage", ["covered", "unanswered"])
def test_a_gap_that_closes_has_no_age(coverage: str) -> None:
    member = make_member()
    row = make_gap(member)

    make_answers(row.assessment, AnswerValues(coverage=coverage), by=member)

    row.refresh_from_db()
    assert row.gap_since is None


def test_an_undo_gives_a_gap_its_age_back() -> None:
    member = make_member()
    row = make_gap(member)
    closed = make_answers(row.assessment, AnswerValues(coverage="covered"), by=member, at=LATER)

    undo_batch(
        assessment_id=row.assessment_id,
        batch=closed.batch,
        by=member,
        at=LATER + DAY,
    )

    row.refresh_from_db()
    assert (row.coverage, row.gap_since) == ("gap", TODAY)


def test_in_a_copy_a_gap_is_as_old_as_the_copy() -> None:
    member = make_member()
    row = make_gap(member)

    copied = _copy(row, by=member)

    assert (copied.coverage, copied.gap_since) == ("gap", (LATER + DAY).date())


def test_a_move_and_its_revert_keep_the_age() -> None:
    member = make_member()
    row = make_gap(member)
    upgrade = make_upgrade(row.assessment, by=member)
    moved = Answer.objects.get(pk=row.pk)

    revert_upgrade(upgrade=upgrade, by=member, at=NOW)

    row.refresh_from_db()
    assert (moved.gap_since, row.gap_since) == (TODAY, TODAY)


def test_a_row_that_a_move_asks_again_has_its_age_back_when_the_move_is_reverted() -> None:
    member, row, upgrade = _asked_again()
    asked = Answer.objects.get(pk=row.pk)

    revert_upgrade(upgrade=upgrade, by=member, at=NOW)

    row.refresh_from_db()
    assert (asked.coverage, asked.gap_since) == ("unanswered", None)
    assert (row.coverage, row.gap_since) == ("gap", TODAY)


def test_a_step_from_before_gaps_had_an_age_gives_the_day_of_the_answer() -> None:
    member, row, upgrade = _asked_again()
    step = upgrade.steps.get(answer=row)
    del step.before["gap_since"]
    step.save(update_fields=["before"])

    revert_upgrade(upgrade=upgrade, by=member, at=LATER)

    row.refresh_from_db()
    assert (row.coverage, row.gap_since) == ("gap", TODAY)


def test_the_database_refuses_a_gap_without_an_age_and_an_age_without_a_gap() -> None:
    row = make_gap(make_member())

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(gap_since=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(coverage="covered")


def test_the_migration_reads_the_age_of_gaps_from_the_log_and_else_from_the_last_change() -> None:
    member = make_member()
    migration = import_module("assessments.migrations.0003_plan_gaps")
    told = make_gap(member)
    for coverage in ("covered", "partial", "gap"):
        make_answers(told.assessment, AnswerValues(coverage=coverage), by=member, at=LATER)
    make_answers(told.assessment, AnswerValues(note="n"), by=member, at=LATER)
    copied = _copy(told, by=member)  # of which the log tells nothing
    Answer.objects.filter(coverage="gap").update(gap_since=date(2000, 1, 1))

    migration.age_the_gaps(apps, None)

    told.refresh_from_db()
    copied.refresh_from_db()
    assert (told.gap_since, copied.gap_since) == (LATER.date(), (LATER + DAY).date())


def _copy(row: Answer, *, by: Membership) -> Answer:
    terms = Terms("Recette", date(2026, 9, 1), date(2027, 2, 28))
    copy = copy_assessment(
        source=row.assessment, terms=terms, with_answers=True, by=by, at=LATER + DAY
    )
    return Answer.objects.of_assessment(copy).in_printed_order()[0]


def _asked_again() -> tuple[Membership, Answer, Upgrade]:
    """Return a gap that a move to another edition asks again."""
    member = make_member()
    old, new = make_pair([REWORDED], [REWORDED_NEW])
    assessment = make_assessment(member, edition=old)
    row = make_gap(member, assessment=assessment)
    return member, row, move(assessment, new, by=member, choices={"Chiffrer": Choice.REOPEN})
