"""The log is append-only, whoever asks: the database itself refuses."""

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import ChainHead, Event
from audit.services import Happening, append_events
from tests.builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("16.4.2")]


@pytest.fixture(autouse=True)
def _two_events() -> None:
    happening = Happening("answered", "answer", "42")
    append_events(organisation_id=7, happenings=[happening] * 2, actor_id=3, at=NOW)


def _execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE audit_event SET verb = 'x'", id="change"),
        pytest.param("UPDATE audit_event SET verb = verb", id="change to the same"),
        pytest.param("DELETE FROM audit_event WHERE sequence = 2", id="delete"),
        pytest.param("DELETE FROM audit_chainhead", id="delete the head"),
        pytest.param("UPDATE audit_chainhead SET sequence = 1", id="turn the head back"),
        pytest.param("UPDATE audit_chainhead SET seal = 'x'", id="another seal for the head"),
        pytest.param("UPDATE audit_chainhead SET chain = 'x'", id="rename the head"),
    ],
)
def test_the_database_refuses(statement: str) -> None:
    with pytest.raises(IntegrityError, match=r"append-only|head of a chain"):
        _execute(statement)

    assert Event.objects.filter(verb="answered").count() == 2
    assert ChainHead.objects.get().sequence == 2


def test_the_orm_is_refused_as_well() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(verb="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()

    assert Event.objects.filter(verb="answered").count() == 2


def test_a_closed_chain_stays_closed() -> None:
    ChainHead.objects.update(is_closed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        ChainHead.objects.update(is_closed=False)

    assert ChainHead.objects.get().is_closed


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["audit_event", "audit_chainhead"])
def test_postgresql_refuses_to_truncate(table: str) -> None:
    with pytest.raises(IntegrityError, match=r"append-only|is kept"):
        _execute(f"TRUNCATE {table}")

    assert Event.objects.count() == 2


@pytest.mark.sqlite
def test_sqlite_refuses_to_replace() -> None:
    columns = ", ".join(field.column for field in Event._meta.concrete_fields)
    copied = columns.replace("verb", "'forged'")

    with pytest.raises(IntegrityError, match="append-only"):
        _execute(
            f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {copied} FROM audit_event"
        )

    assert Event.objects.filter(verb="answered").count() == 2
