"""What a workbook is compared with is proven first, or is not believed."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from assessments.models import Assessment, Export, ExportedCells
from assessments.selectors.verifying import proving
from assessments.selectors.verifying.results import Ground, Standing
from assessments.services.organisations import delete_organisation
from audit.models import Event
from database.triggers import all_triggers, remove
from tests.assessments.verifying.files import Exported, text_xml, verified, with_cell
from tests.builders import NOW, make_assessment, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def _no_triggers() -> None:
    """Let rows be changed as somebody would who has the database in their hands."""
    remove(connection, all_triggers())


def say_otherwise(export: Export, **said: str) -> None:
    """Change what the log says of an export, below all that would refuse it."""
    [event] = Event.objects.about("export", str(export.key))
    Event.objects.filter(pk=event.pk).update(new=event.new | said)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"packed": b"no zlib"}, id="damaged"),
        pytest.param({"sheet": "Summary"}, id="moved"),
        pytest.param({"is_hashed": False}, id="not-hashed"),
    ],
)
@pytest.mark.usefixtures("_no_triggers")
def test_kept_cells_that_were_tampered_with_are_not_believed(
    exported: Exported, change: dict[str, object]
) -> None:
    ExportedCells.objects.filter(sheet="Duties").update(**change)

    same = verified(exported.content)
    other = verified(with_cell(exported.content, "Duties", "A1", text_xml("x")))

    assert (same.standing, same.ground) == (Standing.SAME, Ground.CELLS_BROKEN)
    assert not same.holds
    assert (other.standing, other.compared.count) == (Standing.DIFFERENT, 0)


def test_kept_cells_that_were_deleted_are_missed(exported: Exported) -> None:
    ExportedCells.objects.all().delete()

    assert verified(exported.content).ground == Ground.CELLS_BROKEN


def test_kept_cells_never_change(exported: Exported) -> None:
    with pytest.raises(DatabaseError, match="the cells of an export never change"):
        ExportedCells.objects.update(packed=b"")


@pytest.mark.usefixtures("_no_triggers")
@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"kept_sha256": "0" * 64}, id="another-hash"),
        pytest.param({"language": "fr"}, id="another-language"),
    ],
)
def test_a_log_that_was_tampered_with_proves_nothing(
    exported: Exported, said: dict[str, str]
) -> None:
    say_otherwise(exported.export, **said)

    found = verified(exported.content)

    assert (found.standing, found.ground) == (Standing.UNPROVEN, Ground.EVENT_BROKEN)
    assert not found.holds
    assert (found.made_by, found.made_at) == ("", NOW)


@pytest.mark.usefixtures("_no_triggers")
def test_an_export_that_the_log_does_not_know_proves_nothing(exported: Exported) -> None:
    Event.objects.about("export", str(exported.export.key)).delete()

    assert verified(exported.content).standing == Standing.UNPROVEN


def test_an_export_that_was_moved_to_another_assessment_proves_nothing(
    exported: Exported, full_assessment: Assessment
) -> None:
    other = make_assessment(make_member(organisation=full_assessment.organisation))
    Export.objects.update(assessment=other)

    assert verified(exported.content).standing == Standing.UNPROVEN


@pytest.mark.usefixtures("_no_triggers")
def test_a_workbook_of_before_cells_were_kept_is_compared_as_a_whole(
    exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    ExportedCells.objects.all().delete()
    [event] = Event.objects.about("export", str(exported.export.key))
    del event.new["kept_sha256"]
    Event.objects.filter(pk=event.pk).update(new=event.new)
    monkeypatch.setattr(proving, "is_sealed", lambda _: True)

    same = verified(exported.content)
    other = verified(with_cell(exported.content, "Duties", "A1", text_xml("x")))

    assert (same.standing, same.ground, same.holds) == (Standing.SAME, Ground.NOT_KEPT, True)
    assert (other.standing, other.ground) == (Standing.DIFFERENT, Ground.NOT_KEPT)


def test_one_organisation_s_cells_are_never_under_another_s_export(exported: Exported) -> None:
    elsewhere = make_member().organisation

    with pytest.raises(DatabaseError, match="points into another organisation"):
        ExportedCells.objects.create(
            organisation=elsewhere,
            export=exported.export,
            number=99,
            sheet="S",
            is_hashed=True,
            packed=b"",
        )


def test_kept_cells_go_with_their_organisation(exported: Exported) -> None:
    delete_organisation(organisation=exported.export.organisation, at=NOW)

    assert not ExportedCells.objects.exists()
