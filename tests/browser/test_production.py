"""Pages as production serves them: TLS, hashed style sheets and modules, the policy in force."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page, Response

from accounts.models import User
from accounts.rights import Role
from accounts.services import change_role
from tests.browser.seed import Seed, make_seed
from tests.builders import NOW
from tests.deploy.site import free_ports, make_certificate, production, wait_for
from tests.deploy.visiting import HERE, HOST
from tests.messages import ROOT
from tests.processes import environment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the database of the running test as production, and give the address."""
    (port,) = free_ports(1)
    (folder / "data").mkdir(mode=0o700)
    make_certificate(folder / "tls")
    variables = environment() | production(folder / "data")
    variables |= {"BIND": f"{HERE}:{port}", "LOG_LEVEL": "ERROR"}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True)  # noqa: S603
    server = [sys.executable, "-m", "gunicorn", "--config", "python:raci_project.server"]
    tls = ["--certfile", f"{folder}/tls/fullchain.pem", "--keyfile", f"{folder}/tls/privkey.pem"]
    with subprocess.Popen([*server, *tls], cwd=ROOT, env=variables) as started:  # noqa: S603
        try:
            wait_for(port)
            yield f"https://{HOST}:{port}"
        finally:
            started.terminate()
            started.wait(30)


@pytest.fixture
def window(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """Open a browser that finds the name of the site on this machine."""
    options = browser_type_launch_args | {
        "args": [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {HOST} {HERE}"]
    }
    browser = browser_type.launch(**options)
    yield browser
    browser.close()


def signed_in(browser: Browser, address: str, user: User) -> Page:
    """Open a window in which somebody is signed in."""
    context = browser.new_context(base_url=address, ignore_https_errors=True, locale="fr-FR")
    client = Client()
    client.force_login(user)
    value = next(each.value for each in client.cookies.values())
    cookie = {"name": "__Host-session", "value": value, "url": address, "secure": True}
    context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()


def addresses(seed: Seed) -> list[str]:
    """Return pages that load every module there is, each with what it imports."""
    inside = f"/o/{seed.organisation.slug}"
    assessment = f"{inside}/assessments/{seed.assessment.pk}"
    of_assessment = ("", "/duties/", "/review/", "/opinions/")
    others = ("/matrices/", "/matrices/import/", "/assessments/new/", "/gaps/")
    return [
        "/profile/security/",
        *(f"{inside}{path}" for path in others),
        *(f"{assessment}{path}" for path in of_assessment),
    ]


def test_pages_load_all_they_name_and_break_no_rule(window: Browser, tmp_path: Path) -> None:
    seed = make_seed()
    change_role(membership=seed.manager, role=Role.ADMINISTRATOR, at=NOW, by=seed.manager.user)
    wrong: list[str] = []
    loaded: set[str] = set()

    def note(response: Response) -> None:
        loaded.add(response.url)
        if response.status >= 400:
            wrong.append(f"{response.status} {response.url}")

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    with served(tmp_path) as address:
        page = signed_in(window, address, seed.manager.user)
        page.on("response", note)
        page.on("console", complain)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        for path in addresses(seed):
            page.goto(path, wait_until="load")

    hashed = [url for url in loaded if "/static/" in url]
    assert not wrong
    assert len([url for url in hashed if url.endswith(".js")]) > 20
    assert not [url for url in hashed if len(url.rsplit("/", 1)[1].split(".")) < 3]
