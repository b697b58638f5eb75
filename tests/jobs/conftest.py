"""Fixtures of the tests of background work."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _handlers(settings: Settings) -> None:
    """Have the handlers of the tests, and no others. They import models: not before Django is."""
    from tests.jobs.handlers import HANDLERS

    settings.JOB_HANDLERS = HANDLERS
