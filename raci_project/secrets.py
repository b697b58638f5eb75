"""The installation's secrets: made at first run, kept outside database and repository.

The file holds `SECRET_KEY` (sessions, reset links) and `AUDIT_KEY` (the audit chain), one
`NAME=value` a line, readable by its owner alone (mode 0600). Losing `AUDIT_KEY` means that the
chain written with it can no longer be verified; see docs/configuration.md.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from raci_project.environment import Env, Refused

NAMES = ("SECRET_KEY", "AUDIT_KEY")


def keys(env: Env, path: Path) -> tuple[str, str]:
    """Return `SECRET_KEY` and `AUDIT_KEY`: of the environment, else of the file, made if needed.

    Raises `Refused` when the file cannot be read or made.
    """
    found = {name: env.str(name, default="") for name in NAMES}
    if not all(found.values()):
        try:
            kept = read_or_make(path)
        except OSError as error:
            raise Refused(f"REMIT_SECRETS: {path}: {error.strerror}.") from error
        found = {name: found[name] or kept[name] for name in NAMES}
    return found["SECRET_KEY"], found["AUDIT_KEY"]


def read_or_make(path: Path) -> dict[str, str]:
    """Return the secrets kept in `path`; make the file first if it is not there.

    Two processes that start together agree: the file is made under another name and linked into
    place, and the link that comes second fails.
    """
    if not path.exists():
        _make(path)
    return _read(path)


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{name}={secrets.token_urlsafe(48)}\n" for name in NAMES]
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # mode 0600
    draft = Path(name)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _read(path: Path) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    found = {name.strip(): value.strip() for name, value in pairs}
    missing = [name for name in NAMES if not found.get(name)]
    if missing:
        raise Refused(f"REMIT_SECRETS: {path}: no value for {', '.join(missing)}")
    return found
