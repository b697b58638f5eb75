"""The configuration of nginx as nginx itself reads it."""

import subprocess
from pathlib import Path

import pytest

from tests import needs
from tests.deploy.recipes import DEPLOY
from tests.deploy.site import configured, make_certificate


@pytest.mark.thorough
def test_nginx_takes_the_configuration_without_a_warning(tmp_path: Path) -> None:
    program = needs.nginx()
    make_certificate(tmp_path / "tls")
    written = configured(tmp_path, http=8080, https=8443, servers=[8000])

    read = subprocess.run(  # noqa: S603
        [program, "-t", "-c", str(written), "-e", "stderr"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert read.returncode == 0, read.stderr
    assert "warn" not in read.stderr


@pytest.mark.asvs("12.1.1")
def test_only_current_tls_is_spoken() -> None:
    conf = (DEPLOY / "nginx" / "remit.conf").read_text()

    assert "ssl_protocols TLSv1.2 TLSv1.3;" in conf
    assert "ssl_session_tickets off;" in conf


def test_both_upstreams_differ_in_the_server_alone() -> None:
    server, compose = (
        (DEPLOY / "nginx" / name).read_text().partition("upstream remit {")[2]
        for name in ("upstream.conf", "upstream-compose.conf")
    )

    assert compose.replace("web:8000", "127.0.0.1:8000") == server
