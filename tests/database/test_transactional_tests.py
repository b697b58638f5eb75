"""Tests of the fixture that empties tables."""

import pytest
from django.db import connection

from audit.models import Event
from database.triggers import all_triggers, names_in_place
from tests.builders import make_member


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [pytest.param(1, id="first"), pytest.param(2, id="second")])
def test_a_transactional_test_starts_with_empty_tables_and_every_trigger(turn: int) -> None:
    before = Event.objects.count()

    make_member()

    assert before == 0
    assert Event.objects.count() > 0
    assert {trigger.name for trigger in all_triggers()} <= names_in_place(connection)
