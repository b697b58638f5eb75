"""How much time of the processor, and how much memory beyond what there was, something takes."""

from pathlib import Path
from time import process_time
from typing import Final, Self

_KILOBYTES: Final = 1_000


class Measured:
    """A block that is measured: `seconds` and `megabytes` once it is left.

    Memory is the highest use of the whole process meanwhile, whoever asked for it: that of
    libraries not written in Python is in it.
    """

    def __init__(self) -> None:
        """Measure nothing yet."""
        self.seconds = 0.0
        self.megabytes = 0
        self._began = 0.0
        self._before = 0

    def __enter__(self) -> Self:
        """Begin."""
        # The highest use so far is forgotten (proc(5), clear_refs).
        Path("/proc/self/clear_refs").write_text("5")
        self._before = memory("VmRSS")
        self._began = process_time()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self.seconds = round(process_time() - self._began, 4)
        self.megabytes = round((memory("VmHWM") - self._before) / _KILOBYTES)


def memory(name: str) -> int:
    """Return a use of memory of this process by its name in proc(5), in kilobytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0])
