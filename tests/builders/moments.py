"""When things happen in tests, and numbers that make their names unlike each other."""

from datetime import UTC, datetime
from itertools import count

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

_numbers = count(1)


def next_number() -> int:
    """Return a number that nothing else has."""
    return next(_numbers)
