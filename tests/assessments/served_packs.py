"""A real server that hands out evidence packs, in a process of its own, and its clients."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from evidence import vault
from evidence.models import Evidence, Kind
from tests.messages import ROOT
from tests.processes import environment

CHUNK = 1 << 20
WAIT_SECONDS = 60
TOKEN = "t" * 32
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """gunicorn with threads, as `make run` has it: one process that serves."""

    port: int
    worker: int

    @property
    def peak_bytes(self) -> int:
        """Return the most memory it ever had."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def open_files(self, folder: Path) -> int:
        """Return how many files below a folder it has open."""
        links = Path(f"/proc/{self.worker}/fd").iterdir()
        return sum(1 for link in links if _target(link).startswith(f"{folder}/"))


def _target(link: Path) -> str:
    try:
        return os.readlink(link)
    except FileNotFoundError:  # closed since the folder was listed
        return ""


@contextmanager
def server(vault_folder: Path) -> Iterator[Server]:
    """Serve the database of the running test."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "raci_project.wsgi", "-k", "gthread"]
    options = ["--threads", "8", "-b", f"{HOST}:{port}", "--no-control-socket"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [*command, *options],
        cwd=ROOT,
        env=environment() | {"VAULT_FOLDER": str(vault_folder)},
        stderr=subprocess.DEVNULL,
    ) as master:
        try:
            _wait_for(port)
            yield Server(port, _child_of(master.pid))
        finally:
            master.terminate()


def _child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    """Wait until a page is answered: the first one loads the most."""
    until = monotonic() + WAIT_SECONDS
    while monotonic() < until:
        try:
            with closing(http.client.HTTPConnection(HOST, port, timeout=WAIT_SECONDS)) as asked:
                asked.request("GET", "/account/login/")
                asked.getresponse().read()
                return
        except ConnectionError:
            sleep(0.1)
    raise TimeoutError


@contextmanager
def asked_for(url: str, at: Server, *, by: Membership) -> Iterator[http.client.HTTPResponse]:
    """Ask for a pack as somebody who is signed in; leaving before its end drops it."""
    client = Client()
    client.force_login(by.user)
    name = settings.SESSION_COOKIE_NAME
    cookies = f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Accept-Language": "en"}
    with closing(http.client.HTTPConnection(HOST, at.port, timeout=WAIT_SECONDS)) as connection:
        connection.request("POST", url, headers=headers)
        with connection.getresponse() as response:
            yield response


def keep_zeros(size: int, *, by: Membership) -> Evidence:
    """Keep a file of nothing but zeros, which takes no room on the disk, as a proof."""
    digest, block = sha256(), bytes(CHUNK)
    for start in range(0, size, CHUNK):
        digest.update(block[: size - start])
    address = vault.address(by.organisation_id, digest.hexdigest())
    path = Path(settings.STORAGES["vault"]["OPTIONS"]["location"]) / address
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)
    now = timezone.now()
    return Evidence.objects.create(
        organisation=by.organisation,
        kind=Kind.FILE,
        title=f"{size} zeros",
        filename="zeros.txt",
        media_type="text/plain",
        sha256=digest.hexdigest(),
        size=size,
        collected_by=by,
        collected_at=now,
        added_by=by,
        added_at=now,
    )
