"""Disks of a few megabytes, which can be filled and made read-only without harm to any other.

They are in a mount namespace of their own, held by a process that ends with the tests however
those end: nothing is left mounted.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from tests.messages import ROOT

_DISKS: Final = {"database": (120, "0777"), "vault": (24, "0700")}
_BUSY_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Volumes:
    """Two folders, `database` and `vault`; with a `holder` each is a disk of its own."""

    folder: Path
    holder: int | None

    def within(self, command: Sequence[Any]) -> list[str]:
        """Return a command as one that sees the disks."""
        plain = [str(each) for each in command]
        if self.holder is None:
            return plain
        return ["nsenter", f"--target={self.holder}", "--mount", f"--wd={ROOT}", "--", *plain]

    def seen(self, path: Path) -> Path:
        """Return where this process finds a path of theirs."""
        return path if self.holder is None else Path(f"/proc/{self.holder}/root{path}")

    @contextmanager
    def full(self, name: str) -> Iterator[None]:
        """Have no room on a disk while the block runs."""
        ballast = self.seen(self.folder / name) / "ballast"
        with ballast.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                _fill(file, size)
        try:
            yield
        finally:
            ballast.unlink()

    @contextmanager
    def read_only(self, name: str) -> Iterator[None]:
        """Have a disk that nothing can be written to while the block runs."""
        self._remount(name, "ro")
        try:
            yield
        finally:
            self._remount(name, "rw")

    def _remount(self, name: str, how: str) -> None:
        # Refused while a file is open for writing: between two requests none is for long.
        command = self.within(["mount", "-o", f"remount,{how}", self.folder / name])
        until = monotonic() + _BUSY_SECONDS
        while (done := subprocess.run(command, capture_output=True, check=False)).returncode:  # noqa: S603
            assert monotonic() < until, done.stderr
            sleep(0.02)


def _fill(file: Any, size: int) -> None:
    block = bytes(size)
    try:
        while True:
            file.write(block)
    except OSError:
        return


@contextmanager
def volumes(folder: Path) -> Iterator[Volumes]:
    """Make both below a folder; plain folders where nothing may be mounted."""
    for name in _DISKS:
        (folder / name).mkdir()
    mounts = "; ".join(
        f"mount -t tmpfs -o size={size}m,mode={mode} remit {folder / name} || exit 1"
        for name, (size, mode) in _DISKS.items()
    )
    # It reads until its input ends, which is when this process does.
    command = ["unshare", "--mount", "sh", "-c", f"{mounts}; echo held; exec cat"]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as holder:
        assert holder.stdout is not None
        is_held = holder.stdout.readline() == b"held\n"
        try:
            yield Volumes(folder, holder.pid if is_held and os.geteuid() == 0 else None)
        finally:
            holder.kill()
