"""Gaps are looked at on the tests' own day, whatever the day is today."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> "datetime":
        # Read once Django is set up, which this file may come before.
        from tests.builders import NOW

        return NOW

    monkeypatch.setattr(timezone, "now", now)
