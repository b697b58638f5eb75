"""What a real mail server receives of a summary."""

from datetime import UTC, date, datetime

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Digest, User
from assessments.models import Coverage
from assessments.services.digests import send_due
from tests.assessments.mine.giving import give
from tests.assessments.talking.talk import Row
from tests.mailbox import SITE, links_in, part_of, serving

pytestmark = pytest.mark.django_db


def test_a_summary_arrives_as_text_and_html_with_a_way_to_end_it(
    row: Row, settings: Settings
) -> None:
    reader = row.contributor
    User.objects.filter(pk=reader.user_id).update(digest=Digest.DAILY, language="en")
    give(reader, {"coverage": Coverage.GAP, "due_on": date(2026, 11, 1)}, by=row.manager)
    row.say("@Karim Benali, look")

    with serving(settings) as mailbox:
        send_due(at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    ((_sender, receivers, mail),) = mailbox.mails
    text, html = part_of(mail, "plain"), part_of(mail, "html")
    end = str(mail["List-Unsubscribe"]).strip(" <>")
    assert receivers == [reader.user.email]
    assert mail["Subject"] == "Your duties: 1 overdue"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert end.startswith(f"{SITE}/summaries/")
    assert links_in(text) == links_in(html)
    assert end in links_in(html)
    assert all(link.startswith(SITE) for link in links_in(text))
