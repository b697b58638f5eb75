"""Taking an action back from the history."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.rights import Role
from accounts.services import end_membership
from assessments.models import Answer, Assessment
from assessments.selectors.reverting import RevertPreview, revert_preview
from assessments.services.answering import AnswerValues, AssessmentClosed
from assessments.services.counting import recount
from assessments.services.reverting import revert_batch
from assessments.services.undoing import NothingToUndo, undo_batch
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.assessments.history.logs import SECRET, Told, later, make_history, make_told, read
from tests.assessments.test_services_undoing import stand
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_page,
    make_team,
    make_upgrade,
)

pytestmark = pytest.mark.django_db


def _preview(told: Told, batch: str) -> RevertPreview:
    found = revert_preview(told.assessment, batch, reader=told.manager)
    assert found
    return found


def _revert(told: Told, batch: str) -> Any:
    return revert_batch(
        assessment_id=told.assessment.pk, batch=batch, by=told.manager, at=later(9)
    )


def _by_a_colleague(told: Told, *values: AnswerValues) -> str:
    colleague = told.member(Role.CONTRIBUTOR)
    return make_answers(told.assessment, *values, by=colleague).batch


def test_a_colleague_s_batch_is_taken_back_whole_and_told() -> None:
    told = make_told()
    before = stand(told.assessment)
    batch = _by_a_colleague(told, {"coverage": "covered", "note": "n"}, {"coverage": "gap"})

    reverted = _revert(told, batch)

    assert stand(told.assessment) == before
    events = Event.objects.of_batch(reverted.batch)
    assert {(each.verb, each.actor_id) for each in events} == {
        ("answer-change-reverted", told.manager.user_id)
    }
    assert recount(assessment=told.assessment, at=later(9)) is None
    assert verify_chain(chain_of(told.manager.organisation_id)).broken_at is None


def test_a_revert_can_be_reverted_and_undone() -> None:
    told = make_told()
    batch = _by_a_colleague(told, {"coverage": "covered"}, {"coverage": "gap"})
    before, after = None, stand(told.assessment)
    first = _revert(told, batch)
    before = stand(told.assessment)

    second = _revert(told, first.batch)

    assert stand(told.assessment) == after
    undo_batch(assessment_id=told.assessment.pk, batch=second.batch, by=told.manager, at=later(9))
    assert stand(told.assessment) == before


def test_rows_changed_since_are_listed_and_left_alone() -> None:
    told = make_told()
    batch = _by_a_colleague(told, *[AnswerValues(coverage="covered")] * 3)
    make_answers(told.assessment, {"note": "since"}, by=told.manager)

    preview, reverted = _preview(told, batch), _revert(told, batch)

    assert [line.thing.row_key for line in preview.changed] == [told.key]
    assert len(preview.back) == len(reverted.saved) == 2
    assert [str(key) for key in reverted.stale] == [told.key]
    assert stand(told.assessment)[0][0] == "covered"


def test_rows_put_away_since_are_named_and_stay_away() -> None:
    told = make_told()
    batch = _by_a_colleague(told, *[AnswerValues(coverage="covered")] * 3)
    make_upgrade(told.assessment, by=told.manager, edition=make_edition(make_page(2)))
    told.assessment.refresh_from_db()

    preview = _preview(told, batch)

    assert (len(preview.back), len(preview.changed), len(preview.gone)) == (0, 0, 3)
    with pytest.raises(NothingToUndo):
        _revert(told, batch)


def test_the_preview_tells_each_field_from_what_it_is_to_what_it_was() -> None:
    told = make_told()
    batch = _by_a_colleague(told, {"coverage": "gap", "note": "n", "internal_note": SECRET})

    preview = _preview(told, batch)

    changes = [(each.label, each.old, each.new) for each in preview.back[0].changes]
    assert ("Coverage", "gap", "unanswered") in changes
    assert ("Note", "n", "–") in changes
    assert "answered “gap”" in preview.sentence


def test_an_owner_who_is_gone_does_not_come_back() -> None:
    told = make_told()
    gone, team = told.member(Role.CONTRIBUTOR), make_team(told.manager)
    owned: list[AnswerValues] = [{"owner_membership_id": gone.pk}, {"owner_team_id": team.pk}]
    make_answers(told.assessment, *owned, by=told.manager)
    taken: list[AnswerValues] = [
        {"owner_membership_id": told.manager.pk, "coverage": "gap"},
        {"owner_membership_id": told.manager.pk},
    ]
    batch = make_answers(told.assessment, *taken, by=told.manager).batch
    end_membership(membership=gone, at=NOW)

    _revert(told, batch)

    first, second, _third = Answer.objects.of_assessment(told.assessment).in_printed_order()
    assert (first.coverage, first.owner_membership) == ("unanswered", told.manager)
    assert second.owner_team == team


def test_only_changes_of_answers_can_be_taken_back() -> None:
    told = make_told()
    make_history(told)
    other = make_assessment(told.manager)
    elsewhere = make_answers(other, {"coverage": "gap"}, by=told.manager).batch
    others = set(Event.objects.exclude(object_kind="answer").values_list("batch", flat=True))

    for batch in {*others, elsewhere, "0" * 32}:
        assert revert_preview(told.assessment, batch, reader=told.manager) is None
        with pytest.raises(NothingToUndo):
            _revert(told, batch)


def test_nothing_is_taken_back_in_a_closed_assessment(client: Client) -> None:
    told = make_told()
    batch = _by_a_colleague(told, {"coverage": "covered"})
    Assessment.objects.update(state="closed")
    client.force_login(told.manager.user)

    with pytest.raises(AssessmentClosed):
        _revert(told, batch)
    page = read(client, f"{told.url}/{batch}/")
    assert "signed or closed" in page
    assert "Take 1 row back" not in page
    assert "Take this back" not in read(client, f"{told.url}/")
    assert client.post(f"{told.url}/{batch}/revert/").status_code == 409
    assert client.post(f"{told.url}/{'0' * 32}/revert/").status_code == 404
    assert client.get(f"{told.url}/{'0' * 32}/").status_code == 404


def test_from_the_history_to_the_preview_and_back_again(client: Client) -> None:
    told = make_told()
    batch = _by_a_colleague(told, {"coverage": "covered"}, {"coverage": "covered"})
    client.force_login(told.manager.user)

    pages = [read(client, url) for url in (f"{told.url}/", f"{told.organisation}history/")]
    preview = read(client, f"{told.url}/{batch}/")
    answer = client.post(f"{told.url}/{batch}/revert/", headers={"accept-language": "en"})
    after = read(client, answer.headers["Location"])

    assert [page.count(f"history/{batch}/") for page in pages] == [1, 1]
    assert "Take 2 rows back" in preview
    assert "2 answers are as before." in after
    assert "took an action back" in after or "2 rows taken back" in after
    assert Answer.objects.filter(coverage="unanswered").count() == 3


def test_a_contributor_is_offered_nothing(client: Client) -> None:
    told = make_told()
    _by_a_colleague(told, {"coverage": "covered"})
    client.force_login(told.member(Role.CONTRIBUTOR).user)

    assert "Take this back" not in read(client, f"{told.url}/")


def test_what_changed_no_answer_has_no_button(client: Client) -> None:
    told = make_told()
    make_history(told)
    client.force_login(told.manager.user)

    page = read(client, f"{told.url}/")

    assert page.count("Take this back") == 4  # the option, the workbook and the start have none


def test_a_large_action_asks_no_more_often_than_a_small_one() -> None:
    told, numbers = make_told(), []
    assessment = make_assessment(told.manager, edition=make_edition(make_page(6)))
    for rows in (2, 6):
        values = [AnswerValues(note=str(rows))] * rows
        at = NOW + timedelta(hours=rows)
        batch = make_answers(assessment, *values, by=told.manager, at=at).batch
        with CaptureQueriesContext(connection) as queries:
            revert_preview(assessment, batch, reader=told.manager)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] <= 8
