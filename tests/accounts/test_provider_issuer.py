"""The provider's description of itself is taken from nobody else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.accounts.providers import configure

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("10.5.3")]
LEAVE = reverse("accounts:sign_in_by_provider")
ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> None:
    cache.clear()


@contextmanager
def describing(issuer: str, *, status: int = 200) -> Iterator[str]:
    """Answer with a description that names `issuer`, and give our address, in it `{here}`."""

    class Description(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            named = issuer.format(here=f"http://127.0.0.1:{server.server_port}")
            places = {"authorization_endpoint": f"{ELSEWHERE}/in", "token_endpoint": ELSEWHERE}
            self.send_response(status)
            self.send_header("Location", f"{ELSEWHERE}/.well-known/openid-configuration")
            self.end_headers()
            self.wfile.write(json.dumps({"issuer": named, **places}).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Description) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("issuer", "ending"),
    [
        pytest.param("{here}", "", id="as configured"),
        pytest.param("{here}/", "", id="with a slash at its end"),
        pytest.param("{here}", "/.well-known/openid-configuration", id="configured in full"),
    ],
)
def test_a_provider_that_names_itself_is_asked(
    client: Client, settings: Settings, issuer: str, ending: str
) -> None:
    with describing(issuer) as address:
        configure(settings, address + ending)

        answer = client.post(LEAVE)

    assert answer.status_code == 200
    assert answer.context["target"].startswith(f"{ELSEWHERE}/in?")


@pytest.mark.parametrize(
    ("issuer", "status"),
    [
        pytest.param(ELSEWHERE, 200, id="another issuer"),
        pytest.param("{here}/realm", 200, id="another of the same host"),
        pytest.param("{here}", 302, id="led elsewhere"),
        pytest.param("{here}", 500, id="broken"),
    ],
)
def test_nobody_is_led_where_a_strange_description_says(
    client: Client, settings: Settings, issuer: str, status: int
) -> None:
    with describing(issuer, status=status) as address:
        configure(settings, address)

        answer = client.post(LEAVE)

    assert answer.status_code == 503
    assert "Annuaire" in answer.text
    assert ELSEWHERE not in answer.text
