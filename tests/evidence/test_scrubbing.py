"""Files of the vault are read again by themselves, and damage is told to who can mend it."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from accounts.models import Organisation
from accounts.rights import Role
from evidence import vault
from evidence.models import Evidence
from evidence.services import scrub_vault
from evidence.services.scrubbing import ROUND
from tests.builders import NOW, make_file, make_member

pytestmark = pytest.mark.django_db


def _path(folder: Path, evidence: Evidence) -> Path:
    return folder / vault.address(evidence.organisation_id, evidence.sha256)


def _scrub_all() -> list[int]:
    return [scrub_vault(at=NOW + timedelta(days=day)) for day in range(ROUND)]


def test_each_file_has_its_day_in_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    by = make_member()
    files = {make_file(f"{n}".encode(), by=by).sha256 for n in range(12)}
    read: list[str] = []
    whole = vault.digest_at

    def noted(name: str) -> str:
        read.append(name)
        return whole(name)

    monkeypatch.setattr(vault, "digest_at", noted)

    found = _scrub_all()

    assert sorted(name.split("/")[-1] for name in read) == sorted(files)
    assert sum(found) == 0
    assert mail.outbox == []


def test_damage_is_logged_and_mailed_to_the_administrators_it_hits(
    vault_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    by = make_member(Role.ADMINISTRATOR)
    make_member(Role.MANAGER, organisation=by.organisation)
    make_member(Role.ADMINISTRATOR)
    missing, changed = (make_file(name=f"{name}.txt", by=by) for name in ("gone", "other"))
    _path(vault_folder, missing).unlink()
    _path(vault_folder, changed).write_bytes(b"changed")

    with caplog.at_level(logging.ERROR, "evidence.services.scrubbing"):
        found = _scrub_all()

    assert sum(found) == 2
    assert {to for each in mail.outbox for to in each.to} == {by.user.email}
    said = "".join(str(each.body) for each in mail.outbox)
    assert "gone.txt" in said
    assert "other.txt" in said
    assert f"/evidence/{missing.key}/" in said
    assert len([each for each in caplog.messages if "The vault has a file" in each]) == 2


def test_many_damaged_files_are_one_mail_with_some_of_them(vault_folder: Path) -> None:
    by = make_member(Role.ADMINISTRATOR)
    first = make_file(b"the same", by=by)
    for _ in range(21):
        make_file(b"the same", by=by)
    _path(vault_folder, first).unlink()

    _scrub_all()

    assert len(mail.outbox) == 1
    body = str(mail.outbox[0].body)
    assert body.count("\n- ") == 20
    assert re.search(r"\b2 (?:more|autres)", body)


def test_a_demo_writes_to_nobody(vault_folder: Path) -> None:
    by = make_member(Role.ADMINISTRATOR)
    _path(vault_folder, make_file(by=by)).unlink()
    Organisation.objects.update(is_demo=True)

    found = _scrub_all()

    assert sum(found) == 1
    assert mail.outbox == []


def test_a_mail_that_is_not_taken_keeps_the_others_from_nobody(
    vault_folder: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    by = make_member(Role.ADMINISTRATOR)
    make_member(Role.ADMINISTRATOR, organisation=by.organisation)
    _path(vault_folder, make_file(by=by)).unlink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    found = _scrub_all()

    assert sum(found) == 1
    assert caplog.text.count("was not mailed to user") == 2
