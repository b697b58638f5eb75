"""duties/<key>/: one duty on its page."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from tests.builders import (
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_reader,
)

pytestmark = pytest.mark.django_db


def test_everything_of_a_duty_is_saved_at_once(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = _row(assessment)

    page = _save(
        client,
        assessment,
        coverage="not_applicable",
        reason="Hors du périmètre",
        until="2027-01-31",
        note="Pour l’auditeur",
        internal_note="Entre nous",
        owner=f"member-{contributor.pk}",
        due_on="2026-12-12",
    )

    saved = _row(assessment)
    assert page.headers["Location"].endswith(f"#duty-{row.key}")
    assert (saved.coverage, saved.reason) == ("not_applicable", "Hors du périmètre")
    assert (saved.note, saved.internal_note) == ("Pour l’auditeur", "Entre nous")
    assert saved.owner_membership == contributor
    assert saved.revision == 2


def test_the_page_of_a_stale_duty_shows_both_and_keeps_what_was_typed(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    manager = make_member(organisation=assessment.organisation)
    make_answers(assessment, {"coverage": "partial", "note": "La leur"}, by=manager)

    page = _save(client, assessment, revision="1", coverage="gap", note="La mienne")

    text = page.content.decode()
    assert page.status_code == 409
    assert "La leur" in text
    assert "La mienne" in text
    assert str(manager) in text
    assert 'name="revision" value="2"' in text
    assert _row(assessment).coverage == "partial"


def test_a_reason_is_asked_for(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    page = _save(client, assessment, coverage="not_applicable")

    assert page.status_code == 422
    assert page.context["form"].errors["reason"]
    assert _row(assessment).coverage == "unanswered"


def test_an_owner_who_is_not_here_is_refused(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    page = _save(client, assessment, owner=f"member-{make_member().pk}")

    assert page.status_code == 422
    assert page.context["form"].errors["owner"]


def test_an_owner_who_has_left_stays_until_another_is_chosen(
    client: Client, assessment: Assessment
) -> None:
    gone = make_former_member(organisation=assessment.organisation)
    Answer.objects.of_assessment(assessment).update(owner_membership=gone)
    client.force_login(make_member(organisation=assessment.organisation).user)

    page = _save(client, assessment, coverage="gap", owner=f"member-{gone.pk}")

    assert page.status_code == 302
    assert (_row(assessment).coverage, _row(assessment).owner_membership) == ("gap", gone)


def test_an_auditor_reads_the_note_and_never_the_internal_one(
    client: Client, assessment: Assessment
) -> None:
    manager = make_member(organisation=assessment.organisation)
    make_answers(assessment, {"note": "Publique", "internal_note": "Secrète"}, by=manager)
    client.force_login(make_reader(Role.AUDITOR, assessment).user)

    grid = client.get(_url(assessment, "")).content.decode()
    detail = client.get(_url(assessment, f"{_row(assessment).key}/")).content.decode()

    assert "Publique" in grid
    assert "Publique" in detail
    assert "Secrète" not in grid + detail


def test_a_duty_of_somebody_else_is_read_and_not_saved(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    manager = make_member(organisation=assessment.organisation)
    make_answers(assessment, {"owner_membership_id": manager.pk}, by=manager)

    page = client.get(_url(assessment, f"{_row(assessment).key}/"))
    saved = _save(client, assessment, coverage="covered")

    assert page.status_code == 200
    assert 'name="note"' not in page.content.decode()
    assert saved.status_code == 403


def test_a_closed_assessment_says_so(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state="signed")

    page = _save(client, assessment, coverage="covered")

    assert page.status_code == 409
    assert _row(assessment).coverage == "unanswered"


def test_a_duty_of_another_assessment_is_not_there(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    other = make_assessment(by=make_member(organisation=assessment.organisation))
    key = _row(other).key

    assert client.get(_url(assessment, f"{key}/")).status_code == 404
    assert client.post(_url(assessment, f"{key}/save/"), {}).status_code == 404


def _save(client: Client, assessment: Assessment, **values: str) -> Any:
    row = _row(assessment)
    data = {
        "revision": str(row.revision),
        "coverage": row.coverage,
        "reason": row.reason,
        "until": "",
        "note": row.note,
        "internal_note": row.internal_note,
        "owner": f"member-{row.owner_membership_id}" if row.owner_membership_id else "",
        "due_on": "",
    }
    return client.post(_url(assessment, f"{row.key}/save/"), data | values)


def _url(assessment: Assessment, rest: str) -> str:
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/duties/{rest}"


def _row(assessment: Assessment) -> Answer:
    return Answer.objects.of_assessment(assessment).in_printed_order()[0]
