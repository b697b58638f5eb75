"""Taking a batch of opinions back, and what the database itself holds of them."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.rights import Role
from assessments.models import Answer, Opinion
from assessments.services.opinions import OpinionEntry, undo_opinions
from assessments.services.undoing import NothingToUndo
from tests.assessments.opinions.stating import events_of, keys_of, record, said_by
from tests.builders import NOW, make_assessment, make_member, make_opinions, make_reader

pytestmark = pytest.mark.django_db


def test_a_batch_is_undone_whole_and_can_be_done_again() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    make_opinions(assessment, "conforming", by=auditor, note="Seen")
    first, second, _third = keys_of(assessment)
    entries = [OpinionEntry(first, 1, "minor", "Seen again"), OpinionEntry(second, None, "major")]
    batch = record(assessment, entries, auditor).batch

    undone = undo_opinions(assessment_id=assessment.pk, batch=batch, by=auditor, at=NOW)
    said = [said_by(first, auditor), said_by(second, auditor)]
    undo_opinions(assessment_id=assessment.pk, batch=undone.batch, by=auditor, at=NOW)

    assert said == [("conforming", "Seen", NOW.date(), 3), ("", "", None, 2)]
    assert said_by(first, auditor) == ("minor", "Seen again", NOW.date(), 4)
    assert said_by(second, auditor)[0] == "major"
    assert len(events_of(assessment, "opinion-undone")) == 4


def test_an_undo_leaves_what_was_said_since_and_reports_it() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    batch = make_opinions(assessment, "conforming", "conforming", by=auditor).batch
    first, second, _third = keys_of(assessment)
    record(assessment, [OpinionEntry(first, 1, "major")], auditor)

    undone = undo_opinions(assessment_id=assessment.pk, batch=batch, by=auditor, at=NOW)

    assert undone.stale == (first,)
    assert (said_by(first, auditor)[0], said_by(second, auditor)[0]) == ("major", "")


def test_nobody_undoes_the_opinion_of_another() -> None:
    assessment = make_assessment()
    batch = make_opinions(assessment, "conforming").batch
    other = make_reader(Role.AUDITOR, assessment)

    with pytest.raises(NothingToUndo):
        undo_opinions(assessment_id=assessment.pk, batch=batch, by=other, at=NOW)


def test_a_batch_of_another_assessment_is_not_undone_from_here() -> None:
    assessment = make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    batch = make_opinions(assessment, "conforming", by=auditor).batch
    other = make_assessment(make_member(Role.MANAGER, organisation=assessment.organisation))

    with pytest.raises(NothingToUndo):
        undo_opinions(assessment_id=other.pk, batch=batch, by=auditor, at=NOW)


def test_the_database_takes_an_opinion_of_an_auditor_alone() -> None:
    assessment = make_assessment()
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    row = Answer.objects.of_assessment(assessment)[0]

    with pytest.raises(DatabaseError, match="only auditors"), transaction.atomic():
        Opinion.objects.create(
            organisation_id=assessment.organisation_id,
            answer=row,
            author=manager,
            result="conforming",
            stated_on=NOW.date(),
            stated_at=NOW,
        )


def test_the_database_keeps_an_opinion_with_its_row_and_whole() -> None:
    assessment = make_assessment()
    make_opinions(assessment, "conforming")
    opinion = Opinion.objects.get()
    other = Answer.objects.of_assessment(assessment).exclude(pk=opinion.answer_id)[0]

    with pytest.raises(DatabaseError, match="stays with its row"), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(answer=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(stated_on=None)


def test_an_opinion_never_points_into_another_organisation() -> None:
    assessment, elsewhere = make_assessment(), make_assessment()
    auditor = make_reader(Role.AUDITOR, assessment)
    row = Answer.objects.of_assessment(elsewhere)[0]

    with pytest.raises(DatabaseError, match="another organisation"), transaction.atomic():
        Opinion.objects.create(
            organisation_id=assessment.organisation_id,
            answer=row,
            author=auditor,
            result="conforming",
            stated_on=NOW.date(),
            stated_at=NOW,
        )


def test_an_opinion_names_its_result() -> None:
    assessment = make_assessment()
    make_opinions(assessment, "minor")

    assert str(Opinion.objects.get()).endswith(": minor")
