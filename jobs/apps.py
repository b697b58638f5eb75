"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work in the database itself."""

    name = "jobs"
