"""Summaries by mail: to whom, when, once, and of nothing but what is theirs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django.fixtures import Settings

from accounts import services
from accounts.models import Digest, Membership, Organisation, User
from accounts.rights import Role
from accounts.services import MailNotSent
from assessments.models import Coverage
from assessments.selectors.digests import SHOWN, digest_of
from assessments.services.answering import AnswerValues
from assessments.services.digests import send_due
from tests.assessments.mine.giving import give
from tests.assessments.talking.talk import Row, text_of_mail
from tests.builders import NOW, make_member, make_organisation, make_page, make_user

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 7, 10, tzinfo=PARIS)
LATE = date(2026, 11, 1)
DAY = timedelta(days=1)

LATE_GAP = AnswerValues(coverage=Coverage.GAP, due_on=LATE)


@pytest.fixture
def late(reader: Membership) -> Membership:
    """Return the manager who gave the reader a gap that is late."""
    manager = make_member(Role.MANAGER, organisation=reader.organisation)
    User.objects.filter(pk=manager.user_id).update(digest=Digest.NEVER)
    give(reader, LATE_GAP, by=manager)
    mail.outbox.clear()
    return manager


@pytest.mark.parametrize(
    ("how_often", "before", "moment", "is_sent"),
    [
        pytest.param("daily", None, MONDAY, True, id="daily, the first time"),
        pytest.param("daily", MONDAY - DAY, MONDAY, True, id="daily, the day after"),
        pytest.param("daily", MONDAY, MONDAY, False, id="daily, once a day"),
        pytest.param("daily", None, MONDAY - DAY / 4, False, id="not in the night"),
        pytest.param("weekly", None, MONDAY, True, id="weekly, the first Monday"),
        pytest.param("weekly", None, MONDAY + DAY, False, id="weekly, not on a Tuesday"),
        pytest.param("weekly", MONDAY - DAY, MONDAY, True, id="weekly, the next Monday"),
        pytest.param("weekly", MONDAY - DAY, MONDAY + DAY, True, id="weekly, Monday was missed"),
        pytest.param("weekly", MONDAY, MONDAY + 6 * DAY, False, id="weekly, once a week"),
        pytest.param("never", None, MONDAY, False, id="never"),
    ],
)
def test_it_is_sent_when_it_is_due(
    reader: Membership,
    late: Membership,
    how_often: str,
    before: datetime | None,
    moment: datetime,
    is_sent: bool,
) -> None:
    assert late
    digested_on = before.date() if before else None
    User.objects.filter(pk=reader.user_id).update(digest=how_often, digested_on=digested_on)

    sent = send_due(at=moment)

    assert sent == len(mail.outbox) == int(is_sent)


def test_it_is_sent_once_however_often_it_is_asked_for(late: Membership) -> None:
    assert late

    sent = [send_due(at=MONDAY), send_due(at=MONDAY), send_due(at=MONDAY + DAY)]

    assert sent == [1, 0, 1]


def test_of_two_workers_one_sends_it(
    reader: Membership, late: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert late
    stale = User.objects.get(pk=reader.user_id)
    send_due(at=MONDAY)
    monkeypatch.setattr("assessments.services.digests.due_readers", lambda _at: [stale])

    sent = send_due(at=MONDAY)

    assert sent == 0
    assert len(mail.outbox) == 1


def test_who_has_nothing_to_do_gets_none(reader: Membership) -> None:
    sent = send_due(at=MONDAY)

    reader.user.refresh_from_db()
    assert sent == 0
    assert reader.user.digested_on == MONDAY.date()


def test_a_demo_writes_to_nobody(reader: Membership, late: Membership) -> None:
    Organisation.objects.filter(pk=reader.organisation_id).update(is_demo=True)

    assert digest_of(reader.user, on=MONDAY.date()) == ()


def test_it_says_what_waits_with_links(reader: Membership, late: Membership) -> None:
    page = make_page(SHOWN + 2)
    give(reader, *[LATE_GAP for _ in range(SHOWN + 2)], by=late, page=page)
    for day in (date(2026, 11, 25), date(2027, 6, 1)):
        give(reader, AnswerValues(coverage=Coverage.GAP, due_on=day), by=late)
    mail.outbox.clear()

    send_due(at=MONDAY)

    (sent,) = mail.outbox
    slug = reader.organisation.slug
    assert sent.to == [reader.user.email]
    assert sent.subject == "Your duties: 8 overdue"
    assert "8 overdue" in text_of_mail()
    assert "1 due this week" in text_of_mail()
    assert "planned for later" not in text_of_mail()
    assert f"3 more: http://testsite/o/{slug}/my-duties/#mine-overdue" in text_of_mail()
    assert text_of_mail().count("* Tenir le registre") == SHOWN - 1
    assert "due 1 November 2026" in text_of_mail()
    assert sent.extra_headers["List-Unsubscribe"].strip("<>") in text_of_mail()


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    """Have a short address."""
    settings.SITE_URL = "http://testsite"


def test_it_speaks_the_language_of_its_reader(reader: Membership, late: Membership) -> None:
    assert late
    User.objects.filter(pk=reader.user_id).update(language="fr")

    send_due(at=MONDAY)

    assert "en retard" in text_of_mail()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert 'lang="fr"' in str(sent.alternatives[0][0])


def test_it_holds_all_organisations_of_a_person_and_nothing_of_others(
    reader: Membership, late: Membership
) -> None:
    assert late
    second = make_member(
        Role.CONTRIBUTOR, organisation=make_organisation("Second home"), user=reader.user
    )
    give(second, LATE_GAP, by=make_member(organisation=second.organisation))
    stranger = make_member(
        Role.CONTRIBUTOR, organisation=make_organisation("Canary & Sons"), user=make_user()
    )
    User.objects.filter(pk=stranger.user_id).update(digest=Digest.DAILY)
    give(stranger, LATE_GAP, by=make_member(organisation=stranger.organisation))
    mail.outbox.clear()

    send_due(at=MONDAY)

    bodies = {each.to[0]: f"{each.subject} {each.body}" for each in mail.outbox}
    theirs = bodies.pop(reader.user.email)
    assert {"Second home", reader.organisation.name} <= {
        name for name in Organisation.objects.values_list("name", flat=True) if name in theirs
    }
    assert "Canary" not in theirs
    assert "Canary & Sons" in bodies[stranger.user.email]
    assert reader.organisation.name not in bodies[stranger.user.email]


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param("ended", id="a former member"),
        pytest.param("deactivated", id="an account that is switched off"),
        pytest.param("viewer", id="a viewer"),
    ],
)
def test_who_works_there_no_more_gets_none(
    reader: Membership, late: Membership, leave: str
) -> None:
    if leave == "ended":
        services.end_membership(membership=reader, at=NOW, by=late.user)
    elif leave == "viewer":
        services.change_role(membership=reader, role=Role.VIEWER, by=late.user, at=NOW)
    else:
        User.objects.filter(pk=reader.user_id).update(is_active=False)

    sent = send_due(at=MONDAY)

    assert sent == 0


def test_it_tells_who_mentions_the_reader(row: Row) -> None:
    User.objects.filter(pk=row.contributor.user_id).update(digest=Digest.DAILY, language="en")
    row.say("@Karim Benali, the canary sings")
    row.manager.user.delete()

    send_due(at=MONDAY)

    assert "1 comment mentions you" in text_of_mail()
    assert "Somebody who is no longer here" in text_of_mail()
    assert "canary" not in text_of_mail()


class Refusing(BaseEmailBackend):
    """A mail server that takes nothing."""

    refusal: Exception = SMTPException("away")

    def send_messages(self, _messages: object) -> int:
        """Refuse."""
        raise self.refusal


@pytest.fixture
def refusing(settings: Settings) -> Iterator[type[Refusing]]:
    """Have every mail refused."""
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    yield Refusing
    Refusing.refusal = SMTPException("away")


def test_a_mail_server_that_is_away_is_tried_again(
    reader: Membership, late: Membership, refusing: type[Refusing], settings: Settings
) -> None:
    assert late
    assert refusing
    with pytest.raises(MailNotSent):
        send_due(at=MONDAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    sent = send_due(at=MONDAY)

    assert sent == 1
    assert mail.outbox[0].to == [reader.user.email]


def test_an_address_that_is_refused_keeps_no_other_waiting(
    reader: Membership,
    late: Membership,
    refusing: type[Refusing],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert late
    refusing.refusal = SMTPRecipientsRefused({})

    sent = [send_due(at=MONDAY), send_due(at=MONDAY)]

    assert sent == [0, 0]
    assert f"person {reader.user_id} was refused" in caplog.text
    assert reader.user.email not in caplog.text
