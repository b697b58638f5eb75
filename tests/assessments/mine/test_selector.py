"""Which rows are a member's to do, in whose words, with how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, TeamMember
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues
from assessments.services.options import OptionDecision, decide_option
from matrix.selectors import PrintedText
from tests.assessments.mine.giving import give, mine
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_option,
    make_organisation,
    make_page,
    make_team,
    make_upgrade,
)

pytestmark = pytest.mark.django_db


def test_rows_of_mine_and_of_my_teams_are_there_and_nobody_elses(
    me: Membership, manager: Membership
) -> None:
    assessment = make_assessment(manager, edition=make_edition(make_page(4)))
    ours, theirs = make_team(me, manager), make_team(manager)
    owners = [
        AnswerValues(owner_membership_id=me.pk),
        AnswerValues(owner_team_id=ours.pk),
        AnswerValues(owner_team_id=theirs.pk),
        AnswerValues(owner_membership_id=manager.pk),
    ]
    make_answers(assessment, *owners, by=manager)

    found = mine(me)

    owner_names = [row.owner.name for row in found.rows if row.owner]
    assert owner_names == [str(me.user), ours.name]
    assert [row.is_mine_alone for row in found.rows] == [True, False]
    assert [team.name for team in found.teams] == [ours.name]


def test_who_left_a_team_has_its_rows_no_more(me: Membership, manager: Membership) -> None:
    team = make_team(me)
    make_answers(make_assessment(manager), {"owner_team_id": team.pk}, by=manager)
    before = len(mine(me).rows)

    TeamMember.objects.filter(team=team, membership=me).delete()

    assert (before, mine(me).rows, mine(me).teams) == (1, (), ())


@pytest.mark.parametrize("state", [Assessment.State.SIGNED, Assessment.State.CLOSED])
def test_a_signed_or_closed_assessment_asks_nothing(
    me: Membership, manager: Membership, state: str
) -> None:
    assessment = give(me, {}, by=manager)

    Assessment.objects.filter(pk=assessment.pk).update(state=state)

    assert mine(me).rows == ()


def test_what_an_option_switches_off_is_not_there(me: Membership, manager: Membership) -> None:
    assessment = give(me, {}, {}, by=manager)
    option = make_option(assessment, by=manager)
    not_bought = OptionDecision(is_bought=False, reason="Contract", revision=0)

    decide_option(
        assessment_id=assessment.pk, option_id=option.pk, decision=not_bought, by=manager, at=NOW
    )

    assert [row.position for row in mine(me).rows] == [2]


def test_what_an_upgrade_puts_away_is_not_there(me: Membership, manager: Membership) -> None:
    assessment = give(me, {"coverage": "gap"}, by=manager)

    make_upgrade(assessment, by=manager, edition=make_edition(make_page(2)))

    assert Answer.objects.archived_of(assessment).owned_by(me).count() == 1
    assert mine(me).rows == ()


def test_rows_of_another_organisation_are_never_there(me: Membership) -> None:
    elsewhere = make_member(Role.MANAGER, user=me.user, organisation=make_organisation())
    give(elsewhere, {}, by=elsewhere)

    assert mine(me).rows == ()
    assert len(mine(elsewhere).rows) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("fr", PrintedText("Tenir le registre 1", "fr"), id="as printed"),
        pytest.param(
            "en",
            PrintedText("en Tenir le registre 1", "en", "Tenir le registre 1", "fr"),
            id="with a label",
        ),
        pytest.param("de", PrintedText("Tenir le registre 1", "fr"), id="without a label"),
    ],
)
def test_an_activity_is_in_the_readers_language_first(
    me: Membership, manager: Membership, language: str, text: PrintedText
) -> None:
    assessment = give(me, {}, by=manager, page=make_page(1))
    make_labels(assessment.edition)

    found = mine(me, language)

    assert found.rows[0].activity == text
    assert found.rows[0].number == "1"


def test_a_row_above_every_heading_has_no_number(me: Membership, manager: Membership) -> None:
    lines = make_page(1).splitlines(keepends=True)
    give(me, {}, by=manager, page="".join(line for line in lines if not line.startswith("##")))

    assert mine(me).rows[0].number == ""


@pytest.mark.thorough
def test_fifty_assessments_and_300_rows_take_as_many_queries_as_one(
    me: Membership, manager: Membership
) -> None:
    edition = make_edition(make_page(6))
    make_labels(edition)
    first = make_assessment(manager, edition=edition)
    Answer.objects.of_assessment(first).filter(activity__position=1).update(owner_membership=me)
    with CaptureQueriesContext(connection) as few:
        one = mine(me, "en")

    teams = [make_team(me) for _ in range(3)]
    for number in range(50):
        rows = Answer.objects.of_assessment(make_assessment(manager, edition=edition))
        rows.update(owner_team=teams[number % 3])
    with CaptureQueriesContext(connection) as many:
        all_of_them = mine(me, "en")

    assert (len(one.rows), len(all_of_them.rows)) == (1, 301)
    assert len(few) == len(many) == 4
