"""The arithmetic of the chain: canonical JSON and HMAC-SHA256. Pure Python.

Each event is sealed with a key that is kept outside the database, over all its fields, its
sequence and the seal before it (SECURITY.md, "Audit"). Plain hashes would let whoever can write
to the table compute a new chain; this does not.
"""

import hmac
import json
from collections.abc import Mapping
from typing import Any

FIRST_PREVIOUS = "0" * 64

# Made once: a verification writes millions of events this way.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Return the one way to write `fields`: sorted keys, no blanks, UTF-8."""
    return _ENCODER.encode(fields).encode()


def seal(fields: Mapping[str, Any], *, key: str) -> str:
    """Return the seal of an event: 64 hexadecimal digits."""
    return hmac.digest(key.encode(), canonical(fields), "sha256").hex()
