"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events and their chains."""

    name = "audit"
