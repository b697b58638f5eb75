"""The real server, and what it uses of the machine."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from tests.load.people import HOST
from tests.messages import ROOT

READY_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Server:
    """gunicorn as it is configured for people: its port, and its first process."""

    port: int
    pid: int

    @property
    def cpu_seconds(self) -> float:
        """Return what all its processes have used so far, user and system."""
        ticks = sum(sum(_times(pid)) for pid in self._processes())
        return ticks / os.sysconf("SC_CLK_TCK")

    @property
    def peak_bytes(self) -> int:
        """Return the most memory each process ever had, added up; shared pages count twice."""
        return sum(_peak(pid) for pid in self._processes())

    def _processes(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


@contextmanager
def serving(processes: int) -> Iterator[Server]:
    """Serve the database of this environment until the block ends."""
    port = _free_port()
    added = {
        "BIND": f"{HOST}:{port}",
        "PORT": str(port),
        "WEB_PROCESSES": str(processes),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:raci_project.server"],
        cwd=ROOT,
        env=os.environ | added,
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(port, server)
            yield Server(port, server.pid)
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = monotonic() + READY_SECONDS
    while monotonic() < until and server.poll() is None:
        try:
            with closing(http.client.HTTPConnection(HOST, port, timeout=60)) as asked:
                asked.request("GET", "/account/login/")
                asked.getresponse().read()
                return
        except ConnectionError:
            sleep(0.2)
    raise TimeoutError("the server is not ready")


def _times(pid: int) -> tuple[int, int]:
    # The name of the program, in brackets, may hold blanks.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]), int(fields[12])


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
