"""The database app: re-creates every trigger after each migration."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class DatabaseConfig(AppConfig):
    """Keeps triggers and connection rules in force."""

    name = "database"

    def ready(self) -> None:
        """Connect the one signal of this project: a SQLite table rebuild drops triggers."""
        from database import checks
        from database.fields import leave_json_unchecked
        from database.triggers import install_after_migrate

        leave_json_unchecked()
        post_migrate.connect(install_after_migrate)
        register(checks.connection_rules, Tags.database)
        register(checks.triggers_are_in_place, Tags.database)
