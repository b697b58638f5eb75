"""Old and new values in words, and names of what is there, gone or odd."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from assessments.models import OptionChoice
from assessments.selectors.history import latest_lines, lines, log_events
from assessments.selectors.history.names import NamedRow, Names, names_for
from assessments.selectors.history.values import changes_of, texts_of
from assessments.services.answering import AnswerValues
from assessments.services.options import OptionDecision, decide_option
from assessments.words.events import Told
from audit.models import Event
from audit.services import Happening, append_events
from tests.assessments.history.logs import make_told
from tests.builders import NOW, PAGE, make_answers, make_edition, make_option

GONE = "somebody who is no longer here"
NAMES = Names(
    people={},
    members={3: "Karim Benali"},
    teams={4: "Plateforme"},
    assessments={5: "Instances · Production"},
    rows={"k": NamedRow("k", 5, "Sauvegarder", "fr", is_in_play=True)},
    editions={6: "Instances, edition of 2 March 2026"},
    options={"backup": "Automated backups"},
)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        pytest.param({"coverage": "not_applicable"}, {"coverage": "not applicable"}, id="answer"),
        pytest.param(
            {"owner_membership_id": 3, "owner_team_id": None},
            {"owner": "Karim Benali"},
            id="person",
        ),
        pytest.param({"owner_team_id": 4}, {"owner": "Plateforme"}, id="team"),
        pytest.param({"owner_membership_id": None}, {"owner": "nobody"}, id="nobody"),
        pytest.param({"owner_team_id": 9}, {"owner": "a team that is gone"}, id="team gone"),
        pytest.param({"due_on": "2026-12-01"}, {"due_on": "1 December 2026"}, id="day"),
        pytest.param({"due_on": None, "note": ""}, {"due_on": "–", "note": "–"}, id="nothing"),
        pytest.param({"is_bought": None}, {"is_bought": "not decided yet"}, id="not decided"),
        pytest.param({"is_bought": False}, {"is_bought": "no"}, id="no"),
        pytest.param({"option": "backup"}, {"option": "Automated backups"}, id="option"),
        pytest.param({"option": "other"}, {"option": "other"}, id="option gone"),
        pytest.param({"role": "viewer"}, {"role": "Viewer"}, id="role"),
        pytest.param({"members": [3, 8]}, {"members": f"Karim Benali, {GONE}"}, id="members"),
        pytest.param({"members": []}, {"members": "–"}, id="no members"),
        pytest.param({"edition": 7}, {"edition": "an edition that is gone"}, id="edition gone"),
        pytest.param({"copied_from": 5}, {"copied_from": "Instances · Production"}, id="copy"),
        pytest.param({"language": "fr"}, {"language": "Français"}, id="language"),
        pytest.param({"revision": 4, "activity_id": 12}, {}, id="what is for machines"),
        pytest.param({"moon": 4}, {"moon": "4"}, id="what nobody named"),
        pytest.param({"coverage": "eclipse"}, {"coverage": "eclipse"}, id="an unknown answer"),
    ],
)
def test_a_value_is_told_in_words(values: dict[str, Any], texts: dict[str, str]) -> None:
    assert texts_of(values, NAMES, can_read=True) == texts


def test_an_internal_note_is_left_out_for_whoever_may_not_read_it() -> None:
    values = {"internal_note": "i", "note": "n"}

    assert texts_of(values, NAMES, can_read=False) == {"note": "n"}


def test_only_what_differs_is_a_change() -> None:
    told = Told(
        "x", "", "", {"note": "n", "reason": "r", "name": "a"}, {"note": "n", "until": "–"}
    )

    changes = changes_of(told)

    assert [(each.label, each.old, each.new) for each in changes] == [
        ("Reason", "r", "–"),
        ("Name", "a", "–"),
    ]


@pytest.mark.django_db
def test_a_decision_on_an_option_names_it_and_the_rows_it_switched() -> None:
    told = make_told()
    option = make_option(told.assessment, by=told.manager)
    decision = OptionDecision(is_bought=False, reason="Contract 14", revision=0)
    decide_option(
        assessment_id=told.assessment.pk,
        option_id=option.pk,
        decision=decision,
        by=told.manager,
        at=NOW,
    )

    latest = list(latest_lines(log_events(reader=told.manager), reader=told.manager, at_most=2))

    assert OptionChoice.objects.count() == 1
    assert latest[0].sentence == "Jeanne Goff switched the row off, by an option"
    assert latest[1].sentence == "Jeanne Goff said whether an option is bought: no"
    assert [(each.label, each.old, each.new) for each in latest[1].changes] == [
        ("Reason", "–", "Contract 14"),
        ("Bought", "not decided yet", "no"),
    ]
    assert latest[1].told.new["option"] == "Option d’essai"


@pytest.mark.django_db
def test_an_edition_is_named_by_its_service_and_day_if_it_has_one() -> None:
    told = make_told()
    dated = told.assessment.edition
    undated = make_edition(PAGE.replace("updated: 2026-03-02\n", ""))
    events = [
        Event(object_kind="edition", object_id=str(each.pk), old={}, new={})
        for each in (dated, undated)
    ]

    names = names_for(events, reader=told.manager, language="en")

    assert [names.edition(each.pk) for each in (dated, undated)] == [
        f"{dated.matrix.service}, edition of 2 March 2026",
        f"{undated.matrix.service}, edition without a date",
    ]


@pytest.mark.django_db
def test_an_event_that_names_no_key_is_of_a_row_that_is_gone() -> None:
    told = make_told()
    with transaction.atomic():
        append_events(
            organisation_id=told.manager.organisation_id,
            happenings=[Happening("answer-changed", "answer", "42", new={"coverage": "gap"})],
            actor_id=None,
            at=datetime(2026, 11, 22, tzinfo=UTC),
        )

    (line,) = latest_lines(log_events(reader=told.manager), reader=told.manager, at_most=1)

    assert line.thing.name == "a row that is gone"
    assert line.sentence == "The installation answered “gap” (was: –)"


@pytest.mark.django_db
def test_a_long_history_is_read_in_parts_and_ends_where_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = make_told()
    for number in range(4):
        make_answers(told.assessment, AnswerValues(note=str(number)), by=told.manager)
    monkeypatch.setattr(lines, "CHUNK", 2)
    events, reader = log_events(reader=told.manager), told.manager

    some = [line.sequence for line in latest_lines(events, reader=reader, at_most=3)]
    everything = [line.sequence for line in latest_lines(events, reader=reader, at_most=99)]

    assert some == everything[:3]
    assert everything == list(range(len(everything), 0, -1))
