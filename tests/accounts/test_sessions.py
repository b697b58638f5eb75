"""Where a person is signed in: the list, and ending what is on it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import OpenSession, User
from accounts.selectors.sessions import SessionLine, device_name, sessions_of
from accounts.services import create_organisation, see_session
from accounts.services.people import appoint_administrator
from audit.models import INSTALLATION, Event
from raci_project import middleware
from tests.accounts.second_factors import AGENT
from tests.builders import NOW, PASSWORD, make_user

pytestmark = pytest.mark.django_db
SECURITY = reverse("accounts:security")
REST = timedelta(hours=2)
OTHERS = reverse("accounts:end_other_sessions")


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> Iterator[None]:
    cache.clear()
    middleware._see.cache_clear()
    yield
    middleware._see.cache_clear()


@pytest.fixture
def user(db: None) -> User:
    """Return a person with a password."""
    return make_user(password=PASSWORD)


def _sign_in(user: User, agent: str = AGENT) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def _is_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def _listed(user: User, here: str | None = None) -> tuple[SessionLine, ...]:
    return sessions_of(user, here=here, at=timezone.now())


@pytest.mark.asvs("7.5.2")
def test_each_sign_in_is_listed_with_device_and_address_the_one_at_hand_first(user: User) -> None:
    here = _sign_in(user)
    _sign_in(user, "curl/8")

    page = here.get(SECURITY)

    lines = page.context["sessions"]
    assert [line.is_here for line in lines] == [True, False]
    assert "Firefox" in lines[0].device
    assert {line.address for line in lines} == {"127.0.0.1"}


@pytest.mark.asvs("7.5.2")
def test_one_session_is_ended_and_told(user: User) -> None:
    here, there = _sign_in(user), _sign_in(user)
    (other,) = [line for line in here.get(SECURITY).context["sessions"] if not line.is_here]

    here.post(reverse("accounts:end_session", args=[other.session_id]))

    assert (_is_in(here), _is_in(there)) == (True, False)
    assert Event.objects.of_chain(INSTALLATION).in_sequence().reverse()[0].verb == "session-ended"


@pytest.mark.asvs("7.5.2")
def test_all_others_are_ended_at_once(user: User) -> None:
    here, there, elsewhere = _sign_in(user), _sign_in(user), _sign_in(user)

    here.post(OTHERS)

    assert [_is_in(each) for each in (here, there, elsewhere)] == [True, False, False]
    assert len(_listed(user)) == 1


def test_with_no_other_session_nothing_is_told(user: User) -> None:
    here = _sign_in(user)
    before = Event.objects.count()

    here.post(OTHERS)

    assert _is_in(here)
    assert Event.objects.count() == before


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("whose", ["another person", "one's own"])
def test_neither_anothers_session_nor_the_one_at_hand_is_ended_here(
    user: User, whose: str
) -> None:
    here = _sign_in(user)
    stranger = make_user(password=PASSWORD)
    _sign_in(stranger)
    ends = stranger if whose == "another person" else user
    session_id = OpenSession.objects.get(user=ends).pk

    answer = here.post(reverse("accounts:end_session", args=[session_id]))

    assert answer.status_code == 404
    assert _is_in(here)
    assert len(_listed(stranger)) == 1


def test_who_signs_out_is_no_longer_listed(user: User) -> None:
    here = _sign_in(user)

    here.post(reverse("account_logout"))

    assert not OpenSession.objects.exists()


@pytest.mark.asvs("7.4.3")
def test_a_new_password_by_command_ends_and_forgets_every_session(user: User) -> None:
    here = _sign_in(user)

    appoint_administrator(
        email=user.email,
        name="",
        password=PASSWORD + "!",
        organisation=create_organisation(name="Mairie", at=NOW),
        at=NOW,
    )

    assert not _is_in(here)
    assert _listed(user) == ()


@pytest.mark.asvs("7.3.2")
def test_a_session_that_ran_out_is_not_listed_and_then_forgotten(user: User) -> None:
    _sign_in(user)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    was_listed = _listed(user)

    _sign_in(user)

    assert was_listed == ()
    assert OpenSession.objects.count() == 1


def test_a_session_is_seen_at_most_once_in_ten_minutes(user: User) -> None:
    here = _sign_in(user)
    early = timezone.now() - timedelta(hours=1)
    OpenSession.objects.update(started_at=early, seen_at=early)

    _is_in(here)
    seen = OpenSession.objects.get().seen_at
    with CaptureQueriesContext(connection) as queries:
        _is_in(here)

    assert seen > early
    assert not [each for each in queries if each["sql"].startswith("UPDATE")]


def test_a_session_is_never_seen_earlier_than_it_was(user: User) -> None:
    _sign_in(user)
    session = OpenSession.objects.get()

    earlier = session.seen_at - timedelta(hours=1)
    goes_on = see_session(session_key=session.session_key, at=earlier, idle=REST)

    session_now = OpenSession.objects.get()
    assert goes_on
    assert session_now.seen_at == session.seen_at


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize(
    ("rested", "is_in"),
    [
        pytest.param(timedelta(minutes=125), True, id="it may have been in use for ten minutes"),
        pytest.param(timedelta(minutes=131), False, id="for longer"),
    ],
)
def test_a_session_that_was_not_used_for_two_hours_is_ended(
    user: User, rested: timedelta, is_in: bool
) -> None:
    here = _sign_in(user)
    before = timezone.now() - rested
    OpenSession.objects.update(started_at=before, seen_at=before)

    assert _is_in(here) == is_in
    assert _is_in(here) == is_in
    assert OpenSession.objects.exists() == Session.objects.exists() == is_in


def test_without_a_limit_a_session_may_rest(user: User, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 0
    here = _sign_in(user)
    before = timezone.now() - timedelta(hours=11)
    OpenSession.objects.update(started_at=before, seen_at=before)

    assert _is_in(here)


def test_a_session_that_nobody_noted_is_not_ended_for_resting() -> None:
    assert see_session(session_key="unknown", at=NOW, idle=REST)
    assert see_session(session_key="unknown", at=NOW, idle=None)


def test_a_session_that_nobody_noted_says_so(client: Client, user: User) -> None:
    client.force_login(user)

    page = client.get(SECURITY)

    assert page.context["sessions"] == ()
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        pytest.param(AGENT, {"Firefox", "Linux"}, id="both"),
        pytest.param(
            "Mozilla/5.0 (Windows NT 10.0) Chrome/141 Safari/537 Edg/141",
            {"Edge", "Windows"},
            id="the most particular name",
        ),
        pytest.param(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604",
            {"Safari", "iPhone"},
            id="telephone",
        ),
        pytest.param("Firefox/140.0", {"Firefox"}, id="browser alone"),
        pytest.param("Android", {"Android"}, id="system alone"),
    ],
)
def test_a_browser_is_named_as_far_as_it_is_known(agent: str, words: set[str]) -> None:
    name = device_name(agent)

    assert all(word in name for word in words)
    assert not {"Chrome", "macOS"} & set(name.split())


def test_an_unknown_browser_has_a_name_too() -> None:
    assert device_name("") == device_name("curl/8.5")
