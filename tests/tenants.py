"""`make tenants`: every route, verb, kind of visitor and foreign id, and the figure kept.

A cell is one request: a route asked with one verb as one visitor, or a form with one id of another
organisation in one field. What must come out of it says the test that asks (SECURITY.md, "tenant
matrix"): any other answer, a canary in it, or a changed table of the other organisation is a leak.
"""

import os
import sys

import pytest
from django.core.signals import request_started

MATRIX = ("tests/test_rights.py", "tests/test_canaries.py")
LEAST = 10_000


class Cells:
    """Counts the requests of a run."""

    def __init__(self) -> None:
        """Begin with none."""
        self.asked = 0

    def pytest_sessionstart(self) -> None:
        """Count from here on."""
        request_started.connect(self.count)

    def count(self, **_: object) -> None:
        """Count one request, also one that is refused before any view."""
        self.asked += 1


def main() -> int:
    """Ask every cell, and keep how many there were; 1 when one leaked, or when they are few."""
    os.environ["REMIT_REQUIRE"] = "whole"
    cells = Cells()
    code = pytest.main(["-n", "0", *MATRIX, *sys.argv[1:]], plugins=[cells])
    if code:
        return int(code)
    from tests.figures import keep

    keep("make tenants", {"route x verb x visitor, and foreign ids: leaks": f"{cells.asked:,}: 0"})
    return 0 if cells.asked >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
