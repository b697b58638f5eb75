"""Proofs in a sign-off: frozen with their hash, and shown to whom they were for."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.selectors.signing.reading import read_sign_off
from assessments.services.signing import SeenOtherwise, sign_assessment
from evidence.models import Evidence
from evidence.services import withdraw_evidence
from tests.assessments.proofs.proving import attach, cover, make_proof
from tests.assessments.review.signing import fingerprint, sign
from tests.assessments.review.team import ReviewTeam, make_team
from tests.assessments.workbooks import opened
from tests.builders import NOW, make_reader
from tests.builders.evidence import make_evidence

pytestmark = pytest.mark.django_db


def make_proven(**about: object) -> tuple[ReviewTeam, Evidence]:
    """Make a team whose first duty is covered, reviewed and proven by a file."""
    team = make_team()
    (row,) = cover(team.assessment, by=team.manager)
    proof = make_proof(row, by=team.manager, title="Restore of March", **about)
    team.submit(row)
    team.accept(team.rows[0])
    return team, proof


def test_a_sign_off_freezes_what_proves_each_row() -> None:
    team, proof = make_proven(valid_until=NOW.date() + timedelta(days=9))

    signed = sign(team)

    first, second, _third = signed.snapshot["rows"]
    assert first["proofs"] == [
        {
            "key": str(proof.key),
            "revision": 1,
            "kind": "file",
            "title": "Restore of March",
            "sha256": proof.sha256,
            "valid_until": (NOW.date() + timedelta(days=9)).isoformat(),
            "is_visible_to_auditor": True,
        }
    ]
    assert second["proofs"] == []
    assert signed.snapshot["proven"] == {"proven": 1, "stale": 0}


def test_a_proof_that_is_withdrawn_later_stays_in_the_sign_off() -> None:
    team, proof = make_proven()
    signed = sign(team)

    withdraw_evidence(evidence=proof, reason="Wrong file", revision=1, by=team.manager, at=NOW)

    signed.refresh_from_db()
    read = read_sign_off(signed)
    assert read.holds
    assert [str(each) for each in read.rows[0].proofs] == [
        f"Restore of March ({proof.sha256[:12]})"
    ]


@pytest.mark.parametrize("change", ["attached", "withdrawn"])
def test_whoever_signs_has_seen_the_proofs(change: str) -> None:
    team, proof = make_proven()
    looked = fingerprint(team.assessment)

    if change == "attached":
        attach(make_evidence(by=team.manager), team.rows[0], by=team.manager)
    else:
        withdraw_evidence(evidence=proof, reason="Wrong", revision=1, by=team.manager, at=NOW)

    with pytest.raises(SeenOtherwise):
        sign_assessment(
            assessment_id=team.assessment.pk,
            fingerprint=looked,
            statement="",
            by=team.manager,
            at=NOW,
        )


def test_the_page_and_its_twin_tell_an_auditor_only_of_proofs_for_auditors(client: Client) -> None:
    team, _proof = make_proven(is_visible_to_auditor=False)
    attach(
        make_evidence("Said on site", by=team.manager, title="Minutes"),
        team.rows[0],
        by=team.manager,
    )
    signed = sign(team)
    path = f"/o/{team.assessment.organisation.slug}/assessments/{team.assessment.pk}"

    told = {
        who: _read(client, who, f"{path}/sign-offs/{signed.pk}")
        for who in (team.manager, make_reader(Role.AUDITOR, team.assessment))
    }

    assert ["Restore of March" in text for text in told.values()] == [True, False]
    assert ["Minutes" in text for text in told.values()] == [True, True]


def test_a_sign_off_from_before_proofs_were_kept_is_read_as_it_is() -> None:
    team, _proof = make_proven()
    signed = sign(team)
    del signed.snapshot["proven"], signed.snapshot["rows"][0]["proofs"]

    read = read_sign_off(signed)

    assert (read.proven, read.rows[0].proofs) == (None, ())


def _read(client: Client, who: Membership, path: str) -> str:
    client.force_login(who.user)
    page = client.get(f"{path}/", headers={"accept-language": "en"}).content.decode()
    cells = opened(client.get(f"{path}.xlsx").content).worksheets[0].values
    return page + repr(list(cells))
