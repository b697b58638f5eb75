"""Hostile files through the doors they come in by: an answer, and nothing of a refused one."""

from pathlib import Path
from time import process_time

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from tests.builders import make_assessment, make_member
from tests.evidence.conftest import vault_folder
from tests.fuzzing.child import SECONDS
from tests.fuzzing.doors import KIND, form_of
from tests.fuzzing.sources import HOSTILE, hostile_files, made
from tests.hostile.names import names

__all__ = ["vault_folder"]
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db,
    pytest.mark.usefixtures("vault_folder"),
]

REFUSED = (400, 413, 422)
DOORS = {
    "matrices/import/read/": ("markdown", "html", "csv", "xlsx"),
    "verify/check/": ("working copy", "xlsx"),
    "assessments/{0}/intakes/bring/": ("working copy", "tracker"),
    "assessments/{0}/evidence/new/": ("evidence",),
}


@pytest.fixture
def manager() -> Membership:
    """Make somebody who may bring all kinds of files."""
    return make_member(Role.MANAGER)


def written() -> dict[str, int]:
    """Return how many rows each table has, and how many files the vault."""
    rows = {model._meta.label: model._base_manager.count() for model in apps.get_models()}
    folder = Path(storages["vault"].path(""))
    return {**rows, "vault": sum(path.is_file() for path in folder.rglob("*"))}


class Sender:
    """Sends files as one member to one door, and looks at what each leaves behind."""

    def __init__(self, by: Membership, assessment: Assessment, door: str) -> None:
        """Sign in."""
        self._client = Client(raise_request_exception=False)
        self._client.force_login(by.user)
        self._url = f"/o/{by.organisation.slug}/{door.format(assessment.pk)}"
        self.wrong: list[str] = []
        self.statuses: set[int] = set()

    def send(self, what: str, name: bytes, content: bytes) -> None:
        """Send one file."""
        before, began = written(), process_time()
        answer = self._client.generic("POST", self._url, form_of(name, content), KIND)
        self.statuses.add(answer.status_code)
        is_kept = answer.status_code in REFUSED and written() != before
        if answer.status_code >= 500 or process_time() - began > SECONDS or is_kept:
            self.wrong.append(f"{what}: {answer.status_code}")


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_file_is_answered_and_nothing_is_written_of_one_that_is_refused(
    door: str, manager: Membership
) -> None:
    sender = Sender(manager, make_assessment(manager), door)

    for importer in DOORS[door]:
        whats = list(hostile_files(importer))
        for number in range(3, len(whats), max(len(whats) // 6, 1)):
            file = made(importer, HOSTILE, number)
            sender.send(whats[number], file.name.encode("utf-8", "replace"), file.content)

    assert sender.wrong == []
    assert sender.statuses & {*REFUSED}


@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_name_is_answered(door: str, manager: Membership) -> None:
    sender = Sender(manager, make_assessment(manager), door)

    for what, name in list(names().items())[::20]:
        sender.send(what, name, b"text")

    assert sender.wrong == []
