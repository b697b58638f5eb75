"""Starting an assessment, and copying one."""

from datetime import date, timedelta

import pytest

from accounts.models import Membership
from assessments.models import Answer, Assessment, Coverage, DayCount, Question
from assessments.services.starting import (
    EditionUnavailable,
    PeriodReversed,
    Terms,
    copy_assessment,
    start_assessment,
)
from audit.models import Event
from matrix.models import Edition
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_organisation,
)

pytestmark = pytest.mark.django_db

TERMS = Terms("Production, Gravelines", date(2026, 9, 1), date(2027, 2, 28))
THREE_PARTIES = """---
title: Trois parties
updated: 2026-03-02
---

## 1. Exploiter

| Activité | Client | Fournisseur | Partenaire |
| --- | --- | --- | --- |
| Installer | RA | I | C |
| Corriger | I | | RA |
| Surveiller | | I | RA |
"""


def test_one_unanswered_row_for_each_duty_in_printed_order() -> None:
    member, edition = make_member(), make_edition()

    assessment = start_assessment(edition=edition, terms=TERMS, by=member, at=NOW)

    rows = Answer.objects.of_assessment(assessment).in_printed_order()
    assert [row.question for row in rows] == [Question.DO, Question.DO, Question.VERIFY]
    assert {row.coverage for row in rows} == {Coverage.UNANSWERED}


def test_rows_on_which_one_is_informed_come_when_asked_for() -> None:
    assessment = make_assessment(has_messages=True)

    questions = Answer.objects.of_assessment(assessment).values_list("question", flat=True)

    assert sorted(questions) == ["do", "do", "receive", "verify"]


def test_starting_writes_the_counters_of_the_day() -> None:
    assessment = make_assessment()

    day = DayCount.objects.get(assessment=assessment)

    assert (day.day, day.duties, day.covered) == (NOW.date(), 3, 0)


def test_starting_is_told_in_the_log() -> None:
    member = make_member()

    assessment = make_assessment(member)

    event = Event.objects.get(verb="assessment-started")
    assert event.object_id == str(assessment.pk)
    assert event.actor_id == member.user_id
    assert event.new["scope"] == assessment.scope


def test_the_client_of_a_matrix_with_three_parties_is_chosen() -> None:
    member, edition = make_member(), make_edition(THREE_PARTIES)
    partner = edition.parties.get(name="Partenaire")

    assessment = start_assessment(
        edition=edition, terms=TERMS, by=member, at=NOW, client_party=partner
    )

    rows = Answer.objects.of_assessment(assessment).in_printed_order()
    assert [row.activity.text for row in rows] == ["Corriger", "Surveiller"]


@pytest.mark.parametrize("is_copy", [False, True], ids=["start", "copy"])
def test_a_period_that_ends_before_it_starts_is_refused(is_copy: bool) -> None:
    member = make_member()
    source = make_assessment(member)
    terms = Terms("Scope", date(2026, 9, 2), date(2026, 9, 1))
    before = _rows()

    with pytest.raises(PeriodReversed):
        _start_or_copy(source, terms, member, is_copy=is_copy)

    assert _rows() == before


def test_another_organisations_matrix_is_refused() -> None:
    edition = make_edition(organisation=make_organisation())

    with pytest.raises(EditionUnavailable):
        start_assessment(edition=edition, terms=TERMS, by=make_member(), at=NOW)

    assert not Assessment.objects.exists()


def test_a_draft_is_refused() -> None:
    published = make_edition()
    draft = Edition.objects.create(
        matrix=published.matrix,
        language="fr",
        title="Draft",
        source=b"",
        sha256="0" * 64,
        loaded_at=NOW,
    )

    with pytest.raises(EditionUnavailable):
        start_assessment(edition=draft, terms=TERMS, by=make_member(), at=NOW)

    assert not Assessment.objects.exists()


def test_a_copy_without_answers_keeps_owners_and_asks_again() -> None:
    member = make_member()
    source = make_assessment(member)
    make_answers(
        source, {"coverage": "gap", "note": "No", "owner_membership_id": member.pk}, by=member
    )

    copy = copy_assessment(source=source, terms=TERMS, with_answers=False, by=member, at=NOW)

    first = Answer.objects.of_assessment(copy).in_printed_order()[0]
    assert (first.coverage, first.note, first.owner_membership) == ("unanswered", "", member)
    assert first.changed_at is None


def test_a_copy_with_answers_has_them_and_counts_them() -> None:
    member = make_member()
    source = make_assessment(member)
    due = date(2026, 12, 1)
    make_answers(
        source,
        {"coverage": "gap", "note": "No", "internal_note": "Money", "due_on": due},
        {"coverage": "not_applicable", "reason": "No images"},
        by=member,
    )

    copy = copy_assessment(source=source, terms=TERMS, with_answers=True, by=member, at=NOW)

    first, second, third = Answer.objects.of_assessment(copy).in_printed_order()
    assert (first.coverage, first.note, first.due_on) == ("gap", "No", due)
    assert (first.changed_by, third.changed_by) == (member, None)
    assert second.reason == "No images"
    day = DayCount.objects.get(assessment=copy)
    assert (day.duties, day.gap, day.not_applicable) == (3, 1, 1)


def test_a_copy_has_the_rows_of_its_source_and_says_where_it_comes_from() -> None:
    member = make_member()
    source = make_assessment(member, has_messages=True)

    copy = copy_assessment(source=source, terms=TERMS, with_answers=False, by=member, at=NOW)

    copy.refresh_from_db()
    assert copy.copied_from == source
    assert copy.has_messages
    assert Answer.objects.of_assessment(copy).count() == 4
    assert Event.objects.get(verb="assessment-copied").new["copied_from"] == source.pk


def test_a_copy_is_not_the_source() -> None:
    member = make_member()
    source = make_assessment(member)
    copy = copy_assessment(source=source, terms=TERMS, with_answers=True, by=member, at=NOW)

    make_answers(copy, {"coverage": "covered"}, by=member, at=NOW + timedelta(hours=1))

    assert not Answer.objects.of_assessment(source).filter(coverage="covered").exists()


def _start_or_copy(source: Assessment, terms: Terms, by: Membership, *, is_copy: bool) -> None:
    if is_copy:
        copy_assessment(source=source, terms=terms, with_answers=True, by=by, at=NOW)
    else:
        start_assessment(edition=source.edition, terms=terms, by=by, at=NOW)


def _rows() -> tuple[int, int, int]:
    return Assessment.objects.count(), Answer.objects.count(), Event.objects.count()
