"""One installation for all faults, on the engine of the run."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import needs
from tests.faults.installation import Installation, broken_chains, installation
from tests.postgres import NoServer


@pytest.fixture(scope="session")
def served() -> Iterator[Installation]:
    """Serve an installation. Each fault is over when its test ends, and the server is the same.

    After all of them its log is whole.
    """
    is_on_postgresql = connection.vendor == "postgresql"
    # Not below pytest's folder: the user a PostgreSQL server runs as could not enter it.
    with tempfile.TemporaryDirectory(prefix="remit-faults-") as name:
        Path(name).chmod(0o755)
        try:
            with installation(Path(name), is_on_postgresql=is_on_postgresql) as made:
                yield made
                assert broken_chains(made) == ""
        except NoServer as missing:
            needs.missing("postgresql", str(missing))


@pytest.fixture
def on_disks(served: Installation) -> Installation:
    """Return the installation where its disks are its own."""
    if served.disk.holder is None:
        needs.missing("mounts", "disks cannot be mounted here: not root, or not allowed")
    return served
