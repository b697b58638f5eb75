"""What some tests need and not every machine has; where it is missing they are skipped.

`REMIT_REQUIRE` (names separated by commas) turns such a skip into a failure: CI sets it. With the
name `whole` tests of a large table take all of it, and tests of generated input many examples,
where `make test` takes a sample.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pytest


def is_required(name: str) -> bool:
    """Tell whether a test must fail for want of `name` instead of being skipped."""
    names = os.environ.get("REMIT_REQUIRE", "").split(",")
    return name in {each.strip() for each in names}


def examples(number: int) -> int:
    """Return how many generated examples a test takes: `number` in CI, a fifth in `make test`."""
    return number if is_required("whole") else max(number // 5, 5)


def some(names: Iterable[str], *, one_in: int) -> list[str]:
    """Return all names in CI, else one of each `one_in`, spread evenly."""
    return sorted(names)[:: 1 if is_required("whole") else one_in]


def in_turn(things: Iterable[str], place: int) -> list[str]:
    """Return all things in CI, else the one whose turn it is (SECURITY.md, "Figures to reach")."""
    kept = sorted(things)
    return kept if is_required("whole") or not kept else [kept[place % len(kept)]]


def missing(name: str, reason: str) -> NoReturn:
    """Skip the running test for want of `name`, or fail it where `name` is required."""
    if is_required(name):
        pytest.fail(f"{name} is required and missing: {reason}", pytrace=False)
    pytest.skip(reason)


def chromium() -> str:
    """Return the path of a Chromium, from `REMIT_CHROMIUM` or the PATH."""
    found = os.environ.get("REMIT_CHROMIUM") or shutil.which("chromium")
    return found or missing("browser", "no chromium on the PATH (apt-get install chromium)")


def libreoffice() -> str:
    """Return the path of LibreOffice, which reads workbooks the way a customer's office does."""
    found = shutil.which("soffice")
    return found or missing(
        "libreoffice", "no soffice on the PATH (apt-get install libreoffice-calc-nogui)"
    )


def nginx() -> str:
    """Return the path of nginx, which stands in front where Remit is run in earnest."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    return found or missing("nginx", "no nginx on the PATH (apt-get install nginx-light)")


def systemd_analyze() -> str:
    """Return the path of `systemd-analyze`, which reads units without systemd running."""
    found = shutil.which("systemd-analyze")
    return found or missing("systemd", "no systemd-analyze on the PATH (apt-get install systemd)")


def corpus() -> Path:
    """Return the folder of real published matrices, from `REMIT_CORPUS`."""
    folder = os.environ.get("REMIT_CORPUS", "")
    if not folder or not Path(folder).is_dir():
        missing("corpus", "REMIT_CORPUS does not name the folder of published matrices")
    return Path(folder)
