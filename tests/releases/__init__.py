"""Filled databases of releases, kept so that the next release proves that it can take them over.

`make keep-release` keeps the present one in `kept/`, under the version in pyproject.toml: once for
each release, when it is made. What is kept is an SQLite database with something in every table,
and a workbook that was exported; with keys and passwords that open nothing else.
"""

from pathlib import Path
from typing import Final

KEPT: Final = Path(__file__).with_name("kept")
DATABASE: Final = "database.sqlite3.xz"
WORKBOOK: Final = "workbook.xlsx"

# Secrets of what is kept, and of nothing else: they stand in the open.
VARIABLES: Final = {
    "AUDIT_KEY": "kept for the test of upgrades only: " + "a" * 40,
    "SECRET_KEY": "kept for the test of upgrades only: " + "s" * 40,
    "REMIT_ADMIN_EMAIL": "admin@remit.example",
    "REMIT_ADMIN_PASSWORD": "the administrator of a kept release",
    "REMIT_DEMO_PASSWORD": "somebody of the demo that was kept",
}
MANAGER: Final = "jeanne@valmont.example"
