"""An upload that is cut half-way: nobody is told that it is kept, and it is not."""

import socket
from http import HTTPStatus

import pytest

from tests.faults.installation import HOST, TOKEN, Installation, form, wait_until
from tests.faults.noting import note

pytestmark = pytest.mark.thorough

CONTENT = b"All of it was restored.\n" * 100_000


def test_half_a_file_is_kept_by_nobody(served: Installation) -> None:
    body, kind = form(served.seeded["rows"][0], CONTENT, "half.txt")
    head = (
        f"POST {served.base}evidence/new/ HTTP/1.1\r\n"
        f"Host: {HOST}:{served.port}\r\n"
        f"Cookie: {served.seeded['cookie']}; {served.seeded['token']}={TOKEN}\r\n"
        f"X-CSRFToken: {TOKEN}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )

    with socket.create_connection((HOST, served.port)) as connection:
        connection.sendall(head.encode() + body[: len(body) // 2])
        connection.shutdown(socket.SHUT_WR)
        told = connection.recv(1000)
    incoming = served.disk.seen(served.disk.folder / "vault") / "incoming"
    wait_until(lambda: not list(incoming.iterdir()))
    seconds = served.works_again()
    whole = served.upload(CONTENT, "whole.txt")

    stored = served.query("SELECT filename FROM evidence_evidence WHERE filename = 'half.txt'")
    assert not told.startswith(b"HTTP/1.1 302")
    assert stored == []
    assert whole.status == HTTPStatus.FOUND
    seen = told.decode().partition("\r\n")[0] or "no answer"
    note("upload cut half-way", seen, seconds, engine=served.engine)
