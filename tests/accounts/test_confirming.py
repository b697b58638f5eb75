"""Asking somebody again who they are."""

from collections.abc import Iterator

import pytest
from allauth.core.context import request_context
from django import forms
from django.core.cache import cache
from django.utils import translation

from accounts.http import Confirmed, UserRequest, confirm_reader, refuse_reader
from tests.accounts.requests import make_request, make_step
from tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> Iterator[None]:
    cache.clear()
    with translation.override("en"):
        yield


def _confirmed(request: UserRequest, password: str) -> Confirmed:
    with request_context(request):
        return confirm_reader(request, password)


@pytest.mark.asvs("7.5.3")
def test_a_password_confirms_its_owner_and_nobody_else() -> None:
    user = make_user(password=PASSWORD)

    assert _confirmed(make_request(user), PASSWORD) == Confirmed.YES
    assert _confirmed(make_request(user), "another long sentence") == Confirmed.WRONG


@pytest.mark.asvs("6.3.1")
def test_a_right_password_after_too_many_wrong_ones_confirms_nobody() -> None:
    user = make_user(password=PASSWORD)
    answers = [_confirmed(make_request(user, verb="POST"), "a wrong sentence") for _ in range(30)]

    assert answers[0] == Confirmed.WRONG
    assert answers[-1] == Confirmed.TOO_MANY
    assert set(answers) == {Confirmed.WRONG, Confirmed.TOO_MANY}
    assert _confirmed(make_request(user, verb="POST"), PASSWORD) == Confirmed.TOO_MANY


@pytest.mark.asvs("6.3.1")
def test_right_tries_count_too_and_nobody_elses() -> None:
    user, other = make_user(password=PASSWORD), make_user(password=PASSWORD)

    answers = [_confirmed(make_request(user, verb="POST"), PASSWORD) for _ in range(30)]

    assert answers[0] == Confirmed.YES
    assert answers[-1] == Confirmed.TOO_MANY
    assert _confirmed(make_request(other, verb="POST"), PASSWORD) == Confirmed.YES


@pytest.mark.parametrize(
    ("ago", "confirmed"),
    [
        pytest.param([10], Confirmed.YES, id="just now"),
        pytest.param([295], Confirmed.YES, id="within five minutes"),
        pytest.param([305], Confirmed.ELSEWHERE, id="more than five minutes ago"),
        pytest.param([9000, 10], Confirmed.YES, id="again just now"),
        pytest.param([], Confirmed.ELSEWHERE, id="nobody knows when"),
    ],
)
def test_who_has_no_password_here_has_signed_in_elsewhere_minutes_ago(
    ago: list[int], confirmed: Confirmed
) -> None:
    steps = [make_step("socialaccount", seconds_ago=seconds) for seconds in ago]
    request = make_request(make_user(), steps=steps)

    assert _confirmed(request, PASSWORD) == confirmed


class Asking(forms.Form):
    """A form that asks for the password again."""

    password = forms.CharField()


def _form(password: str) -> Asking:
    form = Asking({"password": password})
    assert form.is_valid()
    return form


def test_a_form_goes_on_for_its_reader_and_says_to_others_why_not() -> None:
    user, elsewhere = make_user(password=PASSWORD), make_user()
    right, wrong, without = _form(PASSWORD), _form("a wrong sentence"), _form("a sentence")

    with request_context(make_request(user)):
        assert refuse_reader(make_request(user), right) == 0
        assert refuse_reader(make_request(user), wrong) == 422
        assert refuse_reader(make_request(elsewhere), without) == 422

    assert right.errors == {}
    assert wrong.errors == {"password": ["This is not your password."]}
    assert "sign" in str(without.errors["password"]).lower()


def test_a_form_that_was_tried_too_often_says_so() -> None:
    user, last = make_user(password=PASSWORD), _form(PASSWORD)
    for _ in range(30):
        _confirmed(make_request(user, verb="POST"), PASSWORD)

    with request_context(make_request(user, verb="POST")):
        status = refuse_reader(make_request(user, verb="POST"), last)

    assert status == 429
    assert last.errors == {"password": ["Too many tries. Wait a few minutes."]}
