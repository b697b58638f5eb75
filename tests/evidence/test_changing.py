"""Changing what is said about a proof, and withdrawing it."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import Membership
from accounts.rights import Role
from accounts.services import change_role, end_membership, let_contributors_answer_any
from audit.models import Event, chain_of
from evidence.guard import EvidenceRefused, Reason
from evidence.models import Evidence
from evidence.services import (
    AlreadyWithdrawn,
    EvidenceFacts,
    NotTheirEvidence,
    StaleEvidence,
    may_change,
    revise_evidence,
    withdraw_evidence,
)
from tests.builders import NOW, make_evidence, make_file, make_member

pytestmark = pytest.mark.django_db
ABOUT = EvidenceFacts(title="Restore", source_system="Veeam")


def _last_event(by: Membership) -> Event:
    event = Event.objects.of_chain(chain_of(by.organisation_id)).order_by("sequence").last()
    assert event
    return event


def test_what_is_said_changes_and_an_event_tells_what() -> None:
    by = make_member()
    evidence = make_evidence(by=by, title="Restore")
    about = replace(ABOUT, valid_until=date(2027, 3, 1), collected_by_id=by.pk)

    is_new = revise_evidence(evidence=evidence, about=about, revision=1, by=by, at=NOW)

    evidence.refresh_from_db()
    event = _last_event(by)
    assert is_new
    assert (evidence.revision, evidence.source_system) == (2, "Veeam")
    assert evidence.valid_until == date(2027, 3, 1)
    assert event.verb == "evidence-revised"
    assert event.old == {"source_system": "", "valid_until": None, "collected_by_id": None}
    assert event.new == {
        "source_system": "Veeam",
        "valid_until": "2027-03-01",
        "collected_by_id": by.pk,
    }


def test_saying_the_same_changes_nothing_and_tells_nothing() -> None:
    by = make_member()
    evidence = make_evidence(by=by, title="Restore", source_system="Veeam")
    before = _last_event(by)

    is_new = revise_evidence(
        evidence=evidence, about=replace(ABOUT, title=""), revision=1, by=by, at=NOW
    )

    evidence.refresh_from_db()
    assert not is_new
    assert (evidence.revision, evidence.title) == (1, "Restore")
    assert _last_event(by) == before


def test_a_revision_that_is_over_is_refused() -> None:
    by = make_member()
    evidence = make_evidence(by=by)
    revise_evidence(evidence=evidence, about=ABOUT, revision=1, by=by, at=NOW)

    with pytest.raises(StaleEvidence):
        revise_evidence(
            evidence=evidence, about=replace(ABOUT, title="Other"), revision=1, by=by, at=NOW
        )
    with pytest.raises(StaleEvidence):
        withdraw_evidence(evidence=evidence, reason="Wrong", revision=1, by=by, at=NOW)

    evidence.refresh_from_db()
    assert (evidence.title, evidence.withdrawn_at) == ("Restore", None)


def test_facts_that_cannot_be_are_refused() -> None:
    by = make_member()
    evidence = make_evidence(by=by)

    with pytest.raises(EvidenceRefused) as refused:
        revise_evidence(
            evidence=evidence, about=replace(ABOUT, sample=0), revision=1, by=by, at=NOW
        )

    assert refused.value.reason == Reason.COUNTS


def test_a_withdrawn_proof_is_kept_with_its_reason_and_its_file() -> None:
    by = make_member()
    evidence = make_file(by=by)

    withdraw_evidence(evidence=evidence, reason=" The wrong year ", revision=1, by=by, at=NOW)

    found = Evidence.objects.get(pk=evidence.pk)
    event = _last_event(by)
    assert (found.withdrawn_at, found.withdrawn_by) == (NOW, by)
    assert found.withdrawal_reason == "The wrong year"
    assert found.sha256 == evidence.sha256
    assert event.verb == "evidence-withdrawn"
    assert event.new == {"withdrawal_reason": "The wrong year"}


def test_withdrawing_needs_a_reason() -> None:
    by = make_member()
    evidence = make_evidence(by=by)

    with pytest.raises(EvidenceRefused) as refused:
        withdraw_evidence(evidence=evidence, reason="  ", revision=1, by=by, at=NOW)

    assert refused.value.reason == Reason.WITHDRAWAL


def test_nothing_more_is_said_about_a_withdrawn_proof() -> None:
    by = make_member()
    evidence = make_evidence(by=by)
    withdraw_evidence(evidence=evidence, reason="Wrong", revision=1, by=by, at=NOW)

    with pytest.raises(AlreadyWithdrawn):
        revise_evidence(evidence=evidence, about=ABOUT, revision=2, by=by, at=NOW)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_evidence(evidence=evidence, reason="Again", revision=2, by=by, at=NOW)


def test_whoever_added_or_collected_a_proof_changes_it_and_leaders_change_any() -> None:
    adder = make_member(Role.CONTRIBUTOR)
    here = adder.organisation
    collector, other = (make_member(Role.CONTRIBUTOR, organisation=here) for _ in range(2))
    manager = make_member(Role.MANAGER, organisation=here)
    viewer = make_member(Role.VIEWER, organisation=here)
    evidence = make_evidence(by=adder, collected_by_id=collector.pk)

    allowed = [may_change(evidence, each) for each in (adder, collector, manager)]
    refused = [may_change(evidence, each) for each in (other, viewer, make_member())]

    assert allowed == [True, True, True]
    assert refused == [False, False, False]


def test_a_contributor_changes_any_proof_where_the_organisation_says_so() -> None:
    evidence = make_evidence()
    other = make_member(Role.CONTRIBUTOR, organisation=evidence.organisation)
    leader = make_member(Role.ADMINISTRATOR, organisation=evidence.organisation)
    let_contributors_answer_any(
        organisation=evidence.organisation, is_on=True, at=NOW, by=leader.user
    )
    other = Membership.objects.get(pk=other.pk)

    assert may_change(evidence, other)


def test_an_adder_who_only_reads_now_changes_nothing() -> None:
    by = make_member(Role.CONTRIBUTOR)
    evidence = make_evidence(by=by)
    change_role(membership=by, role=Role.VIEWER, at=NOW, by=make_member().user)

    with pytest.raises(NotTheirEvidence):
        revise_evidence(evidence=evidence, about=ABOUT, revision=1, by=by, at=NOW)


def test_who_has_left_may_still_have_collected_a_proof() -> None:
    by = make_member()
    former = make_member(organisation=by.organisation)
    end_membership(membership=former, at=NOW)

    found = make_evidence(by=by, collected_by_id=former.pk)

    assert found.collected_by_id == former.pk
