"""A tracker from the file to the rows of an assessment, through the services."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from assessments.models import Answer, Assessment, Intake
from assessments.readers.trackers import Layout, Role
from assessments.selectors.adopting import (
    columns_page,
    is_to_be_mapped,
    layout_of,
    rows_page,
)
from assessments.services.adopting import (
    NothingAdopted,
    settle_columns,
    settle_rows,
)
from assessments.services.answering import AssessmentClosed
from assessments.services.intakes import IntakeMoved, NotYours, apply_intake
from tests.builders import (
    NOW,
    make_assessment,
    make_labels,
    make_member,
    make_team,
    make_user,
)
from tests.builders.trackers import make_tracker

pytestmark = pytest.mark.django_db

CHOOSE = ("1.1", "Choisir la région d’hébergement", "fait", "Gravelines")
PAY = ("", "Payer la première facture", "n/a", "offerte")
CHECK = ("2.1 Sauvegarder", "Vérifier l’intégrité des copies", "mystère", "")
OTHERS = ("2.1", "Entretenir les bâtiments", "oui", "")
UNLIKE = ("", "Commander des croissants", "ko", "")


@pytest.fixture
def member() -> Membership:
    """Return a manager."""
    return make_member()


@pytest.fixture
def own(member: Membership) -> Assessment:
    """Return an assessment of their organisation, with three duties."""
    return make_assessment(member)


def test_a_tracker_is_kept_as_a_draft_that_changes_nothing(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, CHOOSE, PAY, by=member)

    assert (intake.kind, intake.state) == (Intake.Kind.TRACKER, Intake.State.DRAFT)
    assert is_to_be_mapped(intake)
    assert layout_of(intake).columns == {
        **{Role.SECTION: 0, Role.ACTIVITY: 1, Role.COVERAGE: 2, Role.NOTE: 3}
    }
    assert not Answer.objects.exclude(coverage="unanswered").exists()


def test_a_tracker_that_is_settled_and_applied_answers_its_rows(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, CHOOSE, PAY, CHECK, OTHERS, UNLIKE, by=member)

    settled = settle_rows(intake=intake, chosen={}, revision=intake.revision, by=member)
    apply_intake(intake=settled, revision=settled.revision, by=member, at=NOW)

    assert not is_to_be_mapped(settled)
    assert list(
        Answer.objects.of_assessment(own)
        .in_printed_order()
        .values_list("coverage", "note", "reason")
    ) == [
        ("covered", "Gravelines", ""),
        ("not_applicable", "", "offerte"),
        ("unanswered", "", ""),
    ]


def test_a_word_that_somebody_decides_is_taken(own: Assessment, member: Membership) -> None:
    intake = make_tracker(own, CHOOSE, CHECK, by=member)
    before = layout_of(intake)
    wanted = Layout(0, before.header, before.columns, words={"mystere": "partial"})

    is_settled = settle_columns(intake=intake, wanted=wanted, revision=1, by=member)
    intake.refresh_from_db()
    settle_rows(intake=intake, chosen={}, revision=intake.revision, by=member)
    intake.refresh_from_db()

    assert is_settled
    said = {row[2]: row[4]["coverage"][1] for row in intake.said["rows"]}
    assert said == {CHOOSE[1]: "covered", CHECK[1]: "partial"}


def test_an_owner_that_somebody_decides_is_taken(own: Assessment, member: Membership) -> None:
    names = ("Activité", "Statut", "Porteur")
    rows = [(CHOOSE[1], "fait", "le chef"), (PAY[1], "ko", "un stagiaire")]
    intake = make_tracker(own, *rows, names=names, by=member)
    owners = {"le chef": member.user.email, "un stagiaire": ""}
    wanted = Layout(0, 0, layout_of(intake).columns, owners=owners)

    settle_columns(intake=intake, wanted=wanted, revision=1, by=member)
    intake.refresh_from_db()
    settled = settle_rows(intake=intake, chosen={}, revision=intake.revision, by=member)
    apply_intake(intake=settled, revision=settled.revision, by=member, at=NOW)

    answers = Answer.objects.of_assessment(own).in_printed_order()
    assert [answer.owner_membership for answer in answers[:2]] == [member, None]


def test_owners_are_proposed_by_their_first_names(own: Assessment, member: Membership) -> None:
    jane = make_member(organisation=own.organisation, user=make_user("Jane Doe"))
    make_team(member)
    row = (CHOOSE[1], "fait", "Jane")

    page = columns_page(make_tracker(own, row, names=("Activité", "Statut", "Qui"), by=member))

    assert [(owner.text, owner.person) for owner in page.owners] == [("Jane", jane.user.email)]
    assert len(page.people) == 3


def test_another_column_of_owners_shows_its_names_first(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, CHOOSE, by=member)
    wanted = Layout(0, 0, {Role.ACTIVITY: 1, Role.COVERAGE: 2, Role.OWNER: 3})

    is_settled = settle_columns(intake=intake, wanted=wanted, revision=1, by=member)

    intake.refresh_from_db()
    assert not is_settled
    assert [owner.text for owner in columns_page(intake).owners] == ["Gravelines"]


def test_another_row_of_names_is_read_anew_and_to_be_looked_at(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, ("Section", "Activité", "Note", "Statut"), PAY, by=member)
    columns = layout_of(intake).columns

    is_settled = settle_columns(intake=intake, wanted=Layout(0, 1, columns), revision=1, by=member)

    intake.refresh_from_db()
    assert not is_settled
    assert layout_of(intake).header == 1
    assert layout_of(intake).columns[Role.ACTIVITY] == 1


def test_another_column_of_states_shows_its_words_first(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, CHOOSE, PAY, by=member)
    wanted = Layout(0, 0, {Role.ACTIVITY: 1, Role.COVERAGE: 3})

    is_settled = settle_columns(intake=intake, wanted=wanted, revision=1, by=member)

    intake.refresh_from_db()
    assert not is_settled
    assert {word.text for word in columns_page(intake).words} == {"Gravelines", "offerte"}


def test_without_a_column_of_states_there_is_nothing_to_look_at(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, CHOOSE, PAY, by=member)
    wanted = Layout(0, 0, {Role.ACTIVITY: 1, Role.NOTE: 3})

    is_settled = settle_columns(intake=intake, wanted=wanted, revision=1, by=member)

    intake.refresh_from_db()
    assert is_settled
    assert columns_page(intake).words == ()


def test_every_row_that_says_something_is_in_one_group(
    own: Assessment, member: Membership
) -> None:
    similar = ("", "Vérifier régulièrement que les copies sont intègres", "ok", "")
    rows = (CHOOSE, CHOOSE, PAY, OTHERS, UNLIKE, similar, ("", "Rien", "", ""))
    intake = make_tracker(own, *rows, by=member)

    page = rows_page(intake, language="fr")

    assert [row.line for row in page.same] == [4]
    assert [(row.line, row.is_twice, row.chosen) for row in page.asked] == [
        (2, True, ""),
        (3, True, ""),
        (7, False, ""),
    ]
    assert [row.line for row in page.outside] == [5]
    assert [row.line for row in page.unmatched] == [6]
    assert (page.total, page.matched, page.open, page.twice) == (6, 1, 3, 2)


def test_rows_are_matched_in_the_language_of_a_label(own: Assessment, member: Membership) -> None:
    make_labels(own.edition)
    intake = make_tracker(own, ("en Commander", f"en {CHOOSE[1]}", "done", ""), by=member)

    page = rows_page(intake, language="en")

    assert [row.activity.label for row in page.same] == [f"1.1 · en {CHOOSE[1]}"]


def test_more_rows_than_can_be_decided_are_counted_and_left_out(
    own: Assessment, member: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessments.selectors.adopting.rows.MOST_ASKED", 1)
    intake = make_tracker(own, CHOOSE, CHOOSE, by=member)

    page = rows_page(intake, language="fr")

    assert (len(page.asked), page.not_shown, page.total, page.open) == (1, 1, 2, 2)


def test_a_tracker_of_other_things_is_refused_when_its_rows_are_settled(
    own: Assessment, member: Membership
) -> None:
    intake = make_tracker(own, UNLIKE, OTHERS, by=member)

    with pytest.raises(NothingAdopted):
        settle_rows(intake=intake, chosen={}, revision=intake.revision, by=member)

    intake.refresh_from_db()
    assert is_to_be_mapped(intake)


def test_a_stale_page_settles_nothing(own: Assessment, member: Membership) -> None:
    intake = make_tracker(own, CHOOSE, by=member)
    settle_columns(intake=intake, wanted=layout_of(intake), revision=1, by=member)

    with pytest.raises(IntakeMoved):
        settle_rows(intake=intake, chosen={}, revision=1, by=member)


def test_a_tracker_is_its_makers_alone(own: Assessment, member: Membership) -> None:
    intake = make_tracker(own, CHOOSE, by=member)
    other = make_member(organisation=own.organisation)

    with pytest.raises(NotYours):
        settle_rows(intake=intake, chosen={}, revision=1, by=other)


def test_nothing_is_brought_into_a_closed_assessment(own: Assessment, member: Membership) -> None:
    Assessment.objects.filter(pk=own.pk).update(state=Assessment.State.CLOSED)
    own.refresh_from_db()

    with pytest.raises(AssessmentClosed):
        make_tracker(own, CHOOSE, by=member)


def test_a_large_tracker_takes_as_many_queries_as_a_small_one(
    own: Assessment, member: Membership
) -> None:
    small, large = (make_tracker(own, *[CHOOSE, PAY, CHECK][:n], by=member) for n in (1, 3))

    counted = [queries_of(small), queries_of(large)]

    assert counted[0] == counted[1] <= 16


def queries_of(intake: Intake) -> int:
    """Return how often the rows of a tracker ask the database."""
    with CaptureQueriesContext(connection) as queries:
        rows_page(intake, language="fr")
    return len(queries)
