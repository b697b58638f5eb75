"""Heads that were noted outside find what the database alone cannot show."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit.models import ChainHead, Event
from audit.sealing import FIRST_PREVIOUS, seal
from audit.selectors import NotedHead, head_of, verify_chain, verify_chains
from audit.services import Happening, append_events
from audit.triggers import TRIGGERS
from database.triggers import remove
from tests.builders import NOW

pytestmark = pytest.mark.django_db

CHAIN = "organisation:7"


@pytest.fixture
def noted() -> NotedHead:
    """Return the head of a chain after three events; two more follow it."""
    _append(3)
    head = NotedHead.read(head_of(CHAIN).named(CHAIN))
    _append(2)
    return head


def _append(number: int) -> None:
    with transaction.atomic():
        happening = Happening("answered", "answer", "42")
        append_events(organisation_id=7, happenings=[happening] * number, actor_id=3, at=NOW)


def _cut_off(last: int) -> None:
    remove(connection, TRIGGERS)
    Event.objects.filter(sequence__gt=last).delete()
    end = Event.objects.order_by("-sequence").first()
    ChainHead.objects.update(sequence=last, seal=end.seal if end else FIRST_PREVIOUS)


def _write_anew(first: int) -> None:
    """Change an event and seal everything after it again, as who holds the key can."""
    remove(connection, TRIGGERS)
    Event.objects.filter(sequence=first).update(verb="forged")
    previous = FIRST_PREVIOUS
    for event in Event.objects.in_sequence():
        event.previous = previous
        event.seal = previous = seal(event.sealed_fields(), key=settings.AUDIT_KEY)
        event.save()
    ChainHead.objects.update(seal=previous)


def test_a_chain_that_went_on_meets_the_noted_head(noted: NotedHead) -> None:
    assert verify_chain(CHAIN, noted=[noted]).broken_at is None


def test_a_tail_cut_off_with_its_head_is_found_by_the_noted_one_alone(noted: NotedHead) -> None:
    _cut_off(2)

    alone, found = verify_chain(CHAIN), verify_chain(CHAIN, noted=[noted])

    assert alone.broken_at is None
    assert (found.broken_at, found.reason) == (3, "it was cut off: event 3 was noted")


def test_a_chain_written_anew_with_the_key_is_found(noted: NotedHead) -> None:
    _write_anew(2)

    alone, found = verify_chain(CHAIN), verify_chain(CHAIN, noted=[noted])

    assert alone.broken_at is None
    assert found.broken_at == 3
    assert "not the one that was noted" in found.reason


def test_what_breaks_before_the_noted_head_is_named_first(noted: NotedHead) -> None:
    remove(connection, TRIGGERS)
    Event.objects.filter(sequence=2).update(verb="forged")

    assert verify_chain(CHAIN, noted=[noted]).broken_at == 2


def test_a_chain_that_is_gone_whole_is_found(noted: NotedHead) -> None:
    remove(connection, TRIGGERS)
    Event.objects.all().delete()
    ChainHead.objects.all().delete()

    [found] = verify_chains([noted])

    assert (found.chain, found.broken_at) == (CHAIN, 1)


def test_the_command_takes_heads_by_option_and_by_file(noted: NotedHead, tmp_path: Path) -> None:
    file = tmp_path / "heads.txt"
    file.write_text(f"{CHAIN}=3:{noted.seal[:12].upper()}\n\n")
    out = StringIO()

    call_command("verify_audit", head=[f"{CHAIN}=3:{noted.seal}"], heads=file, stdout=out)

    assert out.getvalue() == f"{CHAIN}: 5 events, holds\n"


def test_the_command_fails_when_a_head_is_not_met(noted: NotedHead) -> None:
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("verify_audit", head=[f"{CHAIN}=4:{noted.seal}"], stdout=out)

    assert "broken" in out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("3:abc", id="no chain"),
        pytest.param(f"{CHAIN}=3:0123456789", id="too little of the seal"),
        pytest.param(f"{CHAIN}=x:{'0' * 64}", id="no number"),
    ],
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="is not a head"):
        call_command("verify_audit", head=[text])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("verify_audit", heads=tmp_path / "none.txt")
