"""Second factors: setting up, signing in with, losing and removing them."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.selectors.second_factor import has_second_factor, second_factors_of
from accounts.services import NoSecondFactor, reset_second_factor
from audit.models import INSTALLATION, Event
from tests.accounts.second_factors import (
    code_of,
    kinds_of,
    make_app,
    make_codes,
    say_who_it_is,
)
from tests.builders import NOW, PASSWORD, make_user

pytestmark = pytest.mark.django_db
SECURITY = reverse("accounts:security")
ADD_APP = reverse("mfa_activate_totp")
REMOVE_APP = reverse("mfa_deactivate_totp")


@pytest.fixture(autouse=True)
def _nothing_was_tried(settings: Settings) -> None:
    cache.clear()
    # A code is good for half a minute otherwise, which may end in the middle of a test.
    settings.MFA_TOTP_PERIOD = 86_400


@pytest.fixture
def user(db: None) -> User:
    """Return a person with a password."""
    return make_user(password=PASSWORD)


@pytest.fixture
def mine(user: User, client: Client) -> Client:
    """Return the client of a person who just entered the password again."""
    client.force_login(user)
    say_who_it_is(client, PASSWORD)
    return client


def _told() -> list[str]:
    return [event.verb for event in Event.objects.of_chain(INSTALLATION).in_sequence()]


def _sign_in(client: Client, user: User) -> str:
    answer = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    return str(answer.request["PATH_INFO"])


def _enter(client: Client, code: str) -> bool:
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client.get(SECURITY).status_code == 200


@pytest.mark.asvs("6.5.1")
def test_an_app_is_set_up_with_the_code_it_shows_and_told(mine: Client, user: User) -> None:
    secret = mine.get(ADD_APP).context["form"].secret

    answer = mine.post(ADD_APP, {"code": code_of(secret)})

    events = list(Event.objects.of_chain(INSTALLATION).in_sequence())[-2:]
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert kinds_of(user) == {"totp", "recovery_codes"}
    assert [event.verb for event in events] == ["second-factor-added", "recovery-codes-made"]
    assert {event.actor_id for event in events} == {user.pk}
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def test_a_wrong_code_sets_no_app_up(mine: Client, user: User) -> None:
    secret = mine.get(ADD_APP).context["form"].secret

    mine.post(ADD_APP, {"code": code_of(secret)[:5] + "x"})

    assert not has_second_factor(user)


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize("page", [ADD_APP, reverse("mfa_add_webauthn")])
def test_what_protects_the_account_is_changed_after_the_password_only(
    client: Client, user: User, page: str
) -> None:
    client.force_login(user)

    answer = client.get(page)

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.asvs("6.3.3")
def test_signing_in_takes_the_code_of_the_app(client: Client, user: User) -> None:
    secret = make_app(user)

    page = _sign_in(client, user)
    was_in = client.get(SECURITY).status_code == 200
    is_in = _enter(client, code_of(secret))

    assert page == reverse("mfa_authenticate")
    assert not was_in
    assert is_in
    assert _told()[-1] == "signed-in"


@pytest.mark.asvs("6.5.1")
def test_a_code_of_the_app_signs_in_once(client: Client, user: User) -> None:
    code = code_of(make_app(user))
    other = Client()
    _sign_in(client, user)
    _sign_in(other, user)

    first, second = _enter(client, code), _enter(other, code)

    assert (first, second) == (True, False)


@pytest.mark.asvs("6.3.1")
def test_codes_can_be_tried_only_so_often(client: Client, user: User) -> None:
    secret = make_app(user)
    _sign_in(client, user)
    for _ in range(5):
        _enter(client, "000000")

    is_in = _enter(client, code_of(secret))

    assert not is_in


@pytest.mark.asvs("6.5.1")
def test_a_recovery_code_signs_in_once_and_is_told(client: Client, user: User) -> None:
    make_app(user)
    codes = make_codes(user)
    _sign_in(client, user)
    other = Client()
    _sign_in(other, user)

    first, second = _enter(client, codes[0]), _enter(other, codes[0])

    assert (first, second) == (True, False)
    assert _told().count("recovery-code-used") == 1
    assert second_factors_of(user).codes_left == len(codes) - 1


def test_a_recovery_code_shows_again_who_it_is(client: Client, user: User) -> None:
    make_app(user)
    code = make_codes(user)[0]
    client.force_login(user)

    client.post(reverse("mfa_reauthenticate"), {"code": code})
    answer = client.get(REMOVE_APP)

    assert answer.status_code == 200
    assert _told()[-1] == "recovery-code-used"


@pytest.mark.asvs("7.4.3")
def test_removing_an_app_ends_the_other_sessions_and_is_told(mine: Client, user: User) -> None:
    elsewhere = Client()
    _sign_in(elsewhere, user)
    make_app(user)
    make_codes(user)

    mine.post(REMOVE_APP)

    assert kinds_of(user) == set()
    assert _told()[-2:] == ["second-factor-removed", "session-ended"]
    assert elsewhere.get(SECURITY).status_code == 302
    assert mine.get(SECURITY).status_code == 200


def test_new_recovery_codes_replace_those_before(mine: Client, user: User) -> None:
    make_app(user)
    before = make_codes(user)

    mine.post(reverse("mfa_generate_recovery_codes"))

    page = mine.get(reverse("mfa_view_recovery_codes"))
    download = mine.get(reverse("mfa_download_recovery_codes"))
    codes = page.context["unused_codes"]
    assert not set(codes) & set(before)
    assert all(code in page.text and code in download.text for code in codes)
    assert "attachment" in download["Content-Disposition"]
    assert _told()[-1] == "recovery-codes-made"


@pytest.mark.asvs("6.3.7")
def test_a_person_is_told_by_mail_when_a_factor_changes(
    mine: Client,
    user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_app(user)

    with django_capture_on_commit_callbacks(execute=True):
        mine.post(REMOVE_APP)

    assert [sent.to for sent in mail.outbox] == [[user.email]]
    assert mail.outbox[0].subject


def test_a_mail_server_that_takes_no_mail_undoes_nothing(
    mine: Client,
    user: User,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_app(user)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with django_capture_on_commit_callbacks(execute=True):
        answer = mine.post(REMOVE_APP)

    assert answer.status_code == 302
    assert not has_second_factor(user)


@pytest.mark.asvs("11.3.3")
def test_with_another_secret_key_no_code_opens_anything(
    client: Client, user: User, settings: Settings
) -> None:
    secret = make_app(user)
    codes = make_codes(user)
    settings.SECRET_KEY = "another"
    _sign_in(client, user)

    opened = [_enter(client, code_of(secret)), _enter(client, codes[0])]

    assert opened == [False, False]


def test_what_allauth_leads_back_to_is_our_page(mine: Client) -> None:
    names = ["mfa_index", "mfa_list_webauthn"]

    leads = [mine.get(reverse(name))["Location"] for name in names]

    assert leads == [SECURITY, SECURITY]


@pytest.mark.parametrize("has_app", [True, False], ids=["protected", "bare"])
def test_the_security_page_tells_what_there_is(mine: Client, user: User, has_app: bool) -> None:
    if has_app:
        make_app(user)

    page = mine.get(SECURITY)

    assert page.context["factors"].is_protected == has_app
    assert (REMOVE_APP in page.text, ADD_APP in page.text) == (has_app, not has_app)


@pytest.mark.asvs("6.5.6")
def test_the_command_takes_every_factor_away_and_ends_the_sessions(
    client: Client, user: User
) -> None:
    secret = make_app(user)
    make_codes(user)
    _sign_in(client, user)
    _enter(client, code_of(secret))
    out = StringIO()

    call_command("reset_second_factor", user.email.upper(), stdout=out)

    assert kinds_of(user) == set()
    assert client.get(SECURITY).status_code == 302
    assert _told()[-1] == "second-factor-reset"
    assert user.email in out.getvalue()


@pytest.mark.parametrize("email", ["nobody@example.org", "bare@example.org"])
def test_the_command_says_when_there_is_nothing_to_reset(email: str) -> None:
    make_user(email="bare@example.org")

    with pytest.raises(CommandError, match=email):
        call_command("reset_second_factor", email)


def test_nothing_is_told_when_there_is_no_factor_to_reset(user: User) -> None:
    with pytest.raises(NoSecondFactor):
        reset_second_factor(user=user, at=NOW)

    assert _told() == ["user-created"]
