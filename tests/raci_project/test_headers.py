"""Every answer carries the headers, whoever in the chain of middleware made it."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from accounts.rights import Role
from raci_project.headers import HEADERS
from tests.builders import make_member
from tests.rights_table import TABLE
from tests.routes import url_of
from tests.test_rights import make_world

pytestmark = pytest.mark.django_db
HSTS = "Strict-Transport-Security"
SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def lacking(answer: HttpResponseBase) -> set[str]:
    """Return the headers that an answer lacks."""
    answer.close()
    return {name for name in HEADERS if not answer.headers.get(name)}


def all_paths(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Give a path for each route of the resolver, those of libraries too."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "", "x"), route)
            yield re.sub(r"\(\?P[^)]*\)|[\^$]", "x", route)
        else:
            yield from all_paths(entry, route)


@pytest.mark.asvs("3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8")
@pytest.mark.thorough
def test_every_route_answers_with_the_headers() -> None:
    world = make_world()
    client = Client(raise_request_exception=False)
    client.force_login(world.people[Role.ADMINISTRATOR])
    pages = [url_of(name, world.ids) for name, line in TABLE.items() if line.verb == "get"]

    # Each page for a thing that is there; each route for one that is not, or a form that is empty.
    answers = {path: client.get(path) for path in pages}
    answers |= {path: client.post(f"/{path}") for path in all_paths(get_resolver())}

    assert {answer.status_code for answer in answers.values()} >= {200, 302, 404, 405}
    assert len(answers) > 250
    found = {path: lacking(answer) for path, answer in answers.items()}
    assert not {path: names for path, names in found.items() if names}


@pytest.mark.asvs("3.4.3", "3.4.4", "3.4.5", "3.4.6")
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        pytest.param("/static/js/menu.js", {}, 200, id="static file"),
        pytest.param("/static/js/menu.js", {"if-modified-since": "now"}, 304, id="unchanged"),
        pytest.param("/healthz", {}, 200, id="alive"),
        pytest.param("/", {"host": "evil.example"}, 400, id="foreign host"),
        pytest.param("/profile/", {}, 302, id="sign in first"),
        pytest.param("/profile", {}, 301, id="slash added"),
        pytest.param("/nowhere/", {}, 404, id="not there"),
    ],
)
def test_so_does_what_no_view_answers(
    path: str, headers: dict[str, str], status: int, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    if "if-modified-since" in headers:
        before = client.get(path)
        before.close()
        headers = {"if-modified-since": before.headers["Last-Modified"]}

    answer = client.get(path, headers=headers)

    assert (answer.status_code, lacking(answer)) == (status, set())
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_so_does_a_form_without_its_token() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {})

    assert (answer.status_code, lacking(answer)) == (403, set())


def test_so_does_a_page_that_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_member(Role.VIEWER).user)
    monkeypatch.setattr("accounts.views.profile.render", lambda *_: 1 / 0)

    answer = client.get("/profile/")

    assert (answer.status_code, lacking(answer)) == (500, set())


@pytest.mark.asvs("3.4.1", "12.2.1")
def test_behind_tls_browsers_are_told_to_stay_there(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    behind_tls = Client(headers={"x-forwarded-proto": "https"})

    sealed = [behind_tls.get(path) for path in ("/nowhere/", "/static/js/menu.js", "/healthz")]
    in_clear = Client().get("/profile/")

    assert [lacking(answer) for answer in sealed] == [set()] * 3
    assert {answer.headers[HSTS][:16] for answer in sealed} == {"max-age=31536000"}
    assert (in_clear.status_code, lacking(in_clear)) == (301, set())
    assert in_clear.headers["Location"].startswith("https://")


@pytest.mark.asvs("14.3.1")
def test_the_cache_is_cleared_where_a_session_ends_and_nowhere_else(client: Client) -> None:
    client.force_login(make_member().user)

    page = client.get("/profile/")
    left = client.post("/account/logout/")
    after = client.get("/account/login/")

    told = [answer.headers.get("Clear-Site-Data") for answer in (page, left, after)]
    assert told == [None, '"cache"', None]
