"""What all tests of made workbooks share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Speak the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _storage_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Keep made files apart, so that what is left of them can be counted."""
    made = settings.STORAGES["made"]
    options = made["OPTIONS"] | {"location": str(tmp_path / "made")}
    settings.STORAGES = settings.STORAGES | {"made": made | {"OPTIONS": options}}
    (tmp_path / "made").mkdir()
