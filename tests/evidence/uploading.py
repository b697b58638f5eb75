"""Uploads that are killed: `python -m tests.evidence.uploading MEMBER ROUND`.

Each runs in a process of its own, forked from this one before it has opened the database, and
kills itself at one point. What its caller prints is one line for each: the point, and either the
signal that ended it or what it acknowledged.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn
from unittest import mock

import django

CHUNK = b"x" * 1_000_000


def main(member: str, turn: str) -> None:
    """Upload once for each point, the last one without being killed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    for point in (*_points(), "acknowledged"):
        child = os.fork()
        if child == 0:
            _upload(point, int(member), f"{point} {turn}")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ending = signal.Signals(status).name if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        sys.stdout.write(f"{point}: {ending}\n")


def _points() -> dict[str, Any]:
    from evidence.services.facts import tell

    return {
        "half read": None,
        "written": mock.patch("evidence.vault.os.fsync", _die),
        "on the disk": mock.patch("evidence.vault.place", _die),
        "moved": mock.patch("evidence.vault.sync", _die),
        "placed": mock.patch("evidence.services.adding._add", _die),
        "row written": mock.patch("evidence.services.adding.tell", _die),
        "event written": mock.patch("evidence.services.adding.tell", _and_die(tell)),
        "committed": None,
    }


def _upload(point: str, member: int, content: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from accounts.models import Membership
    from evidence.services import EvidenceFacts, add_file

    class Upload(SimpleUploadedFile):
        """What arrives in two pieces."""

        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield CHUNK
            if point == "half read":
                _die()
            yield content.encode()

    upload = Upload(f"{content}.txt", b"")
    patch = _points().get(point)
    if patch:
        patch.start()
    by = Membership.objects.get(pk=member)
    add_file(upload=upload, about=EvidenceFacts(), by=by, at=timezone.now())
    if point == "committed":
        _die()


def _die(*_: object, **__: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _and_die(function: Callable[..., object]) -> Callable[..., object]:
    def done(*args: object, **kwargs: object) -> None:
        function(*args, **kwargs)
        _die()

    return done


if __name__ == "__main__":
    main(*sys.argv[1:])
