"""Several people send files at once, on whichever engine the tests run."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django import Settings

from audit.models import chain_of
from audit.selectors import verify_chain
from evidence.guard import EvidenceRefused, Reason
from evidence.models import Evidence
from evidence.selectors.checking import check_vault
from evidence.selectors.room import room_of
from tests.builders import NOW, make_file, make_member

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
THREADS = 8


@pytest.mark.asvs("2.3.4", "15.4.2")
def test_no_two_uploads_take_the_last_room(settings: Settings) -> None:
    by = make_member()
    settings.EVIDENCE_QUOTA_BYTES = 3 * 1000 + 999

    def sent(number: int) -> str:
        try:
            make_file(bytes([65 + number]) * 1000, by=by)
        except EvidenceRefused as refused:
            return str(refused.reason)
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(THREADS) as pool:
        said = list(pool.map(sent, range(THREADS)))

    assert sorted(said) == ["kept"] * 3 + [Reason.QUOTA] * 5
    assert room_of(by.organisation_id).used == 3000
    assert not check_vault(at=NOW).is_damaged
    assert verify_chain(chain_of(by.organisation_id)).broken_at is None


def test_the_same_content_sent_at_once_is_one_file() -> None:
    by = make_member()

    def sent(_number: int) -> int:
        try:
            return make_file(b"same" * 1000, by=by).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(sent, range(THREADS)))

    assert len(found) == Evidence.objects.count() == THREADS
    assert room_of(by.organisation_id).used == 4000
    assert check_vault(at=NOW).intact == 1
