"""The database connection, as settings need it. Imported by settings."""

from pathlib import Path
from typing import Any

from database.connections import sqlite_options
from raci_project.environment import Env

TIME_LIMITS = (
    "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
)
# A server that vanished from the network answers nothing at all: without these a page would wait
# for minutes. Seconds to connect, and milliseconds until what was sent has arrived.
GIVING_UP = {"connect_timeout": 5, "tcp_user_timeout": 10_000}


def databases(env: Env, data: Path) -> dict[str, dict[str, Any]]:
    """Return DATABASES: what `DATABASE_URL` names, or SQLite in the data folder."""
    found = env.database("DATABASE_URL", default=f"sqlite:///{data}/remit.sqlite3")
    if found["ENGINE"].endswith("sqlite3"):
        return {"default": found | {"OPTIONS": sqlite_options()}}
    options = GIVING_UP | found.get("OPTIONS", {}) | {"options": TIME_LIMITS}
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return {"default": found | kept | {"OPTIONS": options}}
