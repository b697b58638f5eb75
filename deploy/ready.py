"""Ask the server beside whether it is ready: exit 0 when it is, 1 when not. Only the library.

`BIND` or `PORT` say where it listens, `SITE_URL` which host name it answers to, as for the server.
"""

import http.client
import os
import socket
import sys
from contextlib import closing
from http import HTTPStatus
from urllib.parse import urlsplit

SECONDS = 4


def main() -> int:
    """Print what `/readyz` says."""
    bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT', '8000')}"
    host = urlsplit(os.environ.get("SITE_URL", "")).netloc or "127.0.0.1"
    try:
        with closing(_connected(bind)) as server:
            server.request("GET", "/readyz", headers={"Host": host})
            answer = server.getresponse()
            sys.stdout.write(answer.read(10_000).decode(errors="replace") + "\n")
    except (OSError, http.client.HTTPException) as error:
        sys.stdout.write(f"no answer from {bind}: {error}\n")
        return 1
    return 0 if answer.status == HTTPStatus.OK else 1


def _connected(bind: str) -> http.client.HTTPConnection:
    if bind.startswith("unix:"):
        server = http.client.HTTPConnection("localhost", timeout=SECONDS)
        server.sock = socket.socket(socket.AF_UNIX)
        server.sock.settimeout(SECONDS)
        server.sock.connect(bind.removeprefix("unix:"))
        return server
    return http.client.HTTPConnection("127.0.0.1", int(bind.rpartition(":")[2]), timeout=SECONDS)


if __name__ == "__main__":
    sys.exit(main())
