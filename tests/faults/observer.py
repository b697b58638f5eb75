"""A connection of the driver alone, for an observer: `python -m tests.faults.observer`.

Each line of its input is one statement, answered by one line: its rows as JSON. A process of its
own, because only that sees the disk of the installation; it ends with its input.
"""

import json
import os
import sqlite3
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit


def main() -> None:
    """Do what each line says."""
    database = _opened(os.environ["DATABASE_URL"])
    for line in sys.stdin:
        found = database.execute(line)
        rows = found.fetchall() if found.description else []
        sys.stdout.write(json.dumps(rows, default=str) + "\n")
        sys.stdout.flush()


def _opened(url: str) -> Any:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite3.connect(parts.path.removeprefix("/"), isolation_level=None, timeout=5)
    import psycopg

    folder = parse_qs(parts.query)["host"][0]
    return psycopg.connect(host=folder, user=parts.username, dbname="postgres", autocommit=True)


if __name__ == "__main__":
    main()
