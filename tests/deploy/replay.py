"""Doing here, in a folder, what a recipe does to a whole machine.

Absolute paths of the recipe stand for paths below the folder; the user it makes is `nobody` where
root runs the tests; what would change the machine itself has a stand-in that notes its call.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.messages import ROOT
from tests.needs import is_required, missing

NOBODY = 65534
IS_ROOT = os.geteuid() == 0
# The paths that recipes name.
PLACES = ("/opt", "/etc", "/var", "/data", "/usr/local/bin", "/tmp/build")  # noqa: S108
_PATH = re.compile(rf"(?<![\w.}}$/])({'|'.join(PLACES)})(?=/|\b)")
# Notes its call, and does nothing.
STAND_INS = ("apt-get", "useradd", "systemctl", "createuser", "createdb", "dropdb", "editor")
_NOTE = '#!/bin/sh\necho "$(basename "$0") $*" >> "{calls}"\n'
# root becomes nobody, who plays every user that is named.
_RUNUSER = """#!/bin/sh
shift 3
if [ "$(id -u)" -eq 0 ]; then
    exec setpriv --reuid {nobody} --regid {nobody} --clear-groups -- "$@"
fi
exec "$@"
"""


class Failed(AssertionError):
    """A command of a recipe did not succeed."""


@dataclass
class Machine:
    """A folder that plays the machine of a recipe."""

    root: Path
    variables: dict[str, str]
    folder: str = "/"
    done: list[str] = field(default_factory=list)

    @property
    def calls(self) -> list[str]:
        """Return how stand-ins were called."""
        return (self.root / "calls").read_text().splitlines()

    def path(self, path: str) -> Path:
        """Return where a path of the recipe is."""
        if path == "/":
            return self.root
        return Path(self.here(path)) if path.startswith("/") else self.path(self.folder) / path

    def here(self, text: str) -> str:
        """Return a text of the recipe with the paths of this machine."""
        return _PATH.sub(lambda found: f"{self.root}{found[1]}", text)

    def run(self, command: str, **more: str) -> str:
        """Run a command of the recipe as its shell would, and return what it printed."""
        self.done.append(command)
        return self._finished(["/bin/sh", "-euc", _quick(self.here(command))], more)

    def start(self, command: Sequence[str], **more: str) -> "subprocess.Popen[bytes]":
        """Start what the recipe leaves running, as the user without rights."""
        words = [self.here(word) for word in command]
        return subprocess.Popen(  # noqa: S603
            [*as_nobody(), *words], cwd=self.path(self.folder), env=self._environment(more)
        )

    def _finished(self, words: Sequence[str], more: dict[str, str]) -> str:
        given = self._environment(more)
        done = subprocess.run(  # noqa: S603
            words,
            cwd=self.path(self.folder),
            # How this machine comes by packages is its own matter; nothing else is handed on.
            env=os.environ | given if "pip install" in words[-1] else given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Failed(f"{self.done[-1]}\n{done.stdout}")
        return done.stdout

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        given = {name: self.here(value) for name, value in (self.variables | more).items()}
        # First what the recipe put there itself, then the stand-ins, then this machine's.
        named = given.get("PATH", "").split(":")
        own = [each for each in named if each.startswith(str(self.root))]
        own += [f"{self.root}/stand-ins", f"{self.root}/usr/local/bin", os.environ["PATH"]]
        return {**given, "PATH": ":".join(own), "LANG": "C.UTF-8"}


def as_nobody() -> list[str]:
    """Return the words in front of a command that take root's rights away."""
    words = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--"]
    return words if IS_ROOT else []


def interpreter() -> Path:
    """Return a Python that nobody can run: root's own is closed to others."""
    question = 'exec "$0" -c "import sys; sys.exit(sys.version_info < (3, 11))"'
    for found in (Path(sys.executable).resolve(), Path("/usr/bin/python3")):
        asked = [*as_nobody(), "/bin/sh", "-c", question, str(found)]
        if not subprocess.run(asked, check=False, stderr=subprocess.DEVNULL).returncode:  # noqa: S603
            return found
    return missing("python", "no Python 3.11 that a user without rights can run")


@contextmanager
def machine(**variables: str) -> Iterator[Machine]:
    """Give an empty machine that everybody may enter; it goes with the block."""
    root = Path(tempfile.mkdtemp(prefix="remit-machine-", dir="/tmp"))
    root.chmod(0o755)
    places = [*PLACES, "/etc/systemd/system", "/etc/nginx/conf.d", "/etc/nginx/sites-enabled"]
    for place in (*places, "/var/backups", "/var/lib", "/etc/ssl"):
        Path(f"{root}{place}").mkdir(parents=True, exist_ok=True)
    (root / "calls").touch()
    (root / "calls").chmod(0o666)
    stand_ins = root / "stand-ins"
    stand_ins.mkdir()
    for name in STAND_INS:
        _script(stand_ins / name, _NOTE.format(calls=root / "calls"))
    _script(stand_ins / "runuser", _RUNUSER.format(nobody=NOBODY))
    for name in ("python", "python3"):
        (stand_ins / name).symlink_to(interpreter())
    try:
        yield Machine(root, variables)
    finally:
        shutil.rmtree(root)


def _script(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def _quick(command: str) -> str:
    """Install with uv where there is one: the same files, the same hashes, a tenth of the time."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv and not is_required("pip"):
        venv = rf'{uv} venv --quiet --python "$(command -v python3)" '
        command = re.sub(r"\bpython3? -m venv ", venv, command)
        command = re.sub(
            r"(\S+) -m pip install ",
            rf"{uv} pip install -q --compile-bytecode --python \1 ",
            command,
        )
    return _owned(command)


def _owned(command: str) -> str:
    """Let nobody own what the recipe's own user owns; who is not root owns everything."""
    user = r"-o (?:remit|10001) -g (?:remit|10001)"
    command = re.sub(user, f"-o {NOBODY} -g {NOBODY}" if IS_ROOT else "", command)
    return re.sub(r"-o root -g remit", f"-g {NOBODY}" if IS_ROOT else "", command)


def release(folder: Path, name: str, *tops: str) -> Path:
    """Pack what the repository has, or some of it, as a release is packed."""
    left_out = ["./.git", "./.venv", "./var", "./tls", "__pycache__", ".*_cache", ".hypothesis"]
    excluded = [f"--exclude={each}" for each in left_out]
    command = ["tar", "-czf", str(folder / name), *excluded, *(tops or ["."])]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603
    return folder / name
