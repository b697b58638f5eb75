"""Signing, what limits it, reopening and closing."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from assessments.models import Assessment, SignOff
from assessments.scoring import Counts
from assessments.selectors.signing.reading import (
    read_sign_off,
    sign_off_in_force,
    sign_offs_of,
)
from assessments.services.answering import AnswerValues, AssessmentClosed
from assessments.services.organisations import delete_organisation
from assessments.services.signing import (
    AlreadyReopened,
    NotSigned,
    ReasonForReopeningMissing,
    SeenOtherwise,
    close_assessment,
    reopen_assessment,
    sign_assessment,
)
from audit.models import ChainHead, Event, chain_of
from audit.sealing import canonical
from tests.assessments.review.signing import fingerprint, make_accepted, sign
from tests.assessments.review.team import COVERED, GAP, ReviewTeam, make_team
from tests.builders import NOW, make_answers
from tests.builders import make_team as make_group

pytestmark = pytest.mark.django_db


def reopen(team: ReviewTeam, signed: SignOff, reason: str = "One proof was wrong") -> None:
    """Have the manager reopen the assessment."""
    reopen_assessment(sign_off_id=signed.pk, reason=reason, by=team.manager, at=NOW)


def test_a_sign_off_freezes_every_row_with_a_hash_that_holds() -> None:
    team = make_accepted()

    signed = sign(team)

    signed.refresh_from_db()
    first = signed.snapshot["rows"][0]
    assert signed.sha256 == sha256(canonical(signed.snapshot)).hexdigest()
    assert len(signed.snapshot["rows"]) == 3
    assert (first["coverage"], first["note"], first["review"]) == (
        "covered",
        "Seen on site",
        "accepted",
    )
    assert signed.counts == Counts(duties=3, covered=1, gap=1)
    assert signed.snapshot["statement"] == "Seen and agreed"


@pytest.mark.asvs("2.3.1")
def test_a_signed_assessment_takes_no_change() -> None:
    team = make_accepted()

    sign(team)

    team.assessment.refresh_from_db()
    assert team.assessment.state == Assessment.State.SIGNED
    with pytest.raises(AssessmentClosed):
        make_answers(team.assessment, GAP, by=team.manager)
    with pytest.raises(AssessmentClosed):
        sign(team)


def test_the_chain_keeps_the_hash_and_the_sign_off_keeps_the_head_before_it() -> None:
    team = make_accepted()
    before = ChainHead.objects.get(pk=chain_of(team.manager.organisation_id))

    signed = sign(team)

    event = Event.objects.get(verb="assessment-signed")
    assert (signed.head_sequence, signed.head_seal) == (before.sequence, before.seal)
    assert event.sequence == before.sequence + 1
    assert event.new == {
        "state": "signed",
        "sign_off": signed.pk,
        "snapshot_sha256": signed.sha256,
    }


def test_no_internal_note_is_frozen() -> None:
    team = make_team()
    team.answer(AnswerValues(coverage="covered", internal_note="To ourselves"))

    signed = sign(team)

    assert "To ourselves" not in str(signed.snapshot)


def test_what_was_signed_counts_as_confirmed() -> None:
    team = make_team()
    team.answer(COVERED)

    sign(team)

    first, second, _ = team.rows
    assert first.is_as_confirmed
    assert second.confirmed == {}


def test_nobody_signs_what_they_did_not_see() -> None:
    team = make_accepted()
    seen = fingerprint(team.assessment)
    team.answer(GAP)

    with pytest.raises(SeenOtherwise):
        sign_assessment(
            assessment_id=team.assessment.pk,
            fingerprint=seen,
            statement="",
            by=team.manager,
            at=NOW,
        )

    assert not SignOff.objects.exists()


def test_a_sign_off_is_read_with_the_names_of_now() -> None:
    team = make_accepted()
    group = make_group(team.contributor, organisation=team.manager.organisation)
    make_answers(
        team.assessment,
        AnswerValues(owner_membership_id=team.contributor.pk),
        AnswerValues(owner_team_id=group.pk),
        by=team.manager,
    )
    signed = sign(team)

    read = read_sign_off(SignOff.objects.get(pk=signed.pk))

    owners = [row.owner for row in read.rows]
    assert owners == [str(team.contributor), group.name, ""]
    assert read.rows[0].reviewed_by == str(team.manager)
    with translation.override("en"):
        assert read.rows[0].coverage_text == "covered"
        assert read.rows[0].review_text == "accepted"
    assert read.holds


def test_a_changed_snapshot_is_noticed() -> None:
    team = make_accepted()
    signed = sign(team)
    signed.snapshot["rows"][1]["coverage"] = "covered"

    assert not read_sign_off(signed).holds


def test_the_list_leaves_the_rows_in_the_database() -> None:
    team = make_accepted()
    sign(team)

    found = sign_offs_of(team.assessment)

    assert "snapshot" in found[0].get_deferred_fields()


def test_the_database_keeps_a_sign_off_as_it_is() -> None:
    signed = sign(make_accepted())
    frozen = SignOff.objects.filter(pk=signed.pk)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        frozen.update(statement="Otherwise")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        frozen.update(snapshot={})


def test_it_is_reopened_with_a_reason_and_the_sign_off_stays() -> None:
    team = make_accepted()
    signed = sign(team)

    reopen(team, signed)

    signed.refresh_from_db()
    team.assessment.refresh_from_db()
    event = Event.objects.get(verb="assessment-reopened")
    assert team.assessment.state == Assessment.State.ACTIVE
    assert (signed.reopened_by, signed.reopen_reason) == (team.manager, "One proof was wrong")
    assert event.new["reopen_reason"] == "One proof was wrong"
    assert sign_off_in_force(team.assessment) is None


def test_without_a_reason_nothing_is_reopened() -> None:
    team = make_accepted()
    signed = sign(team)

    with pytest.raises(ReasonForReopeningMissing):
        reopen(team, signed, "  ")

    team.assessment.refresh_from_db()
    assert sign_off_in_force(team.assessment) == signed


def test_it_is_reopened_once_and_can_be_signed_again() -> None:
    team = make_accepted()
    signed = sign(team)
    reopen(team, signed)

    with pytest.raises(AlreadyReopened):
        reopen(team, signed)
    again = sign(team)

    assert [each.pk for each in sign_offs_of(team.assessment)] == [again.pk, signed.pk]
    with pytest.raises(IntegrityError, match="reopened once"), transaction.atomic():
        SignOff.objects.filter(pk=signed.pk).update(reopen_reason="Another")


def test_a_signed_assessment_is_closed_and_reopened_no_more() -> None:
    team = make_accepted()
    signed = sign(team)

    close_assessment(assessment_id=team.assessment.pk, by=team.manager, at=NOW)

    with pytest.raises(AssessmentClosed):
        reopen(team, signed)
    team.assessment.refresh_from_db()
    assert team.assessment.state == Assessment.State.CLOSED
    assert Event.objects.filter(verb="assessment-closed").count() == 1


def test_an_open_assessment_is_not_closed() -> None:
    team = make_team()

    with pytest.raises(NotSigned):
        close_assessment(assessment_id=team.assessment.pk, by=team.manager, at=NOW)


def test_another_organisation_signs_closes_and_reopens_nothing() -> None:
    team, other = make_accepted(), make_accepted()
    signed = sign(other)

    with pytest.raises(Assessment.DoesNotExist):
        sign_assessment(
            assessment_id=other.assessment.pk,
            fingerprint="",
            statement="",
            by=team.manager,
            at=NOW,
        )
    with pytest.raises(SignOff.DoesNotExist):
        reopen(team, signed)
    with pytest.raises(NotSigned):
        close_assessment(assessment_id=other.assessment.pk, by=team.manager, at=NOW)


def test_a_sign_off_goes_with_its_organisation_and_its_hash_stays() -> None:
    team = make_accepted()
    signed = sign(team)

    delete_organisation(organisation=team.manager.organisation, at=NOW)

    assert not SignOff.objects.exists()
    assert Event.objects.get(verb="assessment-signed").new["snapshot_sha256"] == signed.sha256
