"""An OpenID Connect provider in a process of its own, and settings that sign in through it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import create_connection, socket
from time import monotonic, sleep

from pytest_django.fixtures import Settings

PATIENCE_SECONDS = 60


@contextmanager
def running_provider() -> Iterator[str]:
    """Run a provider, which takes seconds to start; give its address."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:  # noqa: S603
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def configure(settings: Settings, issuer: str) -> None:
    """Sign in through the provider of this address."""
    settings.OIDC_NAME, settings.OIDC_ISSUER = "Annuaire", issuer
    client = {
        "provider_id": "oidc",
        "name": "Annuaire",
        "client_id": "remit",
        "secret": "s",
        "settings": {"server_url": issuer},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [client]}
    }


def _wait_for(port: int) -> None:
    end = monotonic() + PATIENCE_SECONDS
    while monotonic() < end:
        with suppress(OSError), create_connection(("127.0.0.1", port)):
            return
        sleep(0.05)
    raise AssertionError("the provider did not start")
