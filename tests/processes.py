"""Processes of their own on the database of the running test."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection


def environment() -> dict[str, str]:
    """Return the variables of a process that shall work on the database of this very test.

    The secrets go with it: one of several processes of tests may have read its settings before it
    got a data folder of its own.
    """
    secrets = {"AUDIT_KEY": settings.AUDIT_KEY, "SECRET_KEY": settings.SECRET_KEY}
    return os.environ | {"DATABASE_URL": _database_url()} | secrets


def _database_url() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
