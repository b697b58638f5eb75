"""The evidence app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Files, links and statements that prove what an answer says."""

    name = "evidence"
