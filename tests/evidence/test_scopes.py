"""Whose proofs somebody's question is about, and which of them stand on a day."""

from datetime import timedelta

import pytest

from accounts.rights import Role
from evidence.models import Evidence
from evidence.services import withdraw_evidence
from tests.builders import NOW, make_evidence, make_former_member, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]
TODAY = NOW.date()


def test_proofs_are_those_of_one_organisation() -> None:
    ours, _theirs = make_evidence(), make_evidence()

    assert list(Evidence.objects.of_organisation(ours.organisation)) == [ours]


def test_a_person_sees_proofs_where_they_are_a_member_now_and_no_auditor() -> None:
    by = make_member()
    ours, theirs = make_evidence(by=by), make_evidence()
    auditor = make_member(Role.AUDITOR, organisation=by.organisation)
    former = make_former_member(organisation=theirs.organisation)
    make_member(Role.VIEWER, organisation=by.organisation, user=former.user)

    assert list(Evidence.objects.visible_to(by.user)) == [ours]
    assert list(Evidence.objects.visible_to(former.user)) == [ours]
    assert not Evidence.objects.visible_to(auditor.user)


def test_a_proof_is_valid_through_its_last_day_unless_it_is_withdrawn() -> None:
    by = make_member()
    lasting = make_evidence(by=by)
    over, ending, later = (
        make_evidence(by=by, valid_until=TODAY + timedelta(days=days)) for days in (-1, 0, 9)
    )
    withdrawn = make_evidence(by=by, valid_until=TODAY)
    withdraw_evidence(evidence=withdrawn, reason="wrong", revision=1, by=by, at=NOW)
    found = Evidence.objects.of_organisation(by.organisation)

    assert set(found.standing()) == {lasting, over, ending, later}
    assert set(found.valid(on=TODAY)) == {lasting, ending, later}
    assert set(found.expired(on=TODAY)) == {over}
    assert set(found.expiring(on=TODAY, days=8)) == {ending}
    assert set(found.expiring(on=TODAY, days=9)) == {ending, later}
