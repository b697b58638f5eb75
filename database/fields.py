"""Model fields that both engines hold alike."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper


class JSONField(models.JSONField):
    """JSON without Django's `JSON_VALID` check, which SQLite refuses under trusted_schema=OFF.

    SQLite 3.40 does not count JSON_VALID among the functions a schema may call untrusted. What
    is written always comes from `json.dumps`, so the check would add nothing.
    """

    def db_check(self, connection: BaseDatabaseWrapper) -> None:
        """Have no check."""
        return


def leave_json_unchecked() -> None:
    """Do the same for the JSON columns of tables that other packages bring (allauth's)."""
    checks = DatabaseWrapper.data_type_check_constraints
    DatabaseWrapper.data_type_check_constraints = {
        kind: check for kind, check in checks.items() if kind != "JSONField"
    }
