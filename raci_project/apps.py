"""The project as an app: it registers the rules of a safe installation."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class ProjectConfig(AppConfig):
    """Refuses what is unsafe whenever a command or the server starts."""

    name = "raci_project"

    def ready(self) -> None:
        """Register the rules. `demo_rules` is asked where people come in, not by `migrate`."""
        from raci_project import checks

        for rule in checks.RULES:
            register(rule, checks.TAG)
        register(checks.demo_rules, checks.TAG, Tags.database, deploy=True)
