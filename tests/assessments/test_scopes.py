"""Who sees which assessment, and all that hangs on it: one rule, asked of every table."""

from datetime import timedelta

import pytest

from accounts.models import Membership, User
from accounts.rights import Role
from accounts.services import change_role
from assessments.models import (
    Answer,
    Assessment,
    Attachment,
    Export,
    Intake,
    MadeFile,
    Share,
    SignOff,
)
from assessments.models.proof import evidence_shown_to
from assessments.selectors.sharing import auditors_of
from assessments.services.made import ask_for_workbook
from evidence.services import withdraw_evidence
from tests.assessments.proofs.proving import attach, rows_of
from tests.assessments.scoped import World, make_world
from tests.builders import (
    NOW,
    make_evidence,
    make_intake,
    make_member,
    make_share,
    make_sign_off,
    make_user,
)
from tests.builders.made import make_asked_file

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


@pytest.fixture
def world(db: None) -> World:
    """Return two organisations, one with an auditor."""
    return make_world()


def _make_export(assessment: Assessment | None, by: Membership) -> Export:
    return Export.objects.create(
        organisation=by.organisation,
        assessment=assessment,
        kind="assessment" if assessment else "portfolio",
        language="en",
        made_by=by,
        made_at=NOW,
        cells_sha256="0" * 64,
    )


def test_members_see_all_assessments_of_theirs_and_an_auditor_what_is_shared(world: World) -> None:
    seen = Assessment.objects.visible_to

    assert set(seen(world.manager.user)) == {world.shared, world.kept}
    assert set(seen(world.auditor.user)) == {world.shared}
    assert set(seen(world.stranger.user)) == {world.foreign}
    assert not seen(world.former.user)
    assert not seen(make_user())
    assert Assessment.objects.of_organisation(world.manager.organisation).count() == 2


def test_an_auditor_who_left_or_became_something_else_has_no_shares(world: World) -> None:
    other = make_member(Role.AUDITOR, organisation=world.manager.organisation)
    make_share(world.kept, other)
    Membership.objects.filter(pk=world.auditor.pk).update(ended_at=NOW)
    change_role(membership=other, role=Role.VIEWER, at=NOW, by=world.manager.user)

    assert not Share.objects.with_auditors()
    assert not Assessment.objects.visible_to(world.auditor.user)
    assert Assessment.objects.visible_to(other.user).count() == 2


def test_a_share_is_of_the_member_it_names_in_that_organisation(world: World) -> None:
    make_member(Role.AUDITOR, organisation=world.stranger.organisation, user=world.auditor.user)
    make_member(Role.AUDITOR, organisation=world.manager.organisation)

    assert set(Assessment.objects.visible_to(world.auditor.user)) == {world.shared}


def test_answers_and_sign_offs_are_seen_with_their_assessment(world: World) -> None:
    signed = [
        make_sign_off(world.shared, by=world.manager),
        make_sign_off(world.kept, by=world.manager),
        make_sign_off(world.foreign, by=world.stranger),
    ]

    for member, assessments, sign_offs in (
        (world.manager, {world.shared.pk, world.kept.pk}, set(signed[:2])),
        (world.auditor, {world.shared.pk}, {signed[0]}),
        (world.stranger, {world.foreign.pk}, {signed[2]}),
        (world.former, set(), set()),
    ):
        rows = Answer.objects.visible_to(member.user)
        assert set(rows.values_list("assessment", flat=True)) == assessments
        assert set(SignOff.objects.visible_to(member.user)) == sign_offs
    assert list(SignOff.objects.of_assessment(world.kept)) == [signed[1]]


def test_a_sign_off_is_in_force_until_it_is_reopened(world: World) -> None:
    reopened = make_sign_off(world.kept, by=world.manager, is_reopened=True)
    signed = make_sign_off(world.kept, by=world.manager, at=NOW + timedelta(days=1))

    found = SignOff.objects.of_assessment(world.kept)

    assert list(found.in_force()) == [signed]
    assert list(found.latest_first()) == [signed, reopened]
    assert "snapshot" in found.light()[0].get_deferred_fields()


def test_exports_are_seen_with_their_assessment_and_those_of_portfolios_by_members(
    world: World,
) -> None:
    shared = _make_export(world.shared, world.manager)
    kept = _make_export(world.kept, world.manager)
    portfolio = _make_export(None, world.manager)
    own = _make_export(None, world.auditor)
    foreign = _make_export(world.foreign, world.stranger)
    theirs = _make_export(None, world.former)
    # Kept from an auditor, though they made it when it was shared.
    once = _make_export(world.kept, world.auditor)
    seen = Export.objects.visible_to

    assert set(seen(world.manager.user)) == {shared, kept, portfolio, own, theirs, once}
    assert set(seen(world.auditor.user)) == {shared, own}
    assert set(seen(world.stranger.user)) == {foreign}
    assert not seen(world.former.user)
    assert foreign not in Export.objects.of_organisation(world.manager.organisation)
    assert Export.objects.of_organisation(world.manager.organisation).count() == 6


def test_what_is_brought_in_is_seen_by_who_brought_it_until_it_is_applied(world: World) -> None:
    other = make_member(organisation=world.manager.organisation)
    draft = make_intake(world.shared, {"note": "one"}, by=world.manager)
    applied = make_intake(world.kept, {"note": "two"}, by=world.manager, is_applied=True)
    undone = make_intake(world.shared, by=world.manager)
    Intake.objects.filter(pk=undone.pk).update(
        state=Intake.State.UNDONE, batch="1", applied_at=NOW, undone_at=NOW
    )
    discarded = make_intake(world.shared, by=world.manager)
    Intake.objects.filter(pk=discarded.pk).update(state=Intake.State.DISCARDED)
    foreign = make_intake(world.foreign, by=world.stranger)
    seen = Intake.objects.visible_to

    assert set(seen(world.manager.user)) == {draft, applied, undone, discarded}
    assert set(seen(other.user)) == {applied, undone}
    assert set(seen(world.auditor.user)) == {undone}
    assert set(seen(world.stranger.user)) == {foreign}
    theirs = Intake.objects.of_organisation(world.manager.organisation)
    assert set(theirs) == {draft, applied, undone, discarded}
    assert set(theirs.of_assessment(world.kept)) == {applied}
    assert set(theirs.drafts()) == {draft}
    assert set(theirs.unapplied()) == {draft, discarded}


def test_drafts_are_told_by_when_they_were_brought(world: World) -> None:
    first = make_intake(world.kept, by=world.manager)
    second = make_intake(world.kept, by=world.manager, at=NOW + timedelta(hours=1))

    assert list(Intake.objects.latest_first()) == [second, first]
    assert list(Intake.objects.made_before(NOW + timedelta(hours=1))) == [first]


def test_a_made_file_is_seen_by_who_asked_while_they_may_read_the_assessment(world: World) -> None:
    asked = make_asked_file(world.shared, by=world.manager)
    by_auditor = make_asked_file(world.shared, by=world.auditor)
    later = ask_for_workbook(
        assessment=world.kept,
        query="",
        language="en",
        by=world.manager,
        at=NOW + timedelta(hours=1),
    )
    make_asked_file(world.kept, by=world.auditor)  # no longer theirs to read
    seen = MadeFile.objects.visible_to

    assert set(seen(world.manager.user)) == {asked, later}
    assert set(seen(world.auditor.user)) == {by_auditor}
    assert set(MadeFile.objects.of_assessment(world.shared)) == {asked, by_auditor}
    assert later not in MadeFile.objects.asked_before(NOW + timedelta(hours=1))
    assert asked in MadeFile.objects.asked_before(NOW + timedelta(hours=1))
    assert MadeFile.objects.latest_first()[0] == later


def test_proofs_of_an_auditor_stand_are_for_auditors_and_prove_a_row_shared_with_them(
    world: World,
) -> None:
    by = world.manager
    shown, hidden, withdrawn, elsewhere, loose, put_away, switched_off = (
        make_evidence(by=by, is_visible_to_auditor=n != 1) for n in range(7)
    )
    rows = rows_of(world.shared)
    for proof in (shown, hidden, withdrawn):
        attach(proof, rows[0], by=by)
    attach(elsewhere, rows_of(world.kept)[0], by=by)
    attach(switched_off, rows[1], by=by)
    attach(put_away, rows[2], by=by)
    withdraw_evidence(evidence=withdrawn, reason="wrong", revision=1, by=by, at=NOW)
    Answer.objects.filter(pk=rows[1].pk).update(is_switched_off=True)
    foreign = make_evidence(by=world.stranger)

    assert set(evidence_shown_to(world.auditor.user)) == {shown, put_away}
    assert set(evidence_shown_to(world.stranger.user)) == {foreign}
    assert not evidence_shown_to(world.former.user)
    assert set(evidence_shown_to(by.user)) == {
        shown, hidden, withdrawn, elsewhere, loose, put_away, switched_off
    }  # fmt: skip
    attached = Attachment.objects.visible_to(world.auditor.user)
    assert {each.evidence for each in attached} == {shown, put_away}
    assert not Attachment.objects.visible_to(world.stranger.user)
    assert Attachment.objects.in_play().count() == 5
    assert Attachment.objects.standing().count() == 5


def test_auditors_of_an_assessment_are_told_with_who_shared_it_and_when(world: World) -> None:
    Share.objects.update(shared_by=world.manager)
    User.objects.filter(pk=world.auditor.user_id).update(name="Zoé Second")
    other = make_member(
        Role.AUDITOR, organisation=world.manager.organisation, user=make_user("Aline First")
    )
    gone = make_member(Role.AUDITOR, organisation=world.manager.organisation)
    Membership.objects.filter(pk=gone.pk).update(ended_at=NOW)
    make_member(Role.AUDITOR)

    first, second = auditors_of(world.shared)

    assert (first.membership_id, first.name, first.initials) == (other.pk, "Aline First", "AF")
    assert (first.shared_at, first.shared_by) == (None, "")
    assert (second.membership_id, second.name) == (world.auditor.pk, "Zoé Second")
    assert (second.shared_at, second.shared_by) == (NOW, str(world.manager))
    assert [each.shared_at for each in auditors_of(world.kept)] == [None, None]


def test_a_share_by_nobody_known_says_so(world: World) -> None:
    [auditor] = auditors_of(world.shared)

    assert (auditor.shared_at, auditor.shared_by) == (NOW, "")
