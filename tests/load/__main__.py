"""`make load`: fill a database of its own, serve it, let people work, judge, keep the figures.

LOAD_USERS (200 on PostgreSQL, 50 on SQLite), LOAD_SECONDS (120) and LOAD_PROCESSES (2 on
PostgreSQL, 1 on SQLite) can be set. Figures are kept of a whole run only. Pages come without
their static files, which a browser keeps.
"""

from tests.environment import FOLDER  # isort: skip  # before anything reads settings

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import django

WHOLE_SECONDS: Final = 120.0
SEED: Final = 20_261_123


@contextmanager
def own_database() -> Iterator[None]:
    """Work on a database of one's own: on PostgreSQL a new one, on SQLite in the folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield
        return
    import psycopg
    from psycopg import sql

    name = f"remit_load_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        try:
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def main() -> int:
    """Run it, and return 0 when nothing failed, nothing was lost and nobody waited too long."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.figures import keep
    from tests.load.filling import fill
    from tests.load.judging import judged
    from tests.load.running import run

    is_sqlite = connection.vendor == "sqlite"
    users = int(os.environ.get("LOAD_USERS", "50" if is_sqlite else "200"))
    seconds = float(os.environ.get("LOAD_SECONDS", WHOLE_SECONDS))
    processes = int(os.environ.get("LOAD_PROCESSES", "1" if is_sqlite else "2"))
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    people = fill(users, Random(SEED))  # noqa: S311
    connection.close()
    found = judged(run(people, processes=processes, seconds=seconds, seed=SEED))
    sys.stdout.write("\n".join([*found.pages, *found.faults, ""]))
    is_whole = seconds >= WHOLE_SECONDS and "LOAD_USERS" not in os.environ
    if is_whole:
        keep("make load", found.rows)
    else:
        sys.stdout.writelines(f"{name}: {figure}\n" for name, figure in found.rows.items())
    if found.is_slow:
        sys.stdout.write("Too slow: the figures of SECURITY.md are not reached.\n")
    return 1 if found.faults or (is_whole and found.is_slow) else 0


if __name__ == "__main__":
    try:
        with own_database():
            code = main()
    finally:
        FOLDER.cleanup()
    sys.exit(code)
