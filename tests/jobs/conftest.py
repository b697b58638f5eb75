"""Fixtures of the tests of background work."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _handlers(settings: Settings) -> None:
    """Have the handlers of the tests, and no others; no chore but that of the app itself."""
    # They import models: not before Django is ready.
    from tests.jobs.handlers import HANDLERS

    settings.JOB_HANDLERS = HANDLERS
    settings.CHORES = {"clear-jobs": settings.CHORES["clear-jobs"]}
