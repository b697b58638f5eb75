"""A vault of its own for each test."""

import copy
from pathlib import Path

import pytest
from django.conf import settings as project
from pytest_django import Settings


@pytest.fixture(autouse=True)
def vault_folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep files in an empty folder, and return it."""
    (tmp_path / "incoming").mkdir()
    settings.VAULT_INCOMING = tmp_path / "incoming"
    storages = copy.deepcopy(project.STORAGES)
    storages["vault"]["OPTIONS"]["location"] = str(tmp_path)
    settings.STORAGES = storages
    return tmp_path
