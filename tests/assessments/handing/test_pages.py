"""hand-over/: preview, offer, decision, receipt and its twin."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, HandOver
from assessments.services.answering import AnswerValues
from assessments.services.handing import Offer, offer_duties
from tests.builders import NOW, make_answers, make_assessment, make_member, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Membership:
    """Return a manager with a duty, signed in in a browser that speaks English."""
    member = make_member()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(member.user)
    make_answers(make_assessment(member), AnswerValues(owner_membership_id=member.pk), by=member)
    return member


@pytest.fixture
def successor(manager: Membership) -> Membership:
    """Return a contributor of the same organisation."""
    return make_member(Role.CONTRIBUTOR, organisation=manager.organisation)


def test_the_preview_shows_what_would_go_and_changes_nothing(
    client: Client, manager: Membership, successor: Membership
) -> None:
    page = client.get(_url(manager), _values(manager, successor))

    assert len(page.context["rows"]) == 1
    assert "1 row would go" in page.content.decode()
    assert not HandOver.objects.exists()


def test_what_is_offered_leads_to_the_receipt_and_to_the_successors_duties(
    client: Client, manager: Membership, successor: Membership
) -> None:
    answer = client.post(_url(manager, "offer/"), _values(manager, successor))
    receipt = client.get(answer.headers["Location"])
    client.force_login(successor.user)
    mine = client.get(f"/o/{manager.organisation.slug}/my-duties/")

    hand_over = HandOver.objects.get()
    assert answer.headers["Location"] == _url(manager, f"{hand_over.pk}/")
    assert receipt.context["receipt"].waiting == 1
    assert "1 row: 1 waiting" in receipt.content.decode()
    assert _url(manager, f"{hand_over.pk}/") in mine.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"to": "member-{manager}"}, "to", id="to oneself"),
        pytest.param({"to": "member-0"}, "to", id="to nobody"),
        pytest.param({"reason": "boredom"}, "reason", id="no reason there is"),
        pytest.param({"reason": "holiday"}, "ends_on", id="a holiday without an end"),
        pytest.param(
            {"reason": "holiday", "ends_on": "2020-01-01"}, "ends_on", id="a holiday long over"
        ),
        pytest.param({"starts_on": "2020-01-01"}, "starts_on", id="a first day long over"),
        pytest.param(
            {"reason": "holiday", "starts_on": "2999-12-02", "ends_on": "2999-12-01"},
            "starts_on",
            id="a first day after the last one",
        ),
        pytest.param({"giver": "{successor}"}, "giver", id="who has nothing"),
        pytest.param({"assessments": "0"}, "assessments", id="an assessment elsewhere"),
    ],
)
def test_what_cannot_be_is_refused_in_place(
    client: Client,
    manager: Membership,
    successor: Membership,
    changes: dict[str, str],
    field: str,
) -> None:
    ids = {"manager": manager.pk, "successor": successor.pk}
    wanted = {name: value.format(**ids) for name, value in changes.items()}
    values = _values(manager, successor)
    if field == "giver":
        values["to"] = f"member-{manager.pk}"

    page = client.post(_url(manager, "offer/"), values | wanted)

    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not HandOver.objects.exists()


def test_the_successor_accepts_what_is_marked(
    client: Client, manager: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, successor)
    (row,) = Answer.objects.filter(owner_membership=manager)
    client.force_login(successor.user)

    page = client.get(_url(manager, f"{hand_over.pk}/"))
    values = {"rows": [str(row.key)], "decision": "accept"}
    answer = client.post(_url(manager, f"{hand_over.pk}/decide/"), values)

    row.refresh_from_db()
    assert f'value="{row.key}"' in page.content.decode()
    assert row.owner_membership == successor
    assert "1 row accepted." in client.get(answer.headers["Location"]).content.decode()


def test_one_that_starts_later_says_from_when_on_both_pages(
    client: Client, manager: Membership, successor: Membership
) -> None:
    values = _values(manager, successor) | {"starts_on": "2999-12-01"}
    answer = client.post(_url(manager, "offer/"), values)
    client.force_login(successor.user)
    (row,) = HandOver.objects.get().rows.all()
    accepting = {"rows": [str(row.answer.key)], "decision": "accept"}

    client.post(f"{answer.headers['Location']}decide/", accepting)

    receipt = client.get(answer.headers["Location"]).content.decode()
    mine = client.get(f"/o/{manager.organisation.slug}/my-duties/").content.decode()
    assert "What is accepted changes hands on 1 December 2999." in receipt
    assert "1 row: 1 accepted for later" in receipt
    assert "from 1 December 2999" in mine


def test_the_successor_refuses_or_finds_it_changed(
    client: Client, manager: Membership, successor: Membership
) -> None:
    mine = AnswerValues(owner_membership_id=manager.pk)
    make_answers(make_assessment(manager), mine, by=manager)
    hand_over = _offered(manager, successor)
    first, second = Answer.objects.filter(owner_membership=manager).order_by("pk")
    Answer.objects.filter(pk=first.pk).update(owner_membership=None)
    client.force_login(successor.user)
    url = _url(manager, f"{hand_over.pk}/decide/")

    for row, decision in ((first, "accept"), (second, "refuse")):
        client.post(url, {"rows": [str(row.key)], "decision": decision})

    text = client.get(_url(manager, f"{hand_over.pk}/")).content.decode()
    assert "1 row was changed meanwhile" in text
    assert "1 row refused." in text


def test_nothing_marked_is_said(
    client: Client, manager: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, successor)
    client.force_login(successor.user)

    answer = client.post(_url(manager, f"{hand_over.pk}/decide/"), {"decision": "accept"})

    assert "Mark the rows first." in client.get(answer.headers["Location"]).content.decode()


def test_who_it_does_not_concern_finds_nothing(
    client: Client, manager: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, successor)
    paths = [f"{hand_over.pk}/", f"{hand_over.pk}.xlsx"]

    by_manager = client.post(_url(manager, f"{hand_over.pk}/decide/"), {})
    client.force_login(make_member(Role.CONTRIBUTOR, organisation=manager.organisation).user)
    by_another = [client.get(_url(manager, path)).status_code for path in paths]

    assert by_manager.status_code == 404
    assert by_another == [404, 404]
    assert client.get(_url(manager)).context["hand_overs"] == []


def test_a_contributor_hands_over_their_own_and_reads_what_concerns_them(
    client: Client, manager: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, successor)
    client.force_login(successor.user)

    page = client.get(_url(manager))

    givers = [value for value, _name in page.context["form"].fields["giver"].choices]
    assert givers == [str(successor.pk)]
    assert page.context["hand_overs"] == [hand_over]


def test_the_twin_of_the_receipt_says_who_when_and_which(
    client: Client, manager: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, make_team(successor))

    response = client.get(_url(manager, f"{hand_over.pk}.xlsx"))

    book = load_workbook(BytesIO(response.content))
    rows, about = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    assert len(rows) == 2
    assert "waiting" in rows[1]
    assert (str(manager), str(hand_over.to_team)) == (about[0][1], about[1][1])


def test_a_receipt_asks_as_often_for_two_rows_as_for_six(
    client: Client, manager: Membership, successor: Membership
) -> None:
    counts = []
    for more in (1, 4):
        mine = AnswerValues(owner_membership_id=manager.pk)
        for _ in range(more):
            make_answers(make_assessment(manager), mine, by=manager)
        hand_over = _offered(manager, successor)
        with CaptureQueriesContext(connection) as captured:
            client.get(_url(manager, f"{hand_over.pk}/"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def _offered(manager: Membership, to: Any) -> HandOver:
    at = NOW + timedelta(hours=HandOver.objects.count())
    return offer_duties(offer=Offer(manager, to, "leave"), by=manager, at=at)


def _values(manager: Membership, successor: Membership) -> dict[str, str]:
    return {"giver": str(manager.pk), "to": f"member-{successor.pk}", "reason": "leave"}


def _url(manager: Membership, tail: str = "") -> str:
    return f"/o/{manager.organisation.slug}/hand-over/{tail}"
