"""Passkeys and security keys: added, renamed, removed, and never forged."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.selectors.second_factor import has_second_factor, second_factors_of
from audit.models import INSTALLATION, Event
from tests.accounts.second_factors import HOST, answer_of, make_key, say_who_it_is
from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SECURITY = reverse("accounts:security")
# What a browser would never send as the answer of a key.
FORGED = [
    "",
    "no json",
    "[]",
    "{}",
    '{"id": "x"}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response":'
    ' {"userHandle": null, "clientDataJSON": "e30", "authenticatorData": "eA", "signature": "eA",'
    ' "attestationObject": "eA"}}',
]


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> None:
    cache.clear()


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


def test_a_key_is_proposed_a_name_by_its_number(mine: Client, user: User) -> None:
    with translation.override("en"):
        first = mine.get(reverse("mfa_add_webauthn")).context["form"]["name"].value()
        make_key(user)
        second = mine.get(reverse("mfa_add_webauthn")).context["form"]["name"].value()

    assert ("1" in first, "2" in second) == (True, True)


@pytest.mark.parametrize("credential", FORGED)
def test_what_is_no_key_is_refused_in_words(mine: Client, user: User, credential: str) -> None:
    page = reverse("mfa_add_webauthn")
    mine.get(page)

    answer = mine.post(page, {"name": "USB", "credential": credential})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not has_second_factor(user)


@pytest.mark.asvs("6.5.6")
def test_keys_are_listed_renamed_and_removed(mine: Client, user: User) -> None:
    kept, gone = make_key(user, "Old", is_passkey=False), make_key(user, "Lost")

    mine.post(reverse("mfa_edit_webauthn", args=[kept.factor.pk]), {"name": "New"})
    mine.post(reverse("mfa_remove_webauthn", args=[gone.factor.pk]))

    (key,) = second_factors_of(user).keys
    assert (key.name, key.is_passkey, key.used_at) == ("New", False, None)
    assert "New" in mine.get(SECURITY).text
    assert _told()[-1] == "second-factor-removed"


@pytest.mark.asvs("6.3.1", "6.3.4")
def test_a_forged_second_step_signs_nobody_in(client: Client, user: User) -> None:
    make_key(user)
    _sign_in(client, user)
    page = reverse("mfa_authenticate")
    client.get(page)

    answers = [client.post(page, {"credential": forged}) for forged in FORGED]

    assert {answer.status_code for answer in answers} == {200}
    assert client.get(SECURITY).status_code == 302


@pytest.mark.asvs("8.2.2")
def test_nobody_removes_the_key_of_another(mine: Client) -> None:
    foreign = make_key(make_user()).factor

    answers = [
        mine.post(reverse(name, args=[foreign.pk]), {"name": "Mine"})
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    ]

    foreign.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert foreign.data["name"] == "USB"


@pytest.mark.asvs("6.3.1")
def test_a_forged_answer_of_a_passkey_signs_nobody_in(client: Client, user: User) -> None:
    make_key(user)
    page = reverse("mfa_login_webauthn")
    client.get(page, headers={"accept": "application/json"})

    answers = [client.post(page, {"credential": forged}) for forged in FORGED]

    assert {answer["Location"] for answer in answers} == {reverse("account_login")}
    assert client.get(SECURITY).status_code == 302


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("is_theirs", [True, False], ids=["their key", "another key"])
def test_a_passkey_signs_in_its_owner_alone(user: User, is_theirs: bool) -> None:
    client = Client(SERVER_NAME=HOST)
    key = make_key(user)
    signing = key if is_theirs else make_key(make_user())
    page = reverse("mfa_login_webauthn")
    options = client.get(page, headers={"accept": "application/json"}).json()["request_options"]

    client.post(page, {"credential": answer_of(signing, options["publicKey"]["challenge"], user)})

    assert (client.get(SECURITY).status_code == 200) == is_theirs
