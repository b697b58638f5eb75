"""The matrix app."""

from django.apps import AppConfig


class MatrixConfig(AppConfig):
    """Providers, matrices, editions."""

    name = "matrix"
