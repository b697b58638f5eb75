"""Remit as it is run in earnest: several processes that serve, nginx in front, TLS.

The configuration of nginx is the one of deploy/; only ports, folders and the servers behind it are
this test's. Processes work on the database of the running test.
"""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from time import monotonic, sleep

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests import needs
from tests.deploy.recipes import DEPLOY
from tests.deploy.visiting import HERE, HOST, Visitor
from tests.messages import ROOT
from tests.processes import environment

PROCESSES = 3
WAIT_SECONDS = 60
SERVE = ["-m", "gunicorn", "--config", "python:raci_project.server"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where it is served: by nginx, and by each process behind it."""

    http: int
    https: int
    ports: tuple[int, ...]
    folder: Path
    variables: dict[str, str]

    @property
    def vault(self) -> Path:
        """Return the folder of proofs."""
        return self.folder / "data" / "vault"

    def visitor(self) -> Visitor:
        """Return somebody who has not signed in."""
        return Visitor.of(self.https, str(self.folder / "tls" / "fullchain.pem"))

    @contextmanager
    def workers(self, number: int) -> Iterator[None]:
        """Have background work done by processes of their own."""
        with ExitStack() as running:
            for _ in range(number):
                running.enter_context(_process(["manage.py", "work"], self.variables))
            yield


@contextmanager
def site(folder: Path, *, processes: int = PROCESSES) -> Iterator[Site]:
    """Serve the database of the running test."""
    program = needs.nginx()
    http, https, *ports = free_ports(2 + processes)
    (folder / "data").mkdir(mode=0o700)
    variables = environment() | production(folder / "data")
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, cwd=ROOT, env=variables, check=True)  # noqa: S603
    with ExitStack() as running:
        for port in ports:
            bind = {"BIND": f"{HERE}:{port}"}
            running.enter_context(_process(SERVE, variables | bind))
        make_certificate(folder / "tls")
        written = configured(folder, http=http, https=https, servers=ports)
        running.enter_context(nginx(program, written))
        for port in (*ports, http, https):
            wait_for(port)
        yield Site(http, https, tuple(ports), folder, variables)


def production(data: Path) -> dict[str, str]:
    """Return the variables of an installation in earnest behind one proxy."""
    return {
        "REMIT_DATA": str(data),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "EMAIL_URL": f"smtp://{HERE}:9",
        "MAIL_FROM": "remit@example.org",
        "TRUSTED_PROXIES": "1",
        "REMIT_EMBEDDED_WORKER": "off",
    }


@contextmanager
def _process(
    arguments: Sequence[str], variables: dict[str, str]
) -> "Iterator[subprocess.Popen[bytes]]":
    """Run Python until the block ends, then ask it to end."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=variables) as started:  # noqa: S603
        try:
            yield started
        finally:
            started.terminate()
            _end(started)


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def nginx(program: str, configuration: Path) -> Iterator[None]:
    """Run nginx in front until the block ends."""
    command = [program, "-c", str(configuration), "-g", "daemon off;", "-e", "stderr"]
    with subprocess.Popen(command) as started:  # noqa: S603
        try:
            yield
        finally:
            started.terminate()
            _end(started)


def configured(folder: Path, *, http: int, https: int, servers: Sequence[int]) -> Path:
    """Write the project's configuration of nginx for this machine, and return the file."""
    for name in ("logs", "temporary"):
        (folder / name).mkdir(exist_ok=True)
    remit = (DEPLOY / "nginx" / "remit.conf").read_text()
    remit = re.sub(r"^ *listen \[::\].*\n", "", remit, flags=re.MULTILINE)
    remit = remit.replace("listen 80;", f"listen {HERE}:{http};")
    remit = remit.replace("listen 443 ", f"listen {HERE}:{https} ")
    remit = remit.replace("/etc/ssl/remit", str(folder / "tls"))
    remit = remit.replace("/var/log/nginx", str(folder / "logs"))
    upstream = (DEPLOY / "nginx" / "upstream.conf").read_text()
    behind = "\n".join(f"server {HERE}:{port};" for port in servers)
    upstream = upstream.replace(f"server {HERE}:8000;", behind)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = [f"{kind}_temp_path {folder}/temporary/{kind};" for kind in kinds]
    # Its processes are root's where the test is: another user may not enter the test's folders.
    whose = "user root root;" if os.geteuid() == 0 else ""
    main = f"{whose}\npid {folder}/pid;\nevents {{}}\nhttp {{\n"
    written = folder / "nginx.conf"
    written.write_text("\n".join([main, *kept, upstream, remit, "}"]))
    return written


def make_certificate(folder: Path) -> None:
    """Make a key and a certificate that it signed itself."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ip_address(HERE))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, *private))


def free_ports(number: int) -> list[int]:
    """Return ports that nobody listens on."""
    with ExitStack() as kept:
        found = [kept.enter_context(socket.socket()) for _ in range(number)]
        for each in found:
            each.bind((HERE, 0))
        return [int(each.getsockname()[1]) for each in found]


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    until = monotonic() + WAIT_SECONDS
    while monotonic() < until:
        with socket.socket() as client:
            if client.connect_ex((HERE, port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError
