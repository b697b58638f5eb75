"""The vault is not emptied with the tables: do it for each test of backups."""

import pytest


@pytest.fixture(autouse=True)
def _vault_is_empty() -> None:
    from tests.backups.backing import empty_vault

    empty_vault()
