"""A process that reads damaged and hostile files, and nothing else, under limits it cannot pass.

`python -m tests.fuzzing.child` takes one JSON object a line, `{"importer", "source", "numbers"}`,
and answers each number with a line: what came of it, and how long it took. A file that takes more
than `SECONDS` of the processor ends the process, whatever code runs; so does one for which the
system gives no more memory. `python -m tests.fuzzing.child IMPORTER SOURCE NUMBER` reads one file
and shows what becomes of it.
"""

import tests.environment  # isort: skip  # before anything reads settings

import json
import resource
import signal
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Final

from tests.fuzzing.measuring import Measured, memory

SECONDS: Final = 5
MEGABYTES: Final = 200

# More than a reading may take, so that one that is refused for it is told apart from a broken one.
_ROOM: Final = 1_000_000_000
_LARGEST_FILE: Final = 300_000_000


def main(arguments: list[str]) -> None:
    """Read one file that is named, or all that are asked for."""
    import django

    django.setup()
    from django.utils import translation

    translation.activate("en")
    if arguments:
        importer, source, number = arguments
        sys.stdout.write(f"{_told(importer, source, int(number))}\n")
        return
    _limit()
    for line in sys.stdin:
        asked = json.loads(line)
        for told in _answers(asked["importer"], asked["source"], asked["numbers"]):
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


def _answers(importer: str, source: str, numbers: list[int]) -> Iterator[dict[str, Any]]:
    for number in numbers:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        with Measured() as measured:
            told = _told(importer, source, number)
        signal.setitimer(signal.ITIMER_PROF, 0)
        taken = measured.megabytes
        if taken > MEGABYTES:
            told = {"outcome": "memory", "defect": f"{taken} MB more than before"}
        yield {"number": number, "seconds": measured.seconds, "megabytes": taken, **told}


def _told(importer: str, source: str, number: int) -> dict[str, str]:
    from tests.fuzzing.importers import IMPORTERS
    from tests.fuzzing.sources import made

    file = made(importer, source, number)
    try:
        return {"outcome": IMPORTERS[importer].read(file)}
    except Exception as error:  # a defect, whatever it is
        return {"outcome": type(error).__name__, "defect": traceback.format_exc()}


def _limit() -> None:
    now = memory("VmSize") * 1024
    resource.setrlimit(resource.RLIMIT_AS, (now + _ROOM, now + _ROOM))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    finally:
        tests.environment.FOLDER.cleanup()
