"""The limited process, with a reader that does all a reader must not do."""

import tests.environment  # isort: skip  # before anything reads settings

import os
import signal
import sys
from unittest import mock

from tests.fuzzing import child

NUMBERS = ("good", "raises", "endless", "memory", "killed", "leaves", "good again")


def told(_importer: str, _source: str, number: int) -> dict[str, str]:
    """Do what the number says."""
    what = NUMBERS[number]
    if what == "raises":
        return {"outcome": "ZeroDivisionError", "defect": "Traceback"}
    while what == "endless":
        pass
    if what == "memory":
        del (bytearray(b"x" * 150_000_000) + b"x")[:]
    if what == "killed":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "leaves":
        os._exit(3)
    return {"outcome": "read"}


if __name__ == "__main__":
    try:
        with mock.patch.object(child, "_told", told), mock.patch.object(child, "SECONDS", 1):
            child.main(sys.argv[1:])
    finally:
        tests.environment.FOLDER.cleanup()
