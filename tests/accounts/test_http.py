"""The door of every page of an organisation: who gets in, who is asked for more, who is not."""

from typing import cast

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.http import (
    MemberRequest,
    UserRequest,
    member_action,
    member_page,
    page_before,
)
from accounts.models import Membership, Organisation
from accounts.rights import Action, Role
from tests.accounts.requests import make_request, make_step
from tests.accounts.second_factors import make_app
from tests.builders import make_former_member, make_member

pytestmark = pytest.mark.django_db


@member_page(Action.READ_LOG)
def a_page(request: MemberRequest, number: int, *, word: str = "") -> HttpResponse:
    """Say which member asks for what."""
    return HttpResponse(f"{request.membership.pk} {number} {word}")


@member_page()
def a_page_of_all(request: MemberRequest) -> HttpResponse:
    """Say which organisation it is of."""
    return HttpResponse(request.membership.organisation.name)


@member_action(Action.ANSWER_ANY)
def a_form(request: MemberRequest) -> HttpResponse:
    """Say who sent it."""
    return HttpResponse(request.membership.user.email)


def _asking_for_a_factor(member: Membership) -> Membership:
    Organisation.objects.filter(pk=member.organisation_id).update(requires_mfa=True)
    return member


def _told(request: MemberRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def test_a_member_with_the_right_gets_the_page_with_what_its_address_says() -> None:
    member = make_member(Role.MANAGER)

    answer = a_page(make_request(member.user), member.organisation.slug, 7, word="seven")

    assert answer.content.decode() == f"{member.pk} 7 seven"


@pytest.mark.asvs("8.2.1")
def test_a_member_without_the_right_is_refused() -> None:
    viewer = make_member(Role.VIEWER)

    with pytest.raises(PermissionDenied):
        a_page(make_request(viewer.user), viewer.organisation.slug, 7)
    with pytest.raises(PermissionDenied):
        a_form(make_request(viewer.user, verb="POST"), viewer.organisation.slug)


def test_every_member_reads_a_page_that_names_no_right() -> None:
    auditor = make_member(Role.AUDITOR)

    answer = a_page_of_all(make_request(auditor.user), auditor.organisation.slug)

    assert answer.content.decode() == auditor.organisation.name


@pytest.mark.asvs("8.4.1")
def test_the_membership_is_the_one_in_the_organisation_of_the_address() -> None:
    manager = make_member(Role.MANAGER)
    viewer = make_member(Role.VIEWER, user=manager.user)

    answer = a_page(make_request(manager.user), manager.organisation.slug, 7)

    assert answer.content.decode().startswith(f"{manager.pk} ")
    with pytest.raises(PermissionDenied):
        a_page(make_request(manager.user), viewer.organisation.slug, 7)


@pytest.mark.asvs("8.4.1")
def test_an_organisation_is_not_there_for_a_stranger_or_a_former_member() -> None:
    inside, stranger = make_member(), make_member()
    former = make_former_member(organisation=inside.organisation)

    for user in (stranger.user, former.user):
        with pytest.raises(Http404):
            a_page_of_all(make_request(user), inside.organisation.slug)


def test_a_page_only_answers_reading_and_a_form_only_sending() -> None:
    member = make_member()
    slug = member.organisation.slug

    assert a_page_of_all(make_request(member.user, verb="POST"), slug).status_code == 405
    assert a_form(make_request(member.user), slug).status_code == 405
    assert (
        a_form(make_request(member.user, verb="POST"), slug).content.decode() == member.user.email
    )


def test_a_guard_is_put_on_any_view() -> None:
    manager, viewer = make_member(Role.MANAGER), make_member(Role.VIEWER)

    @member_page(Action.REVIEW)
    def page(request: MemberRequest) -> HttpResponse:
        return HttpResponse(request.membership.role)

    @member_action(Action.REVIEW)
    def form(request: MemberRequest) -> HttpResponse:
        return HttpResponse(request.membership.role)

    for view, verb in ((page, "GET"), (form, "POST")):
        answer = view(make_request(manager.user, verb=verb), manager.organisation.slug)
        assert answer.content.decode() == Role.MANAGER
        with pytest.raises(PermissionDenied):
            view(make_request(viewer.user, verb=verb), viewer.organisation.slug)


def test_a_guarded_view_keeps_its_name_and_says_whom_it_has_in_hand() -> None:
    assert a_page.__name__ == "a_page"
    assert a_form.__doc__ == "Say who sent it."


@pytest.mark.asvs("6.3.3")
def test_who_lacks_the_second_factor_that_is_asked_for_is_led_to_where_it_is_set_up() -> None:
    member = _asking_for_a_factor(make_member())
    request = make_request(member.user)

    answer = a_page_of_all(request, member.organisation.slug)

    assert answer["Location"] == reverse("accounts:security")
    assert [member.organisation.name in text for text in _told(request)] == [True]


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize(
    ("view", "verb", "path"),
    [
        pytest.param(a_form, "POST", "/o/x/form/", id="a form"),
        pytest.param(a_page_of_all, "GET", "/o/x/export.xlsx", id="a file"),
        pytest.param(a_form, "POST", "/o/x/export.xlsx", id="a form for a file"),
    ],
)
def test_forms_and_files_are_refused_for_want_of_a_second_factor(
    view: object, verb: str, path: str
) -> None:
    member = _asking_for_a_factor(make_member())
    request = make_request(member.user, verb=verb, path=path)

    answer = view(request, member.organisation.slug)  # type: ignore[operator]

    assert answer.status_code == 403
    assert "second" in answer.content.decode()
    assert "role" not in answer.content.decode()
    assert _told(request) == []


def test_a_folder_with_a_dot_in_its_name_makes_no_file_of_a_page() -> None:
    member = _asking_for_a_factor(make_member())

    answer = a_page_of_all(
        make_request(member.user, path="/o/v1.2/page/"), member.organisation.slug
    )

    assert answer.status_code == 302


@pytest.mark.asvs("6.3.3")
def test_who_has_a_second_factor_is_let_in() -> None:
    member = _asking_for_a_factor(make_member())
    make_app(member.user)

    answer = a_page_of_all(make_request(member.user), member.organisation.slug)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("is_trusted", "methods", "status"),
    [
        pytest.param(True, ["socialaccount"], 200, id="trusted, and used"),
        pytest.param(True, ["password"], 302, id="trusted, and not used"),
        pytest.param(True, [], 302, id="trusted, and nobody knows how they came"),
        pytest.param(False, ["socialaccount"], 302, id="used, and not trusted"),
    ],
)
def test_a_provider_stands_in_for_the_factor_where_the_installation_trusts_it(
    is_trusted: bool, methods: list[str], status: int, settings: Settings
) -> None:
    settings.OIDC_IS_SECOND_FACTOR = is_trusted
    member = _asking_for_a_factor(make_member())
    request = make_request(member.user, steps=[make_step(method) for method in methods])

    assert a_page_of_all(request, member.organisation.slug).status_code == status


@pytest.mark.parametrize(
    ("referer", "path"),
    [
        pytest.param("http://testserver/o/x/?page=2", "/o/x/?page=2", id="ours, with a question"),
        pytest.param("http://testserver/o/x/", "/o/x/", id="ours"),
        pytest.param("http://testserver", "/", id="the first page"),
        pytest.param("http://testserver?page=2", "/?page=2", id="the first page, with a question"),
        pytest.param("https://elsewhere.example/o/x/", "/", id="of somebody else"),
        pytest.param("", "/", id="not told"),
        pytest.param("javascript:alert(1)", "/", id="no page at all"),
    ],
)
def test_the_page_before_is_one_of_ours(referer: str, path: str) -> None:
    headers = {"Referer": referer} if referer else {}
    request = RequestFactory().get("/", headers=headers)

    assert page_before(request) == path


def test_a_request_that_names_no_page_before_leads_home() -> None:
    assert page_before(cast(UserRequest, RequestFactory().get("/o/x/"))) == "/"
