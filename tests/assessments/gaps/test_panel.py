"""duties/<key>/: the gap of one duty, its plan and its acceptance."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from accounts.services import end_membership
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues
from tests.assessments.gaps.planning import (
    TODAY,
    TOMORROW,
    accept,
    make_gap,
    plan,
    plan_of_row,
)
from tests.builders import NOW, make_answers, make_former_member, make_member

pytestmark = pytest.mark.django_db

PLAN = {"severity": "high", "action": "Installer", "state": "to_do", "revision": "0"}


@pytest.fixture
def row(manager: Membership) -> Answer:
    """Return a gap of their organisation."""
    return make_gap(manager)


def test_a_gap_is_planned_on_the_page_of_its_duty(
    client: Client, row: Answer, manager: Membership
) -> None:
    page = _send(client, row, "plan", **PLAN, by_when=str(TOMORROW), responsible=str(manager.pk))

    kept = plan_of_row(row)
    shown = client.get(page.headers["Location"]).content.decode()
    assert (kept.severity, kept.by_when, kept.responsible) == ("high", TOMORROW, manager)
    assert "Installer" in shown
    assert 'id="plan"' in shown


def test_a_row_that_is_no_gap_has_no_plan(client: Client, row: Answer) -> None:
    make_answers(row.assessment, AnswerValues(coverage="covered"), by=make_member_of(row))

    page = client.get(_url(row))
    answer = _send(client, row, "plan", **PLAN)

    assert page.context["gap"] is None
    assert answer.status_code == 302
    assert "Nothing was changed" in client.get(_url(row)).content.decode()


def test_a_stale_plan_shows_both_values_and_keeps_what_was_typed(
    client: Client, row: Answer, manager: Membership
) -> None:
    plan(row, by=manager, action="La leur", by_when=TOMORROW)

    page = _send(client, row, "plan", **PLAN | {"action": "La mienne"})

    text = page.content.decode()
    differences = {each.name: each for each in page.context["gap"].differences}
    assert page.status_code == 409
    assert (differences["action"].mine, differences["action"].theirs) == ("La mienne", "La leur")
    assert differences["by_when"].mine == "–"
    assert differences["severity"].theirs == "not rated"
    assert 'name="revision" value="1" id="plan_revision"' in text
    assert plan_of_row(row).action == "La leur"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("ticket_url", "javascript:alert(1)", id="a ticket that is no page"),
        pytest.param("ticket_url", "ftp://example.org/1", id="a ticket on another protocol"),
        pytest.param("by_when", "tomorrow", id="a date that is none"),
        pytest.param("state", "thinking", id="a state that is none"),
        pytest.param("responsible", "12345", id="a person who is not here"),
    ],
)
def test_what_cannot_be_is_refused_in_place(
    client: Client, row: Answer, field: str, value: str
) -> None:
    page = _send(client, row, "plan", **PLAN | {field: value})

    assert page.status_code == 422
    assert page.context["gap"].form.errors[field]


def test_who_left_stays_until_another_is_chosen(
    client: Client, row: Answer, manager: Membership
) -> None:
    gone = make_member(organisation=manager.organisation)
    plan(row, by=manager, responsible_id=gone.pk)
    end_membership(membership=gone, at=NOW)

    page = _send(client, row, "plan", **PLAN | {"revision": "1", "responsible": str(gone.pk)})

    assert page.status_code == 302
    assert plan_of_row(row).responsible == gone


def test_who_left_meanwhile_is_refused(
    client: Client, row: Answer, manager: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = make_former_member(organisation=manager.organisation)
    offered = [(str(gone.pk), str(gone))]
    monkeypatch.setattr("assessments.views.gap_panel.people_to_act", lambda _request: offered)

    page = _send(client, row, "plan", **PLAN | {"responsible": str(gone.pk)})

    assert page.status_code == 422
    assert page.context["gap"].form.errors["responsible"]


def test_a_manager_accepts_a_gap_and_ends_that(client: Client, row: Answer) -> None:
    accepted = _send(client, row, "accept", expires_on=str(TOMORROW), reason="r", revision="0")
    shown = client.get(_url(row)).content.decode()

    ended = _send(client, row, "accept/end", revision="1")

    assert accepted.status_code == ended.status_code == 302
    assert "Accepted until" in shown
    assert plan_of_row(row).expires_on is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"expires_on": str(TODAY), "reason": "r"}, "expires_on", id="today"),
        pytest.param({"expires_on": str(TOMORROW), "reason": ""}, "reason", id="no reason"),
        pytest.param({"expires_on": "", "reason": "r"}, "expires_on", id="no end"),
    ],
)
def test_an_acceptance_has_an_end_and_a_reason(
    client: Client, row: Answer, values: dict[str, str], field: str
) -> None:
    page = _send(client, row, "accept", **values, revision="0")

    assert page.status_code == 422
    assert page.context["gap"].acceptance_form.errors[field]


def test_what_was_planned_meanwhile_is_shown_before_it_is_accepted(
    client: Client, row: Answer, manager: Membership
) -> None:
    plan(row, by=manager, action="Installer")

    page = _send(client, row, "accept", expires_on=str(TOMORROW), reason="r", revision="0")
    again = _send(client, row, "accept", expires_on=str(TOMORROW), reason="r", revision="1")

    assert page.status_code == 409
    assert 'name="revision" value="1" id="acceptance_revision"' in page.content.decode()
    assert again.status_code == 302


@pytest.mark.parametrize("revision", ["0", ""])
def test_an_acceptance_that_changed_meanwhile_is_not_ended(
    client: Client, row: Answer, manager: Membership, revision: str
) -> None:
    accept(row, by=manager, until=TOMORROW)

    page = _send(client, row, "accept/end", revision=revision)

    assert page.status_code == 409
    assert plan_of_row(row).expires_on == TOMORROW


def test_what_is_no_gap_any_more_is_neither_accepted_nor_ended(
    client: Client, row: Answer
) -> None:
    make_answers(row.assessment, AnswerValues(coverage="covered"), by=make_member_of(row))

    pages = [
        _send(client, row, "accept", expires_on=str(TOMORROW), reason="r", revision="0"),
        _send(client, row, "accept/end", revision="0"),
    ]

    assert [page.status_code for page in pages] == [302, 302]


@pytest.mark.parametrize("what", ["plan", "accept", "accept/end"])
def test_in_a_signed_assessment_nothing_changes(client: Client, row: Answer, what: str) -> None:
    Assessment.objects.filter(pk=row.assessment_id).update(state=Assessment.State.SIGNED)

    page = _send(client, row, what, **PLAN, expires_on=str(TOMORROW), reason="r")

    assert page.status_code == 409


def test_a_contributor_neither_accepts_nor_plans_what_is_anothers(
    client: Client, manager: Membership
) -> None:
    row = make_gap(manager, owner_membership_id=manager.pk)
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    client.force_login(contributor.user)

    pages = [_send(client, row, "plan", **PLAN), _send(client, row, "accept", revision="0")]
    panel = client.get(_url(row)).context["gap"]

    assert [page.status_code for page in pages] == [403, 403]
    assert panel.form is panel.acceptance_form is None


def test_the_history_of_the_row_tells_of_its_plan(
    client: Client, row: Answer, manager: Membership
) -> None:
    values: dict[str, Any] = {
        "severity": "high",
        "by_when": TOMORROW,
        "responsible_id": manager.pk,
    }
    plan(row, by=manager, state="in_progress", **values)
    accept(row, by=manager, until=TOMORROW, revision=1)

    lines = client.get(_url(row)).context["history"].lines

    changes = {change.name: change.new for change in lines[1].changes}
    assert "accepted the gap until" in lines[0].sentence
    assert "planned what is done about the gap" in lines[1].sentence
    assert changes["severity"] == "high"
    assert changes["state"] == "in progress"
    assert changes["responsible_id"] == str(manager.user)
    assert "plan_revision" not in changes


def make_member_of(row: Answer) -> Membership:
    """Make another manager of the organisation of a row."""
    return make_member(organisation=row.organisation)


def _url(row: Answer, what: str = "") -> str:
    slug = row.organisation.slug
    tail = f"{what}/" if what else ""
    return f"/o/{slug}/assessments/{row.assessment_id}/duties/{row.key}/{tail}"


def _send(client: Client, row: Answer, what: str, **values: str) -> Any:
    return client.post(_url(row, what), values)
