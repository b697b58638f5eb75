"""The link for a row to recheck: it asks, its button answers, and it ends with its reason."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import Digest, Membership, Organisation, User
from accounts.rights import Role
from accounts.selectors.summaries import unsubscribing_key
from assessments.models import Answer, Assessment, Coverage
from assessments.selectors.still_true import still_true
from assessments.services.digests import send_due
from assessments.services.still_true import NothingToConfirm, confirm_still_true
from audit.models import Event
from tests.assessments.mine.giving import give
from tests.assessments.talking.talk import text_of_mail
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 7, 10, tzinfo=ZoneInfo("Europe/Paris"))
DAY = timedelta(days=1)


@pytest.fixture
def key(reader: Membership) -> str:
    """Return the key of the link in a mail about a row to recheck."""
    manager = make_member(organisation=reader.organisation)
    User.objects.filter(pk=manager.user_id).update(digest=Digest.NEVER)
    give(reader, {"coverage": Coverage.COVERED, "note": "Seen"}, by=manager)
    Answer.objects.filter(owner_membership=reader).update(is_to_recheck=True)
    mail.outbox.clear()
    send_due(at=MONDAY)
    return text_of_mail().split("/still-true/")[1].split("/")[0]


def test_the_link_asks_and_its_button_answers(
    client: Client, reader: Membership, key: str
) -> None:
    asked = client.get(reverse("assessments:still_true", args=[key]))
    before = Answer.objects.get(owner_membership=reader)

    done = client.post(reverse("assessments:confirm_still_true", args=[key]))

    after = Answer.objects.get(owner_membership=reader)
    event = Event.objects.order_by("-sequence").filter(object_id=str(after.key))[0]
    assert (asked.status_code, done.status_code) == (200, 200)
    assert "Seen" in asked.content.decode()
    assert before.is_to_recheck
    assert (after.is_to_recheck, after.coverage) == (False, Coverage.COVERED)
    assert event.actor_id == reader.user_id
    assert asked.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in asked.headers["Cache-Control"]


def test_it_works_once(client: Client, key: str) -> None:
    confirm = reverse("assessments:confirm_still_true", args=[key])

    codes = [client.post(confirm).status_code for _ in range(2)]

    assert codes == [200, 404]
    assert client.get(reverse("assessments:still_true", args=[key])).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"revision": 9}, id="the row changed"),
        pytest.param({"is_to_recheck": False}, id="somebody looked at it"),
        pytest.param({"is_switched_off": True}, id="the row is switched off"),
        pytest.param({"owner_membership": "other"}, id="the row is somebody else's"),
    ],
)
def test_it_ends_with_what_it_is_about(
    reader: Membership, key: str, change: dict[str, Any]
) -> None:
    if "owner_membership" in change:
        change = {"owner_membership": make_member(organisation=reader.organisation)}
    Answer.objects.filter(owner_membership=reader).update(**change)

    with pytest.raises(NothingToConfirm):
        confirm_still_true(link_key=key, at=NOW)


@pytest.mark.parametrize("why", ["viewer", "ended", "deactivated", "second factor", "closed"])
def test_it_ends_with_the_right_to_answer(reader: Membership, key: str, why: str) -> None:
    if why == "ended":
        services.end_membership(membership=reader, at=NOW)
    elif why == "viewer":
        services.change_role(membership=reader, role=Role.VIEWER, by=reader.user, at=NOW)
    elif why == "deactivated":
        User.objects.filter(pk=reader.user_id).update(is_active=False)
    elif why == "closed":
        answer = Answer.objects.get(owner_membership=reader)
        Assessment.objects.filter(pk=answer.assessment_id).update(state="closed")
    else:
        Organisation.objects.update(requires_mfa=True)

    with pytest.raises(NothingToConfirm):
        confirm_still_true(link_key=key, at=NOW)


def test_no_mail_of_a_place_with_second_factors_has_one(reader: Membership, key: str) -> None:
    assert key
    Organisation.objects.filter(pk=reader.organisation_id).update(requires_mfa=True)
    mail.outbox.clear()

    send_due(at=MONDAY + DAY)

    assert "1 to recheck" in text_of_mail()
    assert "/still-true/" not in text_of_mail()


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param({"revision": 9}, id="the row changed"),
        pytest.param({"state": "closed"}, id="the assessment was closed"),
    ],
)
def test_what_happens_between_reading_and_writing_is_seen(
    key: str, monkeypatch: pytest.MonkeyPatch, meanwhile: dict[str, Any]
) -> None:
    found = still_true(key)
    assert found is not None
    rows: Any = Assessment.objects if "state" in meanwhile else Answer.objects
    rows.update(**meanwhile)
    monkeypatch.setattr("assessments.services.still_true.still_true", lambda _key: found)

    with pytest.raises(NothingToConfirm):
        confirm_still_true(link_key=key, at=NOW)

    assert Answer.objects.filter(is_to_recheck=True).exists()


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param("x" * 43, id="of nobody"),
        pytest.param(unsubscribing_key, id="of another link"),
    ],
)
def test_only_what_we_signed_for_this_opens(reader: Membership, forged: Any) -> None:
    key = forged(reader.user) if callable(forged) else forged

    with pytest.raises(NothingToConfirm):
        confirm_still_true(link_key=key, at=NOW)


def test_an_old_link_opens_nothing(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.selectors.still_true.LINK_DAYS", -1)

    with pytest.raises(NothingToConfirm):
        confirm_still_true(link_key=key, at=NOW)
