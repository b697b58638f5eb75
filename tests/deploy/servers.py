"""What a replayed recipe needs around it: a database of its own, and time."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.deploy.replay import Machine
from tests.postgres import database_url

WAIT_SECONDS = 120


@contextmanager
def empty_database() -> Iterator[str]:
    """Give the URL of an empty database on the server of the tests; it goes with the block."""
    name = f"recipe_{uuid4().hex[:12]}"
    with database_url() as url:
        renew(url, name, is_there=False)
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            renew(url, name, is_made=False)


def renew(url: str, name: str, *, is_there: bool = True, is_made: bool = True) -> None:
    """Drop a database and make it again, or only one of the two."""
    with psycopg.connect(url, autocommit=True) as connection:
        if is_there:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)
        if is_made:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def running(machine: Machine, *command: str, **more: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Run what a recipe leaves running until the block ends; it has to end when it is told to."""
    with machine.start(command, **more) as started:
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                started.kill()
                raise


def finished(machine: Machine, *command: str, **more: str) -> int:
    """Run a command as the user without rights, and return its exit code."""
    with machine.start(command, **more) as started:
        return started.wait(WAIT_SECONDS)


def becomes_ready(machine: Machine, *command: str, **more: str) -> bool:
    """Tell whether a command comes to succeed."""
    until = monotonic() + WAIT_SECONDS
    while monotonic() < until:
        if finished(machine, *command, **more) == 0:
            return True
        sleep(0.3)
    return False
