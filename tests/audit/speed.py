"""How fast a chain is verified, in one process."""

from time import process_time
from typing import Final

from django.db import transaction

from audit.models import chain_of
from audit.selectors import verify_chain
from audit.services import Happening, append_events
from tests.builders import NOW

_ONE_CHANGE: Final = 50


def make_chain(organisation_id: int, events: int) -> None:
    """Write events as answers write them, fifty to a change."""
    happenings = [
        Happening(
            "answer-changed",
            "answer",
            f"5f0c1d1e-0000-4000-8000-{number:012}",
            old={"coverage": "unanswered", "note": "", "revision": 1},
            new={"coverage": "covered", "note": f"Réunion {number}", "revision": 2},
        )
        for number in range(_ONE_CHANGE)
    ]
    for _ in range(events // _ONE_CHANGE):
        with transaction.atomic():
            append_events(
                organisation_id=organisation_id, happenings=happenings, actor_id=3, at=NOW
            )


def events_a_second(organisation_id: int) -> float:
    """Return how many events of a chain are verified in a second of CPU time."""
    start = process_time()
    found = verify_chain(chain_of(organisation_id))
    assert found.broken_at is None, found
    return found.events / (process_time() - start)
