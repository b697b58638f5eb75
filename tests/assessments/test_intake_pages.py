"""The pages on which what was brought in is decided, applied and taken back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from tests.assessments.intake_pages import address, read, rows_of, send, undecided
from tests.builders import make_answers, make_intake, make_member, make_sign_off

pytestmark = pytest.mark.django_db


def test_a_conflict_shows_both_values_and_waits_for_its_decision(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake, name = undecided(assessment, contributor)

    status, text = read(client, address(assessment, f"{intake.key}/"))

    assert status == 200
    assert "1 of 2 row" in text
    assert "1 to decide" in text
    assert text.count(f'name="{name}"') == 2
    assert "what it was before is not known" in text


def test_nothing_is_written_while_a_conflict_is_open(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake, _ = undecided(assessment, contributor)

    status, text = send(client, address(assessment, f"{intake.key}/apply/"), revision=1)

    assert status == 409
    assert "Nothing was written: 1 conflict is not decided yet." in text
    assert [row.note for row in rows_of(assessment)[:2]] == ["ours", ""]


def test_applying_as_decided_leads_to_a_receipt_and_once_is_enough(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake, name = undecided(assessment, contributor)
    said = {"revision": 1, name: "theirs"}

    status, text = send(client, address(assessment, f"{intake.key}/apply/"), **said)
    again, same = send(client, address(assessment, f"{intake.key}/apply/"), **said)

    assert (status, again) == (200, 200)
    assert "2 rows changed" in text
    assert "2 rows changed" in same
    assert [row.note for row in rows_of(assessment)[:2]] == ["theirs", "new"]
    assert [row.revision for row in rows_of(assessment)[:2]] == [3, 2]


def test_decisions_can_be_kept_for_later(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake, name = undecided(assessment, contributor)
    said = {"revision": 1, name: "ours"}

    _, text = send(client, address(assessment, f"{intake.key}/choose/"), **said)
    stale, _ = send(client, address(assessment, f"{intake.key}/choose/"), **said)

    assert 'value="ours" checked' in text
    assert "1 conflict to decide" not in text
    assert stale == 409


def test_a_draft_that_decides_against_every_change_says_that_nothing_was_written(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    make_answers(assessment, {"note": "ours"}, by=contributor)
    intake = make_intake(assessment, {"note": "theirs"}, by=contributor)
    first = rows_of(assessment)[0]
    said = {"revision": 1, f"choice-{first.key}:note@{first.revision}": "ours"}

    status, text = send(client, address(assessment, f"{intake.key}/apply/"), **said)

    assert status == 409
    assert "as decided, it changes no row" in text


def test_a_row_that_moved_since_is_asked_about_anew(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake, name = undecided(assessment, contributor)
    make_answers(assessment, {"note": "ours again"}, by=contributor)

    status, text = send(
        client, address(assessment, f"{intake.key}/apply/"), revision=1, **{name: "theirs"}
    )

    assert status == 409
    assert "ours again" in text
    assert rows_of(assessment)[1].note == ""


def test_undo_gives_the_rows_back_and_says_what_was_changed_since(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake = make_intake(
        assessment, {"note": "one"}, {"note": "two"}, by=contributor, is_applied=True
    )
    make_answers(assessment, {"note": "later"}, by=contributor)
    undo = address(assessment, f"{intake.key}/undo/")

    _, text = send(client, undo, revision=intake.revision)
    again, _ = send(client, undo, revision=intake.revision)

    assert "1 answer is as before." in text
    assert "1 answer was changed since and stays as it is." in text
    assert [row.note for row in rows_of(assessment)[:2]] == ["later", ""]
    assert again == 409


def test_undo_says_when_nothing_is_left_to_take_back(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake = make_intake(assessment, {"note": "one"}, by=contributor, is_applied=True)
    make_answers(assessment, {"note": "later"}, by=contributor)

    status, text = send(
        client, address(assessment, f"{intake.key}/undo/"), revision=intake.revision
    )

    assert status == 409
    assert "Nothing was taken back" in text


def test_a_signed_assessment_takes_nothing_in_and_gives_nothing_back(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    applied = make_intake(full_assessment, {"note": "one"}, by=manager, is_applied=True)
    draft = make_intake(full_assessment, {}, {}, {"note": "two"}, by=manager)
    make_sign_off(full_assessment, by=manager)

    undone, _ = send(client, address(full_assessment, f"{applied.key}/undo/"), revision=2)
    sent, _ = send(client, address(full_assessment, f"{draft.key}/apply/"), revision=1)
    _, text = read(client, address(full_assessment, f"{draft.key}/"))

    assert (undone, sent) == (409, 409)
    assert "intake-apply" not in text


def test_a_discarded_draft_is_gone_and_changed_nothing(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    intake, _ = undecided(assessment, contributor)
    discard = address(assessment, f"{intake.key}/discard/")

    _, text = send(client, discard, revision=1)
    again, _ = send(client, discard, revision=1)
    _, receipt = read(client, address(assessment, f"{intake.key}/"))

    assert "Discarded: no answer was changed." in text
    assert again == 409
    assert "it changed nothing" in receipt


def test_a_draft_is_its_maker_s_alone_and_what_was_applied_is_everybody_s_to_see(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    other = make_member(Role.MANAGER, organisation=assessment.organisation)
    draft = make_intake(assessment, {"note": "mine"}, by=other)
    applied = make_intake(assessment, {}, {"note": "mine"}, by=other, is_applied=True)

    hidden, _ = read(client, address(assessment, f"{draft.key}/"))
    shown, text = read(client, address(assessment, f"{applied.key}/"))
    undone, _ = send(client, address(assessment, f"{applied.key}/undo/"), revision=2)

    assert (hidden, shown, undone) == (404, 200, 403)
    assert "Undo" not in text


def test_the_list_tells_what_was_brought_in_and_has_its_twin(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    empty = read(client, address(assessment))[1]
    make_intake(assessment, {"note": "one"}, by=contributor, is_applied=True)
    twin = f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/intakes.xlsx"

    _, text = read(client, address(assessment))
    file = client.get(twin)

    assert "Nothing was brought in yet." in empty
    assert "retour.xlsx" in text
    assert "Applied" in text
    assert file["Content-Disposition"] == 'attachment; filename="brought-in.xlsx"'


def test_grid_and_dashboard_lead_to_where_a_workbook_is_brought_back(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    slug = assessment.organisation.slug
    pages = [f"/o/{slug}/assessments/{assessment.pk}/{page}" for page in ("", "duties/")]

    texts = [read(client, page)[1] for page in pages]

    assert all(address(assessment, "new/") in text for text in texts)


def test_a_draft_asks_the_database_as_often_however_much_it_says(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    says = {"note": "theirs", "owner": contributor.user.email, "due_on": "never"}
    few = make_intake(assessment, says, by=contributor)
    many = make_intake(assessment, says, says, says, by=contributor)
    read(client, address(assessment, f"{few.key}/"))  # the first page of a session has more to do

    counts = []
    for intake in (few, many):
        with CaptureQueriesContext(connection) as queries:
            read(client, address(assessment, f"{intake.key}/"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
