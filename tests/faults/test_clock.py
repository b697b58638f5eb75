"""The clock is set back: what is done keeps its order, and nothing is lost or stuck.

What background work does then is in `tests/jobs/test_outages.py`.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import OpenSession
from accounts.rights import Role
from accounts.services import see_session
from assessments.models import Answer
from assessments.services.answering import ANSWERED, AnswerValues, Entry, record_answers
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, PASSWORD, make_assessment, make_member, make_user
from tests.faults.noting import note

pytestmark = pytest.mark.django_db

EARLIER = NOW - timedelta(days=400)
DAY = timedelta(days=1)


def test_answers_are_kept_in_the_order_they_were_given() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_assessment(member)
    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]

    saved = []
    for revision, at in enumerate((NOW, EARLIER, NOW), start=1):
        values = AnswerValues(coverage="covered", note=f"Note {revision}")
        entry = Entry(row.key, revision, values)
        told = record_answers(assessment_id=assessment.pk, entries=[entry], by=member, at=at)
        saved.append(told.saved)

    events = Event.objects.filter(verb=ANSWERED).order_by("sequence")
    row.refresh_from_db()
    assert saved == [{row.key: 2}, {row.key: 3}, {row.key: 4}]
    assert [event.new["note"] for event in events] == ["Note 1", "Note 2", "Note 3"]
    assert [event.at for event in events] == [NOW, EARLIER, NOW]
    assert row.note == "Note 3"
    assert verify_chain(chain_of(member.organisation_id)).broken_at is None
    note("clock set back", "nothing: answers go on", None)


def test_whoever_is_signed_in_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    user, browser = make_user(password=PASSWORD), Client()
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    earlier = timezone.now() - timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: earlier)

    page = browser.get("/profile/")
    session = OpenSession.objects.get(user=user)
    see_session(session_key=session.session_key, at=earlier, idle=DAY)

    again = OpenSession.objects.get(pk=session.pk)
    assert page.status_code == 200
    assert again.seen_at >= again.started_at
