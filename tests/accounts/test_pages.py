"""Home, profile and the language switch."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from tests.builders import make_former_member, make_member, make_user

pytestmark = pytest.mark.django_db
LANGUAGE = reverse("accounts:language")


def test_home_leads_a_member_to_the_first_organisation_by_name(client: Client) -> None:
    user = make_member().user
    first = make_member(user=user).organisation
    type(first).objects.filter(pk=first.pk).update(name="Aaa")
    client.force_login(user)

    answer = client.get(reverse("accounts:home"))

    assert answer["Location"].startswith(f"/o/{first.slug}/")


@pytest.mark.parametrize("is_former", [False, True], ids=["new", "former"])
def test_home_says_what_to_do_without_an_organisation(client: Client, is_former: bool) -> None:
    user = make_former_member().user if is_former else make_user()
    client.force_login(user)

    answer = client.get(reverse("accounts:home"))

    assert answer.status_code == 200
    assert user.email in answer.text


def _never_in(_organisation: Organisation) -> User:
    return make_user()


def _left(organisation: Organisation) -> User:
    return make_former_member(organisation=organisation).user


def _elsewhere(_organisation: Organisation) -> User:
    return make_member().user


@pytest.mark.asvs("8.3.2")
@pytest.mark.parametrize("stranger", [_never_in, _left, _elsewhere])
def test_an_organisation_is_hidden_from_whoever_is_not_in_it(
    client: Client, stranger: Callable[[Organisation], User]
) -> None:
    member = make_member()
    page = reverse("assessments:list", args=[member.organisation.slug])
    strange = Client()
    client.force_login(member.user)
    strange.force_login(stranger(member.organisation))

    answers = [client.get(page), strange.get(page)]

    assert [answer.status_code for answer in answers] == [200, 404]


def test_a_profile_is_shown_and_saved(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    page = client.get(reverse("accounts:profile"))
    answer = client.post(
        reverse("accounts:save_profile"),
        {"name": "Zoé", "language": "en", "digest": "daily"},
        follow=True,
    )

    user.refresh_from_db()
    assert user.email in page.text
    assert (user.name, user.language, user.has_keys) == ("Zoé", "en", False)
    assert '<html lang="en"' in answer.text
    assert "Your profile is saved." in answer.text


def test_a_profile_without_a_name_is_shown_again_with_the_reason(client: Client) -> None:
    user = make_user("Ada")
    client.force_login(user)

    answer = client.post(reverse("accounts:save_profile"), {"name": "", "language": "en"})

    user.refresh_from_db()
    assert answer.status_code == 422
    assert answer.context["form"].has_error("name")
    assert user.name == "Ada"


def test_a_visitor_switches_the_language(client: Client) -> None:
    answer = client.post(LANGUAGE, {"language": "en", "next": reverse("account_login")})

    page = client.get(answer["Location"])

    assert answer["Location"] == reverse("account_login")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert '<html lang="en"' in page.text


def test_switching_the_language_is_kept_with_the_person(client: Client) -> None:
    user = make_user(language="fr")
    client.force_login(user)

    client.post(LANGUAGE, {"language": "en"})

    user.refresh_from_db()
    assert user.language == "en"


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""]
)
def test_the_language_switch_leads_nowhere_else(client: Client, target: str) -> None:
    answer = client.post(LANGUAGE, {"language": "en", "next": target})

    assert answer["Location"] == reverse("accounts:home")


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    answer = client.post(LANGUAGE, {"language": "tlh"})

    assert answer["Location"] == reverse("accounts:home")
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_the_language_switch_is_no_link(client: Client) -> None:
    assert client.get(LANGUAGE).status_code == 405
