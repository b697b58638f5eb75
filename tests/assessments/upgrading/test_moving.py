"""Moving an assessment: what becomes of each kind of row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Answer, Coverage, UpgradeStep
from assessments.selectors.upgrading.plan import Choice
from assessments.services.counting import recount
from audit.models import Event, chain_of
from audit.selectors import verify_chains
from tests.assessments.upgrading.pages import (
    answer_of,
    answers_of,
    make_pair,
    make_world,
    move,
    say,
)
from tests.builders import NOW, make_assessment, make_edition, make_member, make_page

pytestmark = pytest.mark.django_db

KEEP, REOPEN, SEPARATE = Choice.KEEP, Choice.REOPEN, Choice.SEPARATE


def test_what_is_unchanged_goes_over_as_the_same_row() -> None:
    world = make_world()
    before = answer_of(world.assessment, "Choisir")

    move(world.assessment, world.new, by=world.manager)

    after = answer_of(world.assessment, "Choisir")
    assert (after.pk, after.key, after.coverage, after.note) == (
        before.pk,
        before.key,
        Coverage.COVERED,
        "Vu.",
    )
    assert after.activity.edition_id == world.new.pk
    assert (after.changed_at, after.revision) == (before.changed_at, before.revision + 1)


def test_a_slip_of_the_pen_is_carried_and_to_be_rechecked() -> None:
    world = make_world()

    move(world.assessment, world.new, by=world.manager)

    row = answer_of(world.assessment, "Conserver les sauvegardes")
    assert (row.coverage, row.is_to_recheck) == (Coverage.COVERED, True)


def test_what_nobody_answered_is_not_to_be_rechecked() -> None:
    world = make_world(coverage="unanswered")

    move(world.assessment, world.new, by=world.manager)

    assert not answer_of(world.assessment, "Conserver").is_to_recheck


@pytest.mark.parametrize(
    ("choices", "coverage", "note"),
    [
        pytest.param({"Chiffrer": KEEP}, "covered", "Vu.", id="still true"),
        pytest.param({"Chiffrer": REOPEN}, "unanswered", "Vu.", id="ask again"),
        pytest.param({}, "unanswered", "Vu.", id="undecided"),
        pytest.param({"Chiffrer": SEPARATE}, "unanswered", "", id="another activity"),
    ],
)
def test_a_reworded_row_is_what_a_person_says(
    choices: dict[str, Choice], coverage: str, note: str
) -> None:
    world = make_world()

    move(world.assessment, world.new, by=world.manager, choices=choices)

    row = answer_of(world.assessment, "Chiffrer les volumes")
    assert (row.coverage, row.note, row.is_to_recheck) == (coverage, note, False)


def test_another_activity_puts_the_old_answer_away_beside_a_new_row() -> None:
    world = make_world()
    old = answer_of(world.assessment, "Chiffrer")

    upgrade = move(world.assessment, world.new, by=world.manager, choices={"Chiffrer": SEPARATE})

    old.refresh_from_db()
    assert (old.archived_by, old.coverage, old.activity.edition_id) == (
        upgrade,
        Coverage.COVERED,
        world.old.pk,
    )
    assert answer_of(world.assessment, "Chiffrer les volumes").key != old.key


def test_what_is_asked_again_loses_its_reason_and_keeps_note_owner_and_date() -> None:
    world = make_world()
    due = NOW.date() + timedelta(days=9)
    values = {"coverage": "not_applicable", "reason": "Rien de tel.", "until": due, "due_on": due}
    say(world.assessment, "Chiffrer", by=world.manager, **values)

    move(world.assessment, world.new, by=world.manager)

    row = answer_of(world.assessment, "Chiffrer")
    assert (row.coverage, row.reason, row.until) == ("unanswered", "", None)
    assert (row.note, row.owner_membership_id, row.due_on) == ("Vu.", world.manager.pk, due)
    assert (row.changed_at, row.changed_by_id) == (NOW, world.manager.pk)


@pytest.mark.parametrize(
    ("coverage", "choice", "after"),
    [
        pytest.param("covered", KEEP, "unanswered", id="covered is never carried"),
        pytest.param("gap", KEEP, "gap", id="a gap stays one"),
        pytest.param("gap", REOPEN, "unanswered", id="asked again"),
    ],
)
def test_a_changed_role_asks_the_new_question(coverage: str, choice: Choice, after: str) -> None:
    world = make_world(coverage=coverage)

    move(world.assessment, world.new, by=world.manager, choices={"Tester": choice})

    row = answer_of(world.assessment, "Tester")
    assert (row.question, row.coverage, row.note) == ("verify", after, "Vu.")


def test_what_is_removed_or_no_longer_ours_is_put_away_with_all_that_was_said() -> None:
    world = make_world()

    upgrade = move(world.assessment, world.new, by=world.manager)

    away = Answer.objects.archived_of(world.assessment).in_printed_order()
    assert [row.activity.text.split()[0] for row in away] == ["Remplacer", "Payer"]
    assert {(row.archived_by, row.note, row.coverage) for row in away} == {
        (upgrade, "Vu.", "covered")
    }


def test_what_is_new_or_became_ours_is_opened() -> None:
    world = make_world()

    move(world.assessment, world.new, by=world.manager)

    texts = [row.activity.text.split()[0] for row in answers_of(world.assessment)]
    opened = [answer_of(world.assessment, start) for start in ("Surveiller", "Déclarer")]
    assert texts == ["Choisir", "Conserver", "Chiffrer", "Tester", "Surveiller", "Déclarer"]
    assert [(row.coverage, row.question) for row in opened] == [("unanswered", "do")] * 2


def test_a_message_that_became_a_duty_is_asked_anew_with_its_note() -> None:
    world = make_world(has_messages=True)
    before = answer_of(world.assessment, "Surveiller")

    move(world.assessment, world.new, by=world.manager, choices={})

    row = answer_of(world.assessment, "Surveiller")
    assert (row.key, row.question, row.coverage, row.note) == (
        before.key,
        "do",
        "unanswered",
        "Vu.",
    )
    assert answer_of(world.assessment, "Recevoir").coverage == "covered"


def test_a_duty_that_became_a_message_is_put_away_and_the_message_is_asked() -> None:
    manager = make_member()
    old, new = make_pair(
        ["| Suivre les incidents | RA | I |"], ["| Suivre les incidents | I | RA |"]
    )
    assessment = make_assessment(manager, edition=old, has_messages=True)
    say(assessment, "Suivre", by=manager, coverage="covered")

    move(assessment, new, by=manager)

    row = answer_of(assessment, "Suivre")
    assert (row.question, row.coverage) == ("receive", "unanswered")
    assert Answer.objects.archived_of(assessment).get().coverage == "covered"


def test_each_row_has_its_step_and_its_event_in_one_batch() -> None:
    world = make_world()

    upgrade = move(world.assessment, world.new, by=world.manager)

    steps = UpgradeStep.objects.filter(upgrade=upgrade)
    events = Event.objects.of_chain(chain_of(world.manager.organisation_id)).in_sequence()
    batch = events.of_batch(events.last().batch)  # type: ignore[union-attr]
    assert steps.count() == 8
    assert batch.count() == 9
    assert batch[0].verb == "assessment-upgraded"
    assert {event.verb for event in batch[1:]} == {
        "answer-carried",
        "answer-carried-to-recheck",
        "answer-reopened",
        "answer-archived",
        "answer-opened",
    }
    assert {each.broken_at for each in verify_chains()} == {None}


def test_the_counters_follow_and_a_recount_finds_no_difference() -> None:
    world = make_world()

    move(world.assessment, world.new, by=world.manager)

    assert recount(assessment=world.assessment, at=NOW) is None


@pytest.mark.thorough
def test_a_move_asks_a_little_more_for_80_rows_more() -> None:
    manager, numbers = make_member(), []
    for rows in (20, 100):
        old, new = make_edition(make_page(rows)), make_edition(make_page(rows) + "\n")
        assessment = make_assessment(manager, edition=old)
        with CaptureQueriesContext(connection) as queries:
            move(assessment, new, by=manager)
        numbers.append(len(queries))

    assert numbers[1] - numbers[0] <= 5  # they are written by chunks
