"""Rows as they stood at the end of a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.rights import Role
from assessments.models import Answer, DayCount
from assessments.selectors.past import DayUnknown, Past, past_of, rows_then, switched_off_then
from assessments.selectors.past.people import Writer, last_writers
from assessments.selectors.upgrading.plan import Choice
from assessments.services.answering import AnswerValues
from assessments.services.options import OptionDecision, decide_option
from assessments.services.starting import Terms, copy_assessment
from assessments.services.upgrading import revert_upgrade
from matrix.selectors import printed_edition
from tests.assessments.past.days import (
    ANSWERED,
    CHANGED,
    STARTED,
    Weeks,
    make_weeks,
    past_on,
    reread,
)
from tests.assessments.upgrading.pages import answer_of, make_world, move
from tests.builders import (
    NOW,
    PAGE,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_option,
    make_page,
    make_team,
    make_upgrade,
)

pytestmark = pytest.mark.django_db


def _coverages(past: Past, weeks: Weeks) -> list[str]:
    printed = printed_edition(past.assessment.edition, language="fr")
    return [row.coverage for row in rows_then(past, printed=printed, reader=weeks.manager)]


def test_each_day_tells_what_was_last_said_on_it() -> None:
    weeks = make_weeks()

    stood = [
        _coverages(past_on(weeks.assessment, at), weeks)
        for at in (STARTED, ANSWERED - timedelta(days=1), ANSWERED, CHANGED)
    ]

    assert stood == [
        ["unanswered"] * 4,
        ["unanswered"] * 4,
        ["gap", "not_applicable", "partial", "unanswered"],
        ["covered", "covered", "covered", "gap"],
    ]


def test_a_row_has_the_owner_the_dates_and_the_writer_of_that_day() -> None:
    weeks = make_weeks()

    past = past_on(weeks.assessment, ANSWERED)

    printed = printed_edition(past.assessment.edition, language="fr")
    first, second, *_ = rows_then(past, printed=printed, reader=weeks.manager)
    assert first.owner
    assert first.owner.value == f"member-{weeks.colleague.pk}"
    assert (first.due_on, first.days_late) == (date(2026, 10, 3), 5)
    assert (first.changed_at, first.changed_by) == (ANSWERED, str(weeks.colleague.user))
    assert (second.reason, second.until) == ("no invoice", date(2027, 1, 1))
    assert not any(row.is_writable for row in (first, second))


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 11, 23)])
def test_before_the_start_and_after_today_there_is_nothing(day: date) -> None:
    weeks = make_weeks()

    with pytest.raises(DayUnknown):
        past_of(weeks.assessment, day=day, today=date(2026, 11, 22))


def test_a_copy_begins_with_answers_that_no_event_tells_of() -> None:
    weeks = make_weeks()
    terms = Terms("Copy", date(2026, 9, 1), date(2027, 2, 28))
    copied_at = CHANGED + timedelta(days=2)
    copy = copy_assessment(
        source=weeks.assessment, terms=terms, with_answers=True, by=weeks.colleague, at=copied_at
    )
    later = CHANGED + timedelta(days=4)
    make_answers(copy, {"coverage": "partial"}, by=weeks.manager, at=later)

    past = past_on(copy, copied_at)

    assert _coverages(past, weeks) == ["covered", "covered", "covered", "gap"]
    assert {row.changed_at for row in past.answers} == {copied_at}
    assert {row.changed_by for row in past.answers} == {weeks.colleague}


def test_a_row_nobody_had_written_in_has_no_writer() -> None:
    weeks = make_weeks()

    past = past_on(weeks.assessment, STARTED)

    assert {(row.changed_at, row.changed_by) for row in past.answers} == {(None, None)}


def test_a_team_that_is_gone_leaves_the_row_without_an_owner() -> None:
    weeks = make_weeks()
    team = make_team(weeks.manager)
    given = AnswerValues(owner_team_id=team.pk)
    make_answers(weeks.assessment, given, by=weeks.manager, at=CHANGED + timedelta(days=1))
    taken: AnswerValues = {"owner_team_id": None}
    make_answers(weeks.assessment, taken, by=weeks.manager, at=CHANGED + timedelta(days=2))
    with_team = past_on(weeks.assessment, CHANGED + timedelta(days=1))
    team.delete()

    without = past_on(weeks.assessment, CHANGED + timedelta(days=1))

    assert [row.owner_team.name for row in with_team.answers if row.owner_team] == [team.name]
    assert not any(row.owner_team for row in without.answers)


def test_a_move_and_its_edition_are_taken_back_with_the_rows_it_opened_and_archived() -> None:
    weeks = make_weeks()
    old = weeks.assessment.edition_id
    page = PAGE.replace("| Vérifier l’intégrité des copies | A | R |", "| Autre chose | RA | |")
    moved_at = CHANGED + timedelta(days=3)
    make_upgrade(weeks.assessment, by=weeks.manager, edition=make_edition(page), at=moved_at)

    before, after = past_on(weeks.assessment, CHANGED), past_on(weeks.assessment, moved_at)

    assert before.assessment.edition_id == old
    assert before.assessment.client_party.edition_id == old
    assert _coverages(before, weeks) == ["covered", "covered", "covered", "gap"]
    assert after.assessment.edition_id != old
    assert _coverages(after, weeks) == ["covered", "covered", "unanswered", "gap"]


def test_rows_are_switched_off_from_the_day_an_option_was_decided() -> None:
    weeks = make_weeks()
    option = make_option(weeks.assessment, by=weeks.manager)
    decided_at = CHANGED + timedelta(days=3)
    decide_option(
        assessment_id=weeks.assessment.pk,
        option_id=option.pk,
        decision=OptionDecision(False, "not ours", 0),
        by=weeks.manager,
        at=decided_at,
    )

    before, after = past_on(weeks.assessment, CHANGED), past_on(weeks.assessment, decided_at)

    assert (len(before.in_play), switched_off_then(before)) == (4, 0)
    assert (len(after.in_play), switched_off_then(after)) == (3, 1)


def test_a_change_that_waited_over_midnight_counts_where_the_counters_have_it() -> None:
    weeks = make_weeks()
    midnight = datetime(2026, 10, 20, 22, 0, tzinfo=UTC)  # in Paris
    make_answers(weeks.assessment, {"coverage": "gap"}, by=weeks.manager, at=midnight)
    waited: list[AnswerValues] = [{}, {"coverage": "gap"}]
    early = midnight - timedelta(seconds=1)
    make_answers(weeks.assessment, *waited, by=weeks.manager, at=early)

    eve, day = past_on(weeks.assessment, early), past_on(weeks.assessment, midnight)

    assert _coverages(eve, weeks) == ["covered", "covered", "covered", "gap"]
    assert _coverages(day, weeks) == ["gap", "gap", "covered", "gap"]
    last = DayCount.objects.filter(assessment=weeks.assessment).order_by("-day")[0]
    assert (last.day, last.gap) == (timezone.localdate(midnight), 2)


def test_many_changes_ask_no_more_often_than_few() -> None:
    manager = make_member(Role.ADMINISTRATOR)
    team, page, numbers = make_team(manager), make_page(6), []
    assessment = make_assessment(manager, edition=make_edition(page), at=STARTED)
    for changed in (2, 6):
        at = ANSWERED + timedelta(days=changed)
        given = AnswerValues(owner_membership_id=manager.pk, note=str(changed))
        make_answers(assessment, *[given] * changed, by=manager, at=at)
        given = AnswerValues(owner_team_id=team.pk)
        make_answers(assessment, *[given] * changed, by=manager, at=at + timedelta(days=10))
        make_upgrade(
            assessment, by=manager, at=at + timedelta(days=20), edition=make_edition(page)
        )
        read = reread(assessment)
        with CaptureQueriesContext(connection) as queries:
            past_of(read, day=timezone.localdate(at), today=date(2026, 11, 22))
        numbers.append(len(queries))

    assert numbers == [6, 6]


def test_nothing_is_written() -> None:
    weeks = make_weeks()
    before = list(Answer.objects.order_by("pk").values())

    past_on(weeks.assessment, STARTED)

    assert list(Answer.objects.order_by("pk").values()) == before


def test_a_move_that_was_reverted_leaves_the_writer_of_before_it() -> None:
    world = make_world()
    before = NOW - timedelta(days=1)
    Answer.objects.of_assessment(world.assessment).update(changed_at=before)
    asked_again = {"Chiffrer": Choice.REOPEN}
    upgrade = move(world.assessment, world.new, by=world.manager, choices=asked_again)
    revert_upgrade(upgrade=upgrade, by=world.manager, at=NOW + timedelta(hours=1))

    writers = last_writers(world.assessment, before=10**6)

    row = answer_of(world.assessment, "Chiffrer")
    assert writers[str(row.key)] == Writer(before, member_id=world.manager.pk)
