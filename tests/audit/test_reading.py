"""Reading the log: what it says of things, of actions and of where its chains end."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection

from audit.models import INSTALLATION, ChainHead, Event, chain_of
from audit.sealing import FIRST_PREVIOUS, canonical, seal
from audit.selectors import (
    Head,
    NotedHead,
    Verification,
    head_of,
    heads_of,
    is_sealed,
    verify_chain,
    verify_chains,
)
from audit.services import Happening, append_events, close_chain
from audit.triggers import TRIGGERS
from database.triggers import remove
from tests.builders import NOW

pytestmark = pytest.mark.django_db


def _append(*happenings: Happening, organisation_id: int | None = 7, batch: str = "") -> str:
    return append_events(
        organisation_id=organisation_id,
        happenings=happenings or [Happening("answered", "answer", "42")],
        actor_id=3,
        at=NOW,
        batch=batch,
    )


@pytest.mark.asvs("16.4.2")
def test_fields_are_written_in_one_way_only() -> None:
    assert canonical({"b": "é’", "a": [1, None, True]}) == '{"a":[1,null,true],"b":"é’"}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})


@pytest.mark.asvs("11.4.1")
def test_a_seal_is_the_one_that_was_always_given() -> None:
    # Computed by `openssl dgst -sha256 -hmac key`: releases before must verify, and after.
    expected = "b0c5da16cd2b34ee4a5f3acd526d99f129987cd77a171b5d6bb961399c9ea766"

    assert seal({"a": 1, "b": "é"}, key="key") == expected


def test_a_chain_begins_after_nothing() -> None:
    assert FIRST_PREVIOUS == "0" * 64
    assert chain_of(None) == INSTALLATION == "installation"
    assert chain_of(0) == "organisation:0"


def test_an_event_is_kept_as_it_was_told() -> None:
    _append(Happening("answered", "answer", "42", {"coverage": None}, {"coverage": "gap"}))

    event = Event.objects.get()

    assert (event.chain, event.sequence, event.actor_id, event.at) == ("organisation:7", 1, 3, NOW)
    assert (event.verb, event.object_kind, event.object_id) == ("answered", "answer", "42")
    assert (event.old, event.new) == ({"coverage": None}, {"coverage": "gap"})
    assert event.previous == FIRST_PREVIOUS


def test_the_seal_covers_every_field_but_itself_and_the_id_of_the_row() -> None:
    names = {field.attname for field in Event._meta.concrete_fields} - {"id", "seal"}

    sealed = Event(at=NOW).sealed_fields()

    assert set(sealed) == names
    assert len(names) == 13


def test_a_moment_is_sealed_in_utc_to_the_microsecond() -> None:
    paris = timezone(timedelta(hours=1))
    event = Event(at=datetime(2026, 11, 22, 10, 0, tzinfo=paris))

    assert event.sealed_fields()["at"] == "2026-11-22T09:00:00.000000+00:00"
    assert Event(at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC)).sealed_fields() == (
        event.sealed_fields()
    )


def test_what_happened_to_a_thing_is_found_by_its_kind_and_id() -> None:
    _append(
        Happening("a", "answer", "1"), Happening("b", "answer", "2"), Happening("c", "team", "1")
    )

    about = Event.objects.about("answer", "1")
    about_both = Event.objects.about("answer", "1", "2")

    assert [event.verb for event in about] == ["a"]
    assert {event.verb for event in about_both} == {"a", "b"}


def test_the_events_of_a_chain_and_of_an_action_are_no_others() -> None:
    _append(batch="one")
    _append(batch="two")
    _append(organisation_id=8, batch="one")

    assert Event.objects.of_chain("organisation:7").count() == 2
    assert Event.objects.of_batch("two").count() == 1


def test_each_action_is_found_once_by_its_last_event() -> None:
    three, two = ([Happening("told", "answer", "42")] * number for number in (3, 2))
    _append(*three)
    _append(*two)

    ends = Event.objects.of_chain("organisation:7").ending_batches()

    assert sorted(event.sequence for event in ends) == [3, 5]


def test_the_log_is_read_as_written_or_from_its_end() -> None:
    _append(*[Happening("told", "answer", "42")] * 3)

    sequences = [event.sequence for event in Event.objects.in_sequence()]

    assert sequences == [1, 2, 3]
    assert [event.sequence for event in Event.objects.latest_first()] == [3, 2, 1]


@pytest.mark.asvs("16.4.2")
def test_an_event_is_sealed_only_as_it_was_written_and_with_the_key_at_hand(settings: Any) -> None:
    _append()
    event, changed = Event.objects.get(), Event.objects.get()
    changed.verb = "forged"

    assert is_sealed(event)
    assert not is_sealed(changed)
    settings.AUDIT_KEY_ID = "2"
    assert not is_sealed(event)


def test_an_event_sealed_with_another_key_of_the_same_name_is_not_ours(settings: Any) -> None:
    _append()
    settings.AUDIT_KEY = "another"

    assert not is_sealed(Event.objects.get())


def test_heads_are_those_of_chains_that_have_events() -> None:
    _append()
    _append(organisation_id=8)
    ChainHead.objects.create(chain="organisation:9", seal=FIRST_PREVIOUS)

    heads = heads_of()

    assert set(heads) == {"organisation:7", "organisation:8"}
    assert heads["organisation:7"] == head_of("organisation:7")
    assert heads["organisation:7"] == Head(1, Event.objects.of_chain("organisation:7").get().seal)


def test_a_chain_that_nobody_has_begun_has_no_head() -> None:
    _append(organisation_id=8)

    assert head_of("organisation:7") == Head(0, "")


def test_a_head_is_written_down_as_it_is_read_again() -> None:
    head = Head(1520, "0f3a" * 16)

    assert head.named("organisation:3") == f"organisation:3=1520:{'0f3a' * 16}"
    assert head.short_seal == "0f3a0f3a0f3a"
    assert NotedHead.read(f" {head.named('organisation:3')}\n") == NotedHead(
        "organisation:3", 1520, "0f3a" * 16
    )


def test_what_is_no_head_is_named_without_the_blanks_around_it() -> None:
    with pytest.raises(ValueError, match=r"^“no head” is not a head: CHAIN=NUMBER:SEAL$"):
        NotedHead.read("  no head\n")


def test_a_head_noted_of_another_chain_says_nothing_of_this_one() -> None:
    _append()
    other = NotedHead("organisation:8", 5, "f" * 64)
    same_place = NotedHead("organisation:8", 1, "f" * 64)

    assert verify_chain("organisation:7", noted=[other, same_place]).broken_at is None


def test_a_chain_may_end_where_it_was_noted() -> None:
    _append(*[Happening("told", "answer", "42")] * 3)
    noted = NotedHead.read(head_of("organisation:7").named("organisation:7"))

    found = verify_chain("organisation:7", noted=[noted])

    assert found == Verification("organisation:7", 3, noted.seal)


def test_a_chain_without_events_holds_with_a_head_at_its_beginning_only() -> None:
    ChainHead.objects.create(chain="organisation:7", seal=FIRST_PREVIOUS)

    assert verify_chain("organisation:7") == Verification("organisation:7", 0, FIRST_PREVIOUS)
    assert verify_chain("organisation:9").broken_at == 1


def test_the_reason_names_what_does_not_hold() -> None:
    _append(*[Happening("told", "answer", "42")] * 3)
    remove(connection, TRIGGERS)
    first = Event.objects.get(sequence=1)
    for change, reason, place in (
        ({"verb": "forged"}, "it was changed after it was written", 1),
        ({"previous": "e" * 64}, "it does not follow the event before it", 1),
        ({"sequence": 9}, "event 1 is missing", 1),
        ({"key_id": "9"}, "it was sealed with key 9, which is not at hand", 1),
    ):
        Event.objects.filter(pk=first.pk).update(**change)

        found = verify_chain("organisation:7")

        assert (found.broken_at, found.reason, found.events) == (place, reason, 0)
        assert found.head == FIRST_PREVIOUS
        first.save()


def test_a_break_later_on_says_how_far_the_chain_holds() -> None:
    _append(*[Happening("told", "answer", "42")] * 3)
    remove(connection, TRIGGERS)
    Event.objects.filter(sequence=3).update(verb="forged")

    found = verify_chain("organisation:7")

    assert (found.events, found.broken_at) == (2, 3)
    assert found.head == Event.objects.get(sequence=2).seal


def test_a_fault_is_told_before_the_noted_head_that_it_breaks_too() -> None:
    _append(*[Happening("told", "answer", "42")] * 2)
    noted = NotedHead("organisation:7", 2, "f" * 64)
    remove(connection, TRIGGERS)
    Event.objects.filter(sequence=2).update(verb="forged")

    found = verify_chain("organisation:7", noted=[noted])

    assert found.reason == "it was changed after it was written"


def test_chains_are_verified_by_name_with_events_a_head_or_a_note_of_them() -> None:
    _append(organisation_id=8)
    ChainHead.objects.create(chain="organisation:2", seal=FIRST_PREVIOUS)
    remove(connection, TRIGGERS)
    ChainHead.objects.filter(chain="organisation:8").delete()

    found = verify_chains([NotedHead("organisation:5", 1, "f" * 64)])

    assert [(each.chain, each.broken_at) for each in found] == [
        ("organisation:2", None),
        ("organisation:5", 1),
        ("organisation:8", 2),
    ]


def test_closing_a_chain_closes_no_other() -> None:
    _append()
    _append(organisation_id=8)

    close_chain(organisation_id=7)

    closed = ChainHead.objects.filter(is_closed=True).values_list("chain", flat=True)
    assert list(closed) == ["organisation:7"]
    assert _append(organisation_id=8)


def test_an_action_without_a_name_gets_one_of_its_own() -> None:
    first, second = _append(), _append()

    assert first != second
    assert {event.batch for event in Event.objects.all()} == {first, second}


def test_old_and_new_are_kept_as_json_that_can_be_read_elsewhere() -> None:
    _append(Happening("told", "answer", "1", new={"note": "é ’"}))

    assert json.loads(canonical(Event.objects.get().new)) == {"note": "é ’"}
