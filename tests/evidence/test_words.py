"""What is said about proofs: to whoever sends one, and in the history."""

from datetime import date

import pytest
from django.utils import translation

from assessments.selectors.history.names import names_for
from assessments.selectors.history.values import texts_of
from audit.models import Event, chain_of
from evidence.guard import Reason
from evidence.words import extensions, refusal
from tests.builders import NOW, make_file, make_member


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_is_a_sentence(reason: Reason) -> None:
    with translation.override("en"):
        said = refusal(reason)

    assert said[0].isupper()
    assert said.endswith(".")


def test_a_file_field_accepts_what_the_guard_takes() -> None:
    found = extensions().split(",")

    assert {".pdf", ".png", ".csv"} <= set(found)
    assert ".html" not in found


@pytest.mark.django_db
def test_the_history_tells_of_a_proof_in_words() -> None:
    by = make_member()
    make_file(b"restored", by=by, evidence_type="log", valid_until=date(2027, 3, 1))
    event = Event.objects.of_chain(chain_of(by.organisation_id)).order_by("sequence").last()
    assert event
    said = {"collected_at": NOW.isoformat(), "collected_by_id": by.pk, "confidentiality": "secret"}

    with translation.override("en"):
        names = names_for([event], reader=by, language="en")
        texts = texts_of(event.new | said, names, can_read=True)

    assert texts["evidence_type"] == "log"
    assert texts["valid_until"] == "1 March 2027"
    assert texts["collected_at"] == "22 November 2026 10:00"
    assert texts["collected_by_id"] == str(by.user)
    assert texts["confidentiality"] == "secret"
    assert texts["file_sha256"] == event.new["file_sha256"]
