"""A PostgreSQL server that a test stops and starts."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.faults.volumes import Volumes
from tests.postgres import _binaries, _server_user

_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "max_connections": "40",
    "min_wal_size": "2MB",
    "max_wal_size": "8MB",
    "shared_buffers": "16MB",
}


@dataclass(frozen=True)
class Cluster:
    """A server whose files are on the disk `database`, and whose socket is beside it."""

    binaries: Path
    disk: Volumes

    @property
    def url(self) -> str:
        """Return the value of DATABASE_URL."""
        return f"postgres://remit@/postgres?host={quote(str(self._socket), safe='/')}"

    @property
    def _socket(self) -> Path:
        return self.disk.folder / "socket"

    @property
    def _data(self) -> Path:
        return self.disk.folder / "database" / "cluster"

    def make(self) -> None:
        """Make its files, and start it."""
        self._socket.mkdir()
        self._socket.chmod(0o777)
        how = ["-U", "remit", "-A", "trust", "-E", "UTF8", "-N", "--no-locale", "--wal-segsize=1"]
        self._run(["initdb", "-D", self._data, *how])
        self.start()

    def start(self) -> None:
        """Start it, and return when it answers."""
        given = " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items())
        given += f" -c unix_socket_directories={self._socket}"
        log = self.disk.folder / "socket" / "log"
        self._run(["pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", given])

    def stop(self) -> None:
        """Stop it as a power failure would: no connection is told, nothing is written."""
        self._run(["pg_ctl", "stop", "-m", "immediate", "-D", self._data])

    @property
    def is_up(self) -> bool:
        """Tell whether it runs."""
        done = self._done(["pg_ctl", "status", "-D", self._data])
        return done.returncode == 0

    def _run(self, command: Sequence[Any]) -> None:
        done = self._done(command)
        assert done.returncode == 0, done.stderr

    def _done(self, command: Sequence[Any]) -> "subprocess.CompletedProcess[bytes]":
        # As somebody else, since root may not run a server; the disks are entered as root.
        as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        inner = [*(as_user if _server_user() else []), self.binaries / command[0], *command[1:]]
        return subprocess.run(  # noqa: S603
            self.disk.within(inner),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.disk.folder,
            check=False,
        )


def cluster_on(disk: Volumes) -> Cluster:
    """Make a server on a disk and start it. Raises `tests.postgres.NoServer`."""
    binaries = _binaries(disk.folder / "copy")
    found = Cluster(binaries, disk)
    found.make()
    return found
