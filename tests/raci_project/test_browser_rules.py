"""What keeps other sites, and the way to here, out of a browser's session."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.rights import Role
from tests.builders import make_member
from tests.processes import environment

pytestmark = pytest.mark.django_db

# Asks for a page by https and by http, and prints what came with the answers.
_ASK = """
import json, django; django.setup()
from django.conf import settings
from django.test import Client
page = Client().get("/", secure=True, HTTP_HOST="remit.example")
plain = Client().get("/profile/", HTTP_HOST="remit.example")
names = [f"{c}_COOKIE_{s}" for c in ("SESSION", "CSRF") for s in ("NAME", "SECURE", "SAMESITE")]
cookies = [getattr(settings, name) for name in [*names, "SESSION_COOKIE_HTTPONLY"]]
from django.contrib.messages.storage import default_storage
notices = default_storage(page.wsgi_request).storages[0].cookie_name
others = [settings.LANGUAGE_COOKIE_NAME, notices]
print(json.dumps({"cookies": cookies, "headers": dict(page.headers), "others": others,
                  "plain": [plain.status_code, plain.headers.get("Location")]}))
"""


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_a_form_of_another_site_changes_nothing(origin: str) -> None:
    member = make_member(Role.MANAGER)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)

    answer = client.post(
        reverse("accounts:save_profile"), {"name": "Changed"}, headers={"origin": origin}
    )

    member.user.refresh_from_db()
    assert answer.status_code == 403
    assert member.user.name != "Changed"


@pytest.mark.asvs("3.4.4", "3.4.5", "3.4.6", "3.4.8", "4.1.1")
@pytest.mark.parametrize("path", ["/profile/", "/account/login/", "/nowhere/", "/healthz"])
def test_pages_and_refusals_carry_what_keeps_browsers_in_bounds(path: str) -> None:
    client = Client()
    client.force_login(make_member(Role.MANAGER).user)

    headers = client.get(path, follow=True).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "charset=" in headers["Content-Type"]


@pytest.mark.asvs("13.4.4")
@pytest.mark.parametrize("path", ["/", "/profile/", "/account/login/", "/healthz"])
def test_trace_is_answered_nowhere(path: str) -> None:
    client = Client()
    client.force_login(make_member(Role.MANAGER).user)

    answer = client.trace(path, headers={"x-probe": "seen"})

    assert answer.status_code in {302, 405}
    assert "seen" not in answer.content.decode()


@pytest.mark.thorough
@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.4.1", "12.2.1")
def test_behind_tls_cookies_are_bound_and_there_is_no_way_round(tmp_path: Path) -> None:
    variables = {
        "SITE_URL": "https://remit.example",
        "ALLOWED_HOSTS": "remit.example",
        "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
        "DJANGO_SETTINGS_MODULE": "raci_project.settings",
        "REMIT_DATA": str(tmp_path),
    }

    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", _ASK],
        cwd=settings.BASE_DIR,
        env=environment() | variables,
        check=True,
        capture_output=True,
    )

    seen = json.loads(done.stdout.splitlines()[-1])
    hsts = seen["headers"]["Strict-Transport-Security"]
    bound = ["__Host-session", True, "Lax", "__Host-csrf", True, "Lax", True]
    assert seen["cookies"] == bound
    assert seen["others"] == ["__Host-language", "__Host-messages"]
    assert "max-age=31536000" in hsts
    assert "includeSubDomains" in hsts
    assert seen["plain"] == [301, "https://remit.example/profile/"]
