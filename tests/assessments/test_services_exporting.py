"""Recording a workbook."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Export
from assessments.readers.keeping import CellKeeper
from assessments.services.exporting import EXPORTED, MadeWorkbook, record_export
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, make_assessment, make_member

pytestmark = pytest.mark.django_db


def made() -> MadeWorkbook:
    """Return a workbook that was made."""
    cells = CellKeeper()
    cells.begin("Duties", is_hashed=True)
    cells.add("A1", "No.")
    cells.end()
    return MadeWorkbook(uuid4(), "assessment", "fr", "q=" + "%C3%A9" * 200, cells.finished())


def test_an_export_is_kept_and_told() -> None:
    member = make_member()
    assessment = make_assessment(member)
    book = made()

    export = record_export(assessment=assessment, made=book, by=member, at=NOW)

    export.refresh_from_db()
    assert (export.key, export.filter, export.cells_sha256) == (
        book.key,
        book.filter,
        book.cells.sha256,
    )
    assert (export.made_by, export.made_at) == (member, NOW)
    event = Event.objects.get(verb=EXPORTED)
    assert event.new["assessment"] == assessment.pk
    assert verify_chain(chain_of(member.organisation_id)).broken_at is None


def test_an_export_by_command_is_nobody_s() -> None:
    assessment = make_assessment()

    export = record_export(assessment=assessment, made=made(), by=None, at=NOW)

    assert export.made_by is None
    assert Event.objects.get(verb=EXPORTED).actor_id is None


def test_an_id_is_recorded_once_and_a_refused_one_leaves_no_event() -> None:
    assessment = make_assessment()
    book = made()
    record_export(assessment=assessment, made=book, by=None, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        record_export(assessment=assessment, made=book, by=None, at=NOW)

    assert Export.objects.count() == Event.objects.filter(verb=EXPORTED).count() == 1
