"""Has a paper set in a process of its own, which takes neither the server's memory nor its time.

typst is a compiler: whatever a text makes it do must not take the server down with it. The process
knows nothing of the environment, gets the paper on its standard input, and is ended after
`PDF_SECONDS`. Two at a time are at work in one server.
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from django.conf import settings

HERE: Final = Path(__file__).parent
MEMORY: Final = 2_000_000_000  # bytes of address space; 5,000 rows take a quarter of it
_AT_ONCE: Final = BoundedSemaphore(2)
_MOST_SAID: Final = 2_000  # characters of what went wrong


class NotSet(Exception):
    """The paper could not be set, or not within time and memory; says what typst said."""


class TooBusy(Exception):
    """Others are being set, and none was done within `PDF_SECONDS`."""


def typeset(paper: str, *, at: datetime) -> bytes:
    """Return the PDF of a written paper, dated `at`. Raises `NotSet` and `TooBusy`."""
    if not _AT_ONCE.acquire(timeout=settings.PDF_SECONDS):
        raise TooBusy
    try:
        return _set(paper, at)
    finally:
        _AT_ONCE.release()


def _set(paper: str, at: datetime) -> bytes:
    seconds = settings.PDF_SECONDS
    command = [sys.executable, "-I", str(HERE / "typesetter.py"), str(HERE)]
    limits = [str(seconds), str(MEMORY), str(int(at.timestamp()))]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and nothing of a request
            [*command, *limits],
            input=paper.encode(),
            capture_output=True,
            timeout=seconds,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotSet(f"not set within {seconds} seconds") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        said = done.stderr.decode(errors="replace")[-_MOST_SAID:]
        raise NotSet(f"ended with {done.returncode}: {said}")
    return done.stdout
