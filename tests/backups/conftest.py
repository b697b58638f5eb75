"""Each test of backups has a vault of its own: other processes of tests keep files meanwhile."""

from tests.evidence.conftest import vault_folder

__all__ = ["vault_folder"]
