"""The database app: drops triggers before a migration and creates them again after it."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class DatabaseConfig(AppConfig):
    """Keeps triggers and connection rules in force."""

    name = "database"

    def ready(self) -> None:
        """Connect the only signals of this project: rebuilding SQLite tables and triggers."""
        from database import checks
        from database.fields import leave_json_unchecked
        from database.triggers import install_after_migrate, remove_before_migrate

        leave_json_unchecked()
        pre_migrate.connect(remove_before_migrate)
        post_migrate.connect(install_after_migrate)
        register(checks.connection_rules, Tags.database)
        register(checks.triggers_are_in_place, Tags.database)
