"""A server that speaks S3, in a process of its own."""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic, sleep
from typing import Final

HOST: Final = "127.0.0.1"
WAIT_SECONDS: Final = 60


class Server:
    """The server on a port that stays its own; it forgets everything when it stops."""

    def __init__(self) -> None:
        """Choose a port; nothing runs yet."""
        self.port = _free_port()
        self.url = f"http://{HOST}:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it answers."""
        command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", HOST]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [*command, "-p", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_for(self.port)

    def stop(self) -> None:
        """End it; connections are refused from then on."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Have it take connections and answer nothing while the block runs."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    @contextmanager
    def knowing_nobody(self) -> Iterator[None]:
        """Have it refuse every key while the block runs."""
        self.ask("POST", "/moto-api/reset-auth", b"0")
        try:
            yield
        finally:
            self.ask("POST", "/moto-api/reset-auth", b"inf")

    def ask(self, verb: str, path: str, body: bytes = b"") -> int:
        """Send a request that nobody signed, and return the status of its answer."""
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=WAIT_SECONDS)) as asked:
            asked.request(verb, path, body)
            return asked.getresponse().status


@contextmanager
def s3_server() -> Iterator[Server]:
    """Start the server, and end it with the block."""
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    until = monotonic() + WAIT_SECONDS
    while monotonic() < until:
        with socket.socket() as client:
            if client.connect_ex((HOST, port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError
