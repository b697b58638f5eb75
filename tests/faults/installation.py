"""An installation of its own, served as in earnest, and a browser that answers duties in it."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus
from pathlib import Path
from shutil import which
from sqlite3 import sqlite_version
from time import monotonic, sleep
from typing import Any, Final

from tests.faults.cluster import Cluster, cluster_on
from tests.faults.volumes import Volumes, volumes
from tests.messages import ROOT

HOST: Final = "127.0.0.1"
TOKEN: Final = "t" * 32
START_SECONDS: Final = 120
WAIT_SECONDS: Final = 60
# SECURITY.md: whatever failed, it works again within these, without a restart.
AGAIN_SECONDS: Final = 10.0
# A run that is killed leaves no server behind.
_WITH_US: Final = ["setpriv", "--pdeathsig", "TERM", "--"] if which("setpriv") else []


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def sentence(self) -> str:
        """Return what it says first: the message of JSON, or the heading of a page."""
        if self.headers.get_content_type() == "application/json":
            return str(json.loads(self.text).get("message") or "")
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return unescape(found[1].strip()) if found else ""


@dataclass
class Installation:
    """A server on a database of its own; `kept` are the notes it acknowledged, by row."""

    disk: Volumes
    port: int
    seeded: Mapping[str, Any]
    environment: Mapping[str, str]
    cluster: Cluster | None
    kept: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    notes: int = 0

    @property
    def engine(self) -> str:
        """Return the engine of its database, with its version."""
        if self.cluster is None:
            return f"SQLite {sqlite_version}"
        ((version,),) = self.query("SHOW server_version")
        return f"PostgreSQL {version.split()[0]}"

    @property
    def base(self) -> str:
        """Return the address of the assessment."""
        return f"/o/{self.seeded['slug']}/assessments/{self.seeded['assessment']}/"

    def send(self, verb: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """Send a request of the manager, and return its answer."""
        cookies = f"{self.seeded['cookie']}; {self.seeded['token']}={TOKEN}"
        given = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Accept-Language": "en"} | headers
        connection = http.client.HTTPConnection(HOST, self.port, timeout=WAIT_SECONDS)
        with closing(connection):
            connection.request(verb, path, body=body, headers=given)
            with connection.getresponse() as answer:
                return Reply(answer.status, answer.headers, answer.read().decode())

    def get(self, path: str) -> Reply:
        """Open a page."""
        return self.send("GET", path, Accept="text/html")

    def answer(self, row: int = 0) -> Reply:
        """Answer a duty as the grid does, with a note that was never written before.

        What is acknowledged is remembered, to be compared with what is stored.
        """
        key = self.seeded["rows"][row]
        note = f"Note {self.notes}"
        self.notes += 1
        fields = f"coverage=covered&note={note.replace(' ', '+')}"
        reply = self.send(
            "POST",
            f"{self.base}answers/",
            f"{fields}&rows={key}:{self.revisions.get(key, 1)}".encode(),
            **{"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        if reply.status == HTTPStatus.CONFLICT:
            # What was not confirmed is there all the same: the grid shows it and goes on.
            self.revisions[key] = json.loads(reply.text)["stale"][0]["revision"]
        if reply.status == HTTPStatus.OK:
            self.revisions[key] = json.loads(reply.text)["saved"][key]
            self.kept[key] = note
        return reply

    def upload(self, content: bytes, name: str = "proof.txt") -> Reply:
        """Bring a file as a proof of the first duty, by the form."""
        body, kind = form(self.seeded["rows"][0], content, name)
        path = f"{self.base}evidence/new/"
        return self.send("POST", path, body, **{"Content-Type": kind, "Accept": "text/html"})

    def works_again(self) -> float:
        """Wait until an answer is kept, and return after how many seconds it was."""
        begun = monotonic()
        wait_until(lambda: self.answer(1).status == HTTPStatus.OK)
        return monotonic() - begun

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the installation."""
        return subprocess.run(  # noqa: S603
            self.disk.within([sys.executable, "manage.py", *arguments]),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def database(self) -> Iterator[Callable[[str], list[list[Any]]]]:
        """Give a function that does one statement in a connection of its own."""
        with subprocess.Popen(  # noqa: S603
            self.disk.within([sys.executable, "-m", "tests.faults.observer"]),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as observer:
            yield lambda sql: _done(observer, sql)

    def query(self, sql: str) -> list[list[Any]]:
        """Ask the database itself."""
        with self.database() as done:
            return done(sql)

    def lost(self) -> list[str]:
        """Return the notes that were acknowledged and are not stored."""
        rows = self.query("SELECT key, note FROM assessments_answer")
        stored = {_plain(key): note for key, note in rows}
        return [note for key, note in self.kept.items() if stored[key.replace("-", "")] != note]


def _plain(key: str) -> str:
    return key.replace("-", "")  # SQLite has no type for it


def _done(observer: "subprocess.Popen[str]", sql: str) -> list[list[Any]]:
    assert observer.stdin is not None
    assert observer.stdout is not None
    observer.stdin.write(f"{sql}\n")
    observer.stdin.flush()
    rows: list[list[Any]] = json.loads(observer.stdout.readline())
    return rows


def form(row: str, content: bytes, name: str) -> tuple[bytes, str]:
    """Return the body of the form of a new proof, and its content type."""
    fields = {
        "rows": row,
        "evidence_type": "report",
        "confidentiality": "internal",
        "is_visible_to_auditor": "on",
    }
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n'.encode()
        for each, value in fields.items()
    ]
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = b"".join([*parts, head.encode(), b"\r\n", content, b"\r\n--edge--\r\n"])
    return body, "multipart/form-data; boundary=edge"


def broken_chains(made: Installation) -> str:
    """Return what the product's own command finds wrong with the log, "" for nothing."""
    done = made.manage("verify_audit")
    return "" if done.returncode == 0 else done.stdout + done.stderr


def wait_until(holds: Callable[[], bool], *, seconds: float = AGAIN_SECONDS) -> None:
    """Wait until something holds, and fail when it does not in time."""
    until = monotonic() + seconds
    while not holds():
        assert monotonic() < until, "it never came to hold"
        sleep(0.05)


@contextmanager
def installation(
    folder: Path, *, is_on_postgresql: bool, also: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """Make tables and things, and serve them while the block runs.

    `also` are variables of its environment.
    """
    with volumes(folder) as disk:
        cluster = cluster_on(disk) if is_on_postgresql else None
        try:
            yield from _served(disk, cluster, also or {})
        finally:
            if cluster and cluster.is_up:
                cluster.stop()


def _served(
    disk: Volumes, cluster: Cluster | None, also: Mapping[str, str]
) -> Iterator[Installation]:
    port = _free_port()
    environment = _environment(disk, cluster) | {"PORT": str(port), **also}
    seeded = subprocess.run(  # noqa: S603
        disk.within([sys.executable, "-m", "tests.faults.seed"]),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    made = Installation(disk, port, json.loads(seeded.stdout), environment, cluster)
    options = ["--config", "python:tests.faults.serving", "--bind", f"{HOST}:{port}"]
    log = (disk.folder / "log").open("wb")
    with (
        log,
        subprocess.Popen(  # noqa: S603
            disk.within([sys.executable, "-m", "gunicorn", *options]),
            cwd=ROOT,
            env=environment,
            stderr=log,
        ) as server,
    ):
        try:
            wait_until(lambda: _is_served(made, server), seconds=START_SECONDS)
            yield made
        finally:
            server.terminate()


def _environment(disk: Volumes, cluster: Cluster | None) -> dict[str, str]:
    path = disk.folder / "database" / "remit.sqlite3"
    return os.environ | {
        "REMIT_DATA": str(disk.folder / "data"),
        "DATABASE_URL": cluster.url if cluster else f"sqlite:///{path}",
        "VAULT_FOLDER": str(disk.folder / "vault"),
        "PYTHONPATH": str(ROOT),
    }


def _is_served(made: Installation, server: "subprocess.Popen[bytes]") -> bool:
    assert server.poll() is None, (made.disk.folder / "log").read_text()
    try:
        return made.get(made.base).status == HTTPStatus.OK
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])
