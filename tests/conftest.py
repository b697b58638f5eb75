"""Fixtures of every test: a database on either engine, a browser, the corpus."""

from tests.environment import FOLDER  # isort: skip  # before anything reads settings

import asyncio
import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from tests import needs
from tests.slow import is_slow

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from accounts.models import User

ENGINES = ("sqlite", "postgresql")
# How many tests are left to `make check` and CI. A skipped one would take its time all the same.
THOROUGH = pytest.StashKey[int]()
# How long a browser test waits for what must come: a busy machine is slow, not wrong.
PATIENCE_MS = 30_000


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings now that REMIT_DATA is set; pytest-django then sets Django up."""
    # Tables are made from the models at once; CI makes them by the migrations, one after another.
    config.option.nomigrations = not needs.is_required("whole")
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    # Argon2 takes 0.1 s by design; test_rules.py holds the settings to it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Else each of the many test clients would list all static files anew, 10 ms each.
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep browser tests in one process: two browsers on two cores wait for each other.

    They show no branch to be tested: what is traced is slower. Tests that share what their module
    built stay together too, or each process builds it; in CI there are too many of them.
    """
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.xdist_group("browser"))
        item.add_marker(pytest.mark.no_cover)
    elif "module_database" in getattr(item, "fixturenames", ()) and not needs.is_required("whole"):
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests of the other engine, and drive the browser first.

    One process drives it, and takes longer than any other group: the others begin beside it.
    """
    others = [engine for engine in ENGINES if engine != connection.vendor]
    left_out = [item for item in items if any(map(item.get_closest_marker, others))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    kept = [item for item in items if item not in left_out]
    if not needs.is_required("whole"):
        quick = [item for item in kept if not _is_thorough(item)]
        config.stash[THOROUGH] = len(kept) - len(quick)
        kept = quick
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("browser") is None)


def _is_thorough(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("thorough")) or is_slow(item.nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Learn from one of several processes what it left out: each leaves out the same."""
    if hasattr(node, "workeroutput"):  # one that crashed tells nothing
        node.config.stash[THOROUGH] = node.workeroutput["thorough"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that says it at the end what was left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["thorough"] = session.config.stash.get(THOROUGH, 0)


def pytest_collection_finish() -> None:
    """Leave out three things that take time and prove nothing."""
    # A fifth of the time went on looking for garbage. pytest still collects at the end, so that
    # what a test leaves open is reported.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    # Written anew whenever tables were emptied, and read by nobody: rights are our own.
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    # Fifteen queries a time, which the tests of signing in make in earnest.
    Client.force_login = _sign_in  # type: ignore[method-assign, assignment]


def _sign_in(client: Client, user: "User", backend: str | None = None) -> None:
    """Give a client the session of somebody who has signed in, and do nothing else."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Begin in no language, and allow queries beside the event loop of Playwright.

    It runs in the main thread from the first browser test to the end of the process.
    """
    translation.deactivate()  # a request leaves its own behind
    if item.get_closest_marker("browser") or _runs_a_loop():
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        return (yield)
    finally:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


def _runs_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say plainly what was not tested, and why."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in reports)
    terminalreporter.section("not tested here", sep="-")
    if connection.vendor == "sqlite":
        terminalreporter.line("PostgreSQL: these tests ran on SQLite (make test-postgresql)")
    thorough = config.stash.get(THOROUGH, 0)
    if thorough:
        terminalreporter.line(f"{thorough} left out: make check and CI run them too")
    for reason, number in reasons.most_common():
        terminalreporter.line(f"{number} skipped: {reason}")
    if not reasons and not thorough:
        terminalreporter.line("no test was skipped")


def pytest_unconfigure() -> None:
    """Remove the temporary folder."""
    FOLDER.cleanup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite's test database in a file, so that each thread opens a connection of its own.

    A database in memory is one connection for all threads: it hides what locking does. Each of
    several processes has a database of its own: a file in its folder, or a name with a suffix.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(FOLDER.name) / "test.sqlite3")


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Drop the triggers before a transactional test's tables are emptied.

    Append-only tables refuse it otherwise, as they should. The flush ends with `post_migrate`,
    which creates them again.
    """
    from database.triggers import all_triggers, remove

    marker = request.node.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not names and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    # A request that a closing browser left behind may still hold a lock: let it end.
    for pause in (0.2, 1.0, 5.0, 0.0):
        try:
            with transaction.atomic():
                remove(connection, all_triggers())
            return
        except OperationalError:
            if not pause:
                raise
            sleep(pause)


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let fixtures of a module make what its tests share; it goes when the module ends.

    Each test still takes back what it changes. A shared thing is not to be changed as an object
    of Python: hand out ids, or what is frozen. Not for modules with transactional tests, which
    empty the tables.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the tests' own day, whatever the day is today."""
    from tests.builders import NOW

    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def corpus() -> Path:
    """Return the folder of real published matrices."""
    return needs.corpus()


@pytest.fixture
def libreoffice() -> str:
    """Return the path of LibreOffice."""
    return needs.libreoffice()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium, which Playwright would otherwise download."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {"executable_path": needs.chromium(), "args": quiet}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Have none: each window gets the live server's. Playwright's own fixture warns."""


@pytest.fixture
def open_browser(
    live_server: "LiveServer", new_context: Callable[..., Any]
) -> Callable[..., "Page"]:
    """Return a function that opens a window on the live server, signed in as a user or nobody.

    Keywords go to Playwright's `new_context`: `locale`, `java_script_enabled`, `viewport`,
    `color_scheme`. A page error or a violation of the Content-Security-Policy fails the test.
    """

    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)

    def opened(user: "User | None" = None, **options: Any) -> "Page":
        context = new_context(base_url=live_server.url, **{"locale": "fr-FR"} | options)
        context.set_default_timeout(PATIENCE_MS)
        if user is not None:
            context.add_cookies([_session_cookie(user, live_server.url)])
        page: Page = context.new_page()
        page.on("pageerror", _refuse)
        page.on("console", lambda message: _refuse_policy_violation(message.text))
        return page

    return opened


def _session_cookie(user: "User", url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


def _refuse(error: object) -> None:
    raise AssertionError(error)


def _refuse_policy_violation(text: str) -> None:
    if "Content Security Policy" in text:
        raise AssertionError(text)
