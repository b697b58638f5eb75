"""What a pack is made of. Pure Python."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a pack, at `path` within its folder; `size` in bytes.

    `content` is None where the vault has it, at `address`, for the proof with the id `evidence`.
    """

    path: str
    size: int
    sha256: str
    content: bytes | None = None
    address: str = ""
    evidence: int = 0


def made_part(path: str, content: bytes) -> Part:
    """Return a part that was made for the pack."""
    return Part(path, len(content), sha256(content).hexdigest(), content)
