"""Pages of a history: one entry for each action, newest first, cut by sequence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.history import (
    PER_PAGE,
    assessment_events,
    history_page,
    log_events,
    row_history,
)
from assessments.selectors.history.lines import ON_A_ROW
from assessments.selectors.history.pages import SHORT, SHOWN, HistoryPage
from assessments.services.answering import AnswerValues
from audit.models import ChainHead, chain_of
from tests.assessments.history.logs import SECRET, Told, later, make_history, make_told
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_team,
    make_upgrade,
)

pytestmark = pytest.mark.django_db


def _page(told: Told, role: str = Role.MANAGER) -> HistoryPage:
    reader = told.member(role)
    return history_page(assessment_events(told.assessment, reader=reader), reader=reader)


def test_each_action_is_one_entry_newest_first() -> None:
    told = make_told()
    make_history(told)

    page = _page(told)

    assert [entry.sentence for entry in page.entries] == [
        "Jeanne Goff grouped rows under an option",
        "Jeanne Goff made an export",
        "Jeanne Goff gave the row to Jeanne Goff (was: nobody)",
        "Jeanne Goff wrote in the internal note",
        "Jeanne Goff answered “gap” (was: covered)",
        "Jeanne Goff answered 3 rows: covered",
        "Jeanne Goff started the assessment",
    ]
    assert [entry.size for entry in page.entries] == [1, 1, 1, 1, 1, 3, 1]
    assert page.before is None


def test_what_else_an_event_changed_is_told_before_and_after() -> None:
    told = make_told()
    make_history(told)

    answered = _page(told).entries[4].lead

    changes = [(change.label, change.old, change.new) for change in answered.changes]
    assert changes == [("Note", "–", "Seen"), ("Internal note", "–", SECRET)]
    assert answered.thing.name == "Choisir la région d’hébergement"
    assert answered.thing.language == "fr"


@pytest.mark.asvs("8.2.3", "15.3.1")
def test_an_auditor_never_learns_of_an_internal_note() -> None:
    told = make_told()
    make_history(told)

    page = _page(told, Role.AUDITOR)

    assert "Jeanne Goff answered “gap” (was: covered)" in [each.sentence for each in page.entries]
    assert len(page.entries) == 6
    assert "nternal note" not in repr(page.entries)
    assert SECRET not in repr(page.entries)


def test_an_auditor_reads_a_batch_without_its_internal_rows() -> None:
    told = make_told()
    both = AnswerValues(note="n", internal_note=SECRET)
    changes = [AnswerValues(note="n"), both, AnswerValues(internal_note=SECRET)]
    make_answers(told.assessment, *changes, by=told.manager)

    entry = _page(told, Role.AUDITOR).entries[0]

    assert (entry.size, entry.sentence) == (2, "Jeanne Goff changed 2 rows: Note: n")
    assert SECRET not in repr(entry)


def test_nothing_of_another_assessment_or_organisation_is_there() -> None:
    told = make_told()
    make_history(told)
    before = _page(told).entries
    other = make_assessment(told.manager, edition=told.assessment.edition)
    make_answers(other, {"coverage": "gap"}, by=told.manager)
    foreign = make_told()
    make_history(foreign)

    assert _page(told).entries == before
    log = history_page(log_events(reader=told.manager), reader=told.manager)
    chain = ChainHead.objects.get(chain=chain_of(told.manager.organisation_id))
    assert sum(entry.size for entry in log.entries) == chain.sequence
    assert (log.head.sequence, log.head.seal) == (chain.sequence, chain.seal)


@pytest.mark.thorough
def test_pages_follow_each_other_without_a_gap_and_without_a_batch_cut_in_two() -> None:
    told = make_told()
    for number in range(PER_PAGE + 3):
        values = [AnswerValues(note=str(number))] * 2
        make_answers(told.assessment, *values, by=told.manager, at=later(number))
    events = assessment_events(told.assessment, reader=told.manager)

    first = history_page(events, reader=told.manager)
    second = history_page(events, reader=told.manager, before=first.before)

    sizes = [entry.size for entry in (*first.entries, *second.entries)]
    assert sizes == [2] * (PER_PAGE + 3) + [1]
    assert len(first.entries) == PER_PAGE
    assert second.before is None


def test_a_large_action_is_counted_whole_and_shown_in_part() -> None:
    told = make_told()
    edition = make_edition(make_page(SHOWN + 5))
    assessment = make_assessment(told.manager, edition=edition)
    values = [AnswerValues(coverage="covered")] * (SHOWN + 5)
    make_answers(assessment, *values, by=told.manager)
    events = assessment_events(assessment, reader=told.manager)

    entry = history_page(events, reader=told.manager).entries[0]
    alone = history_page(events.of_batch(entry.batch), reader=told.manager, is_unfolded=True)

    assert entry.sentence == f"Jeanne Goff answered {SHOWN + 5} rows: covered"
    assert (entry.is_cut, len(entry.lines)) == (True, SHOWN)
    assert len(alone.entries) == SHOWN + 5
    assert alone.entries[0].lead.sequence > alone.entries[1].lead.sequence


def test_what_all_rows_got_is_said_in_the_sentence_unless_it_is_long() -> None:
    told = make_told()
    for note in ("n" * SHORT, "n" * (SHORT + 1)):
        make_answers(told.assessment, *[AnswerValues(note=note)] * 2, by=told.manager)

    sentences = [entry.sentence for entry in _page(told).entries[:2]]

    assert sentences == [
        "Jeanne Goff changed 2 rows: Note",
        f"Jeanne Goff changed 2 rows: Note: {'n' * SHORT}",
    ]


def test_a_move_tells_what_became_of_its_rows() -> None:
    told = make_told()
    make_upgrade(told.assessment, by=told.manager)
    told.assessment.refresh_from_db()

    entry = _page(told).entries[0]

    assert entry.sentence == "Jeanne Goff moved the assessment to another edition"
    assert entry.detail == "3 answers carried over"
    assert [change.label for change in entry.lead.changes] == ["Edition"]


def test_rows_that_were_put_away_still_have_their_text() -> None:
    told = make_told()
    make_answers(told.assessment, {"coverage": "gap"}, by=told.manager)
    make_upgrade(told.assessment, by=told.manager, edition=make_edition(make_page(2)))

    answered = _page(told).entries[1].lead

    assert answered.thing.name == "Choisir la région d’hébergement"
    assert answered.thing.row_key == ""


def test_what_is_gone_reads_well_in_the_log() -> None:
    told = make_told()
    team = make_team(told.manager)
    make_answers(told.assessment, {"owner_team_id": team.pk}, by=told.manager)
    Answer.objects.update(owner_team=None)
    team.delete()
    told.assessment.delete()

    lines = [
        entry.lead
        for entry in history_page(log_events(reader=told.manager), reader=told.manager).entries
    ]

    assert [line.thing.name for line in lines[:3]] == [
        "a row that is gone",
        "a team that is gone",
        "an assessment that is gone",
    ]
    assert lines[0].sentence == "Jeanne Goff gave the row to a team that is gone (was: nobody)"


def test_somebody_who_was_erased_is_no_longer_named() -> None:
    told = make_told()
    gone = told.member(Role.CONTRIBUTOR)
    make_answers(told.assessment, {"owner_membership_id": gone.pk}, by=gone)
    Answer.objects.update(owner_membership=None, changed_by=None)
    gone.user.delete()

    said = _page(told).entries[0].sentence

    assert said == (
        "Somebody who is no longer here gave the row to somebody who is no longer here"
        " (was: nobody)"
    )


def test_people_of_elsewhere_are_nobody_here() -> None:
    told, stranger = make_told(), make_member()
    make_answers(told.assessment, {"owner_membership_id": told.manager.pk}, by=told.manager)
    names = history_page(log_events(reader=stranger), reader=stranger)

    assert "Jeanne" not in repr(names.entries)


def test_a_row_tells_its_own_changes_newest_first() -> None:
    told = make_told()
    make_history(told)

    history = row_history(told.key, reader=told.manager)

    assert [line.sentence for line in history.lines] == [
        "Jeanne Goff gave the row to Jeanne Goff (was: nobody)",
        "Jeanne Goff wrote in the internal note",
        "Jeanne Goff answered “gap” (was: covered)",
        "Jeanne Goff answered “covered” (was: unanswered)",
    ]
    assert not history.has_more


@pytest.mark.thorough
def test_a_row_shows_its_latest_changes_and_says_that_there_are_more() -> None:
    told = make_told()
    for number in range(ON_A_ROW + 1):
        make_answers(told.assessment, {"note": str(number)}, by=told.manager)

    history = row_history(told.key, reader=told.manager)

    assert len(history.lines) == ON_A_ROW
    assert history.lines[0].changes[0].new == str(ON_A_ROW)
    assert history.has_more


@pytest.mark.thorough
def test_three_hundred_events_ask_no_more_often_than_three() -> None:
    told = make_told()
    team = make_team(told.manager)
    assessment = make_assessment(told.manager, edition=make_edition(make_page(15)))
    given = AnswerValues(owner_team_id=team.pk, coverage="gap")
    make_answers(assessment, *[given] * 3, by=told.manager)
    few = _queries(told, assessment)
    for number in range(20):
        values = [AnswerValues(note=str(number))] * 15
        make_answers(assessment, *values, by=told.manager, at=later(number))

    assert _queries(told, assessment) == few


def _queries(told: Told, assessment: Assessment) -> tuple[int, int, int]:
    reader, counts = told.manager, []
    key = str(Answer.objects.of_assessment(assessment).in_printed_order()[0].key)
    for events in (assessment_events(assessment, reader=reader), log_events(reader=reader)):
        with CaptureQueriesContext(connection) as queries:
            history_page(events, reader=reader)
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        row_history(key, reader=reader)
    return counts[0], counts[1], len(queries)
