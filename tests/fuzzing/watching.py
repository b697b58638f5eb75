"""A limited process that reads files, watched: what ends it, or keeps it waiting, is a defect."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from tests.fuzzing.child import SECONDS

# Of the clock on the wall: a machine may be busy with other things.
PATIENCE: Final = 12 * SECONDS

_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: the word of its reader, "" and a `defect` where it broke a rule."""

    importer: str
    source: str
    number: int
    word: str
    seconds: float = 0.0
    megabytes: int = 0
    defect: str = ""


class Watched:
    """One process, started again after each file that ended it."""

    def __init__(self, module: str = "tests.fuzzing.child") -> None:
        """Start none yet."""
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        """End it when the block is left."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._end()

    def outcomes(self, importer: str, source: str, numbers: Sequence[int]) -> Iterator[Outcome]:
        """Read files, one after the other, whatever becomes of the process."""
        left = list(numbers)
        while left:
            for outcome in self._until_it_ends(importer, source, left):
                del left[0]
                yield outcome

    def _until_it_ends(
        self, importer: str, source: str, numbers: Sequence[int]
    ) -> Iterator[Outcome]:
        process = self._process or self._start()
        assert process.stdin is not None
        asked = {"importer": importer, "source": source, "numbers": numbers}
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        process.stdin.flush()
        for number in tuple(numbers):
            line = self._line(process)
            if not line:
                why = self._end()
                yield Outcome(importer, source, number, "ended", defect=why)
                return
            told = json.loads(line)
            yield Outcome(
                importer,
                source,
                told["number"],
                told["outcome"],
                told["seconds"],
                told["megabytes"],
                told.get("defect", ""),
            )

    def _start(self) -> "subprocess.Popen[bytes]":
        # What it reads settings from is its own: see tests.environment.
        environment = {name: value for name, value in os.environ.items() if name != "REMIT_DATA"}
        self._rest = b""
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", self._module],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self._process

    def _line(self, process: "subprocess.Popen[bytes]") -> bytes:
        """Return the next line, nothing once the process ended or made us wait too long."""
        assert process.stdout is not None
        while b"\n" not in self._rest:
            if not select.select([process.stdout], [], [], PATIENCE)[0]:
                return b""
            read = os.read(process.stdout.fileno(), 1 << 16)
            if not read:
                return b""
            self._rest += read
        line, _end, self._rest = self._rest.partition(b"\n")
        return line

    def _end(self) -> str:
        process, self._process = self._process, None
        if process is None:
            return ""
        try:
            process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return f"no answer within {PATIENCE} seconds"
        if process.returncode >= 0:
            return f"the process left with status {process.returncode}"
        name = signal.Signals(-process.returncode).name
        return f"the process was ended by {name}" + (
            f": more than {SECONDS} seconds of the processor" if name == "SIGPROF" else ""
        )
