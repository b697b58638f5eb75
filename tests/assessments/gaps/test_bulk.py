"""/o/<slug>/gaps/plan/: planning many gaps at once, and taking that back."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, GapPlan
from assessments.services.answering import AnswerValues
from tests.assessments.gaps.planning import (
    TOMORROW,
    make_gap,
    plan,
    plan_of_row,
)
from tests.builders import (
    make_answers,
    make_member,
)

pytestmark = pytest.mark.django_db

HIGH = {"severity": "high", "responsible": "keep", "state": "keep"}


def test_chosen_gaps_get_the_same_values_and_it_can_be_taken_back(
    client: Client, manager: Membership
) -> None:
    rows = [make_gap(manager) for _ in range(3)]
    plan(rows[0], by=manager, action="Installer")
    chosen = [f"{rows[0].key}:1", f"{rows[1].key}:0"]

    answer = _send(client, manager, rows=chosen, **HIGH, by_when=str(TOMORROW))
    page = client.get(answer.headers["Location"])
    undone = client.post(
        f"/o/{manager.organisation.slug}/gaps/undo/",
        {"batch": page.context["undoable"].cleaned_data["batch"]},
    )

    plans = {plan.answer_id: plan for plan in GapPlan.objects.all()}
    assert "2 gaps planned." in page.content.decode()
    assert "Take this change back" in page.content.decode()
    assert undone.status_code == 302
    assert (plans[rows[0].pk].action, plans[rows[0].pk].severity) == ("Installer", "")
    assert (plans[rows[1].pk].by_when, plans[rows[1].pk].revision) == (None, 2)
    assert rows[2].pk not in plans


def test_a_field_can_be_emptied_where_nothing_else_says_it(
    client: Client, manager: Membership
) -> None:
    row = make_gap(manager)
    plan(row, by=manager, severity="low", responsible_id=manager.pk, state="done")

    _send(client, manager, rows=[f"{row.key}:1"], severity="", responsible="", state="to_do")

    kept = plan_of_row(row)
    assert (kept.severity, kept.responsible, kept.state) == ("", None, "to_do")


def test_nothing_is_to_change_until_somebody_says_so(client: Client, manager: Membership) -> None:
    make_gap(manager)

    form = _get(client, manager).context["form"]

    offered = {name: form[name].value() for name in ("severity", "responsible", "state")}
    assert set(offered.values()) == {"keep"}
    assert (form["by_when"].value(), form["ticket_url"].value()) == (None, None)


def test_stale_ones_are_shown_again_and_the_others_saved(
    client: Client, manager: Membership
) -> None:
    fresh, stale = make_gap(manager), make_gap(manager)
    plan(stale, by=manager, severity="low")

    page = _send(client, manager, rows=[f"{fresh.key}:0", f"{stale.key}:0"], **HIGH)

    assert page.status_code == 409
    assert _keys(page) == [stale.key]
    assert f'value="{stale.key}:1"' in page.content.decode()
    assert (plan_of_row(fresh).severity, plan_of_row(stale).severity) == ("high", "low")


def test_what_cannot_be_is_refused_with_the_chosen_gaps_beneath(
    client: Client, manager: Membership
) -> None:
    row, _other = make_gap(manager), make_gap(manager)
    rows = [f"{row.key}:0"]

    pages = [
        _send(client, manager, rows=rows, **HIGH | {"severity": "terrible"}),
        _send(client, manager, rows=rows, **HIGH | {"severity": "keep"}),
        _send(client, manager, rows=rows, **HIGH, ticket_url="javascript:alert(1)"),
    ]

    assert [page.status_code for page in pages] == [422, 422, 422]
    assert [_keys(page) for page in pages] == [[row.key]] * 3
    assert "every field is left as it is" in pages[1].content.decode()


@pytest.mark.parametrize("rows", [[], ["nothing"], ["x:1"]])
def test_nothing_chosen_leads_back_with_a_word(
    client: Client, manager: Membership, rows: list[str]
) -> None:
    make_gap(manager)

    answer = _send(client, manager, "state=open", rows=rows, **HIGH)

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/gaps/?state=open")


def test_what_is_anothers_is_left_and_said(client: Client, manager: Membership) -> None:
    row = make_gap(manager, owner_membership_id=manager.pk)
    gone = make_gap(manager)
    make_answers(gone.assessment, AnswerValues(coverage="covered"), by=manager)
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    client.force_login(contributor.user)

    answer = _send(client, manager, rows=[f"{row.key}:0", f"{gone.key}:0"], **HIGH)

    text = client.get(answer.headers["Location"]).content.decode()
    assert "not yours to plan" in text
    assert "no gap any more" in text
    assert f'value="{row.key}:0"' not in text


def test_in_a_signed_assessment_nothing_is_planned_or_taken_back(
    client: Client, manager: Membership
) -> None:
    row = make_gap(manager)
    batch = plan(row, by=manager, severity="low").batch
    Assessment.objects.update(state=Assessment.State.SIGNED)

    sent = _send(client, manager, rows=[f"{row.key}:1"], **HIGH)
    undone = client.post(f"/o/{manager.organisation.slug}/gaps/undo/", {"batch": batch})

    assert (sent.status_code, undone.status_code) == (409, 302)
    assert plan_of_row(row).severity == "low"


def test_there_is_nothing_to_take_back_that_is_no_batch_or_not_ones_own(
    client: Client, manager: Membership
) -> None:
    url = f"/o/{manager.organisation.slug}/gaps/undo/"

    answers = [client.post(url, {"batch": batch}) for batch in ("x", "0" * 32)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_change_is_not_taken_back_once_who_was_to_act_has_left(
    client: Client, manager: Membership
) -> None:
    row = make_gap(manager)
    gone = make_member(organisation=manager.organisation)
    plan(row, by=manager, responsible_id=gone.pk)
    batch = plan(row, by=manager, revision=1, responsible_id=None).batch
    gone.user.is_active = False
    gone.user.save(update_fields=["is_active"])

    answer = client.post(f"/o/{manager.organisation.slug}/gaps/undo/", {"batch": batch})

    assert "Not undone" in client.get(answer.headers["Location"]).content.decode()
    assert plan_of_row(row).revision == 2


def _get(client: Client, member: Membership, query: str = "") -> Any:
    return client.get(f"/o/{member.organisation.slug}/gaps/?{query}")


def _keys(page: Any) -> list[Any]:
    return [row.record.key for row in page.context["table"].paginated_rows]


def _send(client: Client, member: Membership, query: str = "", **values: Any) -> Any:
    return client.post(f"/o/{member.organisation.slug}/gaps/plan/?{query}", values)
