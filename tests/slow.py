"""Which tests `make test` leaves to `make check` and CI: `python -m tests.slow REPORT` writes it.

Most of the time of all tests goes into some of them. Those are named in `slow.txt`, by
file and function, from the times of a whole run (`make slow`). Tests of the project as a whole,
in `tests/` itself, are never left out.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from defusedxml import ElementTree

LIST = Path(__file__).with_name("slow.txt")
SECONDS = 0.06


@cache
def slow_tests() -> frozenset[str]:
    """Return the tests on record, as "tests/x/test_y.py::test_z"."""
    return frozenset(LIST.read_text().split())


def is_slow(node_id: str) -> bool:
    """Tell whether a test, or another case of it, is on record; xdist adds a group's name."""
    return _without_case(node_id) in slow_tests()


def measured(report: Path) -> Iterator[str]:
    """Give the tests of a JUnit report of which a case took longer than `SECONDS`."""
    for case in ElementTree.parse(report).iter("testcase"):
        *folders, name = case.get("classname", "").split(".")
        if len(folders) < 2 or float(case.get("time", 0)) <= SECONDS:
            continue
        path, classes = _file_of([*folders, name])
        yield "::".join([path, *classes, _without_case(case.get("name", ""))])


def _without_case(name: str) -> str:
    return name.split("[")[0].split("@")[0]


def _file_of(parts: list[str]) -> tuple[str, list[str]]:
    place = next(n for n, part in enumerate(parts) if part.startswith("test_"))
    return "/".join(parts[: place + 1]) + ".py", parts[place + 1 :]


if __name__ == "__main__":
    LIST.write_text("\n".join(sorted(set(measured(Path(sys.argv[1]))))) + "\n")
