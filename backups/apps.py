"""The backups app. It has no tables: it reads and fills those of all others."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Backs up and restores."""

    name = "backups"
