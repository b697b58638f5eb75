"""Which rows of an assessment are in play, whose they are, and what hangs on them."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Team
from accounts.rights import Role
from assessments.models import (
    Answer,
    Assessment,
    Attachment,
    Comment,
    Mention,
    Opinion,
    ShareLink,
)
from assessments.services.answering import AnswerValues
from tests.assessments.proofs.proving import attach, rows_of
from tests.assessments.scoped import World, make_world
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_evidence,
    make_member,
    make_opinions,
    make_page,
    make_sign_off,
    make_team,
    make_upgrade,
)
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


@pytest.fixture
def world(db: None) -> World:
    """Return two organisations, one with an auditor."""
    return make_world()


def test_a_proof_is_valid_through_its_last_day_and_in_the_order_it_was_attached(
    world: World,
) -> None:
    row, today = rows_of(world.kept)[0], NOW.date()
    lasting = make_evidence(by=world.manager)
    ending = make_evidence(by=world.manager, valid_until=today)
    for proof in (lasting, ending):
        attach(proof, row, by=world.manager)
    found = Attachment.objects.filter(answer=row)

    assert [each.evidence for each in found.valid(on=today).in_order()] == [lasting, ending]
    assert [each.evidence for each in found.valid(on=today + timedelta(days=1))] == [lasting]


def test_share_links_open_something_until_they_run_out_or_are_revoked(world: World) -> None:
    one = make_share_link(world.shared, by=world.manager).link
    two = make_share_link(world.shared, by=world.manager, at=NOW + timedelta(days=1)).link
    revoked = make_share_link(world.kept, by=world.manager).link
    ShareLink.objects.filter(pk=revoked.pk).update(revoked_at=NOW, revoked_by=world.manager)
    theirs = ShareLink.objects.of_assessment(world.shared)

    assert list(theirs.latest_first()) == [two, one]
    assert set(ShareLink.objects.in_force(NOW)) == {one, two}
    assert set(ShareLink.objects.in_force(one.expires_at)) == {two}
    assert not ShareLink.objects.in_force(two.expires_at)


def test_opinions_of_an_assessment_stand_on_its_rows_in_play(world: World) -> None:
    make_opinions(world.shared, "minor", "major", "conforming", by=world.auditor)
    make_opinions(world.kept, "minor")
    first, second, third = rows_of(world.shared)[:3]
    Opinion.objects.filter(answer=second).update(result="", note="", stated_on=None)
    Answer.objects.filter(pk=third.pk).update(is_switched_off=True)

    found = Opinion.objects.of_assessment(world.shared)

    assert [each.answer for each in found] == [first]
    assert Opinion.objects.standing().count() == 3


def test_the_latest_opinion_comes_first(world: World) -> None:
    make_opinions(world.shared, "minor", by=world.auditor)
    make_opinions(world.kept, "major", at=NOW + timedelta(days=1))

    results = [each.result for each in Opinion.objects.latest_first()]

    assert results == ["major", "minor"]


def test_comments_and_mentions_are_those_of_one_row_and_one_member(world: World) -> None:
    first, second = rows_of(world.kept)[:2]
    about: dict[str, Any] = {
        "organisation": world.manager.organisation,
        "text": "Seen",
        "created_at": NOW,
    }
    late = Comment.objects.create(answer=first, **about)
    about["created_at"] = NOW - timedelta(hours=1)
    early = Comment.objects.create(answer=first, **about)
    Comment.objects.create(answer=second, **about)
    named: dict[str, Any] = {"organisation": world.manager.organisation, "comment": late}
    unread = Mention.objects.create(membership=world.manager, **named)
    read = Mention.objects.create(membership=world.auditor, read_at=NOW, **named)

    assert list(Comment.objects.about(first.key).by_time()) == [early, late]
    assert list(Mention.objects.of_member(world.auditor)) == [read]
    assert list(Mention.objects.unread()) == [unread]


def test_a_period_that_is_over_gives_way_to_the_next_of_its_scope(world: World) -> None:
    over, later = world.kept, make_assessment(world.manager, edition=world.kept.edition)
    Assessment.objects.filter(pk=later.pk).update(copied_from=over, scope=over.scope)
    make_sign_off(over, by=world.manager)
    theirs = Assessment.objects.of_organisation(world.manager.organisation)

    assert set(theirs.in_course()) == {world.shared, later}
    assert set(theirs.filter(pk=over.pk).in_course()) == {over}


def test_a_copy_of_another_scope_ends_nothing_and_what_is_active_is_in_course(
    world: World,
) -> None:
    copy = make_assessment(world.manager, edition=world.kept.edition, scope="Another")
    Assessment.objects.filter(pk=copy.pk).update(copied_from=world.kept)
    again = make_assessment(world.manager, edition=world.kept.edition)
    Assessment.objects.filter(pk=again.pk).update(
        copied_from=world.shared, scope=world.shared.scope
    )
    make_sign_off(world.kept, by=world.manager)
    theirs = Assessment.objects.of_organisation(world.manager.organisation)

    assert set(theirs.in_course()) == {world.shared, world.kept, copy, again}


def test_rows_are_owned_alone_or_with_a_team(world: World) -> None:
    contributor = make_member(Role.CONTRIBUTOR, organisation=world.manager.organisation)
    viewer = make_member(Role.VIEWER, organisation=world.manager.organisation)
    team: Team = make_team(contributor)
    other = make_team(world.manager)
    assessment = make_assessment(world.manager, edition=make_edition(make_page(6)))
    make_answers(
        assessment,
        AnswerValues(owner_membership_id=contributor.pk),
        AnswerValues(owner_team_id=team.pk),
        AnswerValues(owner_team_id=other.pk),
        AnswerValues(owner_membership_id=world.manager.pk),
        by=world.manager,
    )
    rows = Answer.objects.of_assessment(assessment).in_printed_order()
    first, second, third, fourth, *unassigned = rows

    assert list(rows.owned_by(contributor)) == [first, second]
    assert list(rows.writable_by(contributor)) == [first, second, *unassigned]
    assert list(rows.writable_by(world.manager)) == [*rows]
    assert {third, fourth}.isdisjoint(rows.writable_by(contributor))
    assert not rows.writable_by(viewer)
    assert not rows.writable_by(world.auditor)


def test_rows_in_play_are_neither_put_away_nor_switched_off(world: World) -> None:
    first, *rest = rows_of(world.kept)
    Answer.objects.filter(pk=first.pk).update(is_switched_off=True)

    assert list(Answer.objects.of_assessment(world.kept).in_printed_order()) == rest
    assert set(Answer.objects.all_of(world.kept)) == {first, *rest}
    assert not Answer.objects.archived_of(world.kept)
    assert first not in Answer.objects.in_play()
    assert rows_of(world.shared)[0] in Answer.objects.in_play()


def test_rows_that_an_upgrade_put_away_stay_with_their_assessment_and_out_of_play(
    world: World,
) -> None:
    edition = make_edition(make_page(2))
    for assessment in (world.kept, world.shared):
        make_upgrade(assessment, by=world.manager, edition=edition)

    away = Answer.objects.archived_of(world.kept)

    assert {row.assessment_id for row in away} == {world.kept.pk}
    assert {row.activity.edition_id for row in away} == {world.foreign.edition_id}
    assert not set(away) & set(Answer.objects.all_of(world.kept))
    assert not set(away) & set(Answer.objects.in_play())
