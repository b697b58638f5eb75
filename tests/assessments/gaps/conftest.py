"""Gaps are looked at on the tests' own day, whatever the day is today."""

import pytest


@pytest.fixture(autouse=True)
def _gaps_on_that_day(on_that_day: None) -> None:
    pass
