"""How full the vault is with the files of all organisations."""

from pathlib import Path

import pytest

from accounts.rights import Role
from evidence.selectors.room import bytes_kept
from tests.builders import make_file, make_member

pytestmark = pytest.mark.django_db


def test_a_file_counts_once_for_each_organisation_that_keeps_it(vault_folder: Path) -> None:
    ada, bob = make_member(Role.MANAGER), make_member(Role.MANAGER)

    before = bytes_kept()
    for member in (ada, ada, bob):
        make_file(b"0123456789", by=member)

    assert (before, bytes_kept()) == (0, 20)
