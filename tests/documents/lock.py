"""What the lock pins: names, versions, hashes, and who asks for whom."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
_PIN: Final = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[^\]]*\])?==(?P<version>[^ ;\\\n]+)"
    r"(?: ; (?P<marker>[^\\\n]*[^\\\n ]))?"
    r"(?P<rest>(?: \\)?(?:\n {4}[^\n]*)*)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """One library of the lock: `askers` are the names that ask for it, a `.in` file among them.

    `hashes` are SHA-256, in hexadecimal digits, of each file it may be installed from.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    askers: tuple[str, ...]


def pinned(file: str) -> list[Pinned]:
    """Return what a `requirements*.txt` pins, by name."""
    found = [_read(match) for match in _PIN.finditer((ROOT / file).read_text())]
    return sorted(found, key=lambda each: (each.name, each.version))


def _read(match: re.Match[str]) -> Pinned:
    rest = match["rest"]
    comment = "\n".join(re.findall(r"^ {4}# (.*)$", rest, re.MULTILINE))
    named = re.sub(r"-[rc] (\S+)", r"\1", comment.removeprefix("via"))
    return Pinned(
        name=match["name"],
        version=match["version"],
        marker=(match["marker"] or "").strip(),
        hashes=tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest))),
        askers=tuple(sorted(set(named.split()))),
    )
