"""`manage.py verify_audit`."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from audit.models import Event
from audit.services import Happening, append_events
from audit.triggers import TRIGGERS
from database.triggers import remove
from tests.builders import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_events() -> None:
    happening = Happening("answered", "answer", "42")
    with transaction.atomic():
        append_events(organisation_id=7, happenings=[happening] * 2, actor_id=3, at=NOW)


def test_the_command_says_that_the_chains_hold() -> None:
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue() == "organisation:7: 2 events, holds\n"


@pytest.mark.parametrize("is_json", [True, False], ids=["json", "text"])
def test_the_command_fails_and_names_the_first_broken_event(is_json: bool) -> None:
    remove(connection, TRIGGERS)
    Event.objects.filter(sequence=2).update(verb="reviewed")
    out = StringIO()

    with pytest.raises(SystemExit) as exit_:
        call_command("verify_audit", json=is_json, stdout=out)

    assert exit_.value.code == 1
    if is_json:
        [entry] = json.loads(out.getvalue())
        assert (entry["chain"], entry["events"], entry["broken_at"]) == ("organisation:7", 1, 2)
    else:
        assert out.getvalue() == (
            "organisation:7: 1 events, broken: it was changed after it was written\n"
        )
