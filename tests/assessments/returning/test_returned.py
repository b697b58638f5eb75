"""Which workbook came back, and which cannot."""

from io import BytesIO
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook

from accounts.rights import Role
from assessments.models import Export, ExportedCells
from assessments.readers.keeping import CellKeeper
from assessments.readers.said import Field, NoticeCode, Said
from assessments.reports.assessment import duties_list
from assessments.selectors.intakes import (
    NotAWorkingCopy,
    OfAnotherAssessment,
    UnknownExport,
    UnprovenExport,
    returned_rows,
)
from assessments.selectors.verifying.results import Ground
from assessments.services.exporting import MadeWorkbook, record_export
from tests.assessments.returning.books import (
    WorkingCopy,
    brought,
    edited,
    keys_of,
    make_world,
    merge_of,
    returned,
    states,
)
from tests.assessments.verifying.files import make_exported
from tests.assessments.workbooks import make_contents
from tests.builders import NOW, make_answers, make_assessment, make_reader

pytestmark = pytest.mark.django_db


def texts(said: Said) -> list[dict[str, str]]:
    """Return what each row says that was not exported so."""
    return [
        {name.value: value.text for name, value in row.values.items() if not value.is_as_exported}
        for row in said.rows
    ]


def under_another_id(content: bytes, key: UUID) -> bytes:
    """Return a workbook that says it is another export."""

    def rename(copy: WorkingCopy) -> None:
        for line in copy.book["_meta"].iter_rows():
            if line[0].value == "export":
                line[1].value = str(key)

    return edited(content, rename)


def test_the_sheet_is_found_renamed_and_alone_with_what_was_exported() -> None:
    manager, assessment = make_world()
    content = make_exported(assessment, by=manager).content

    def fill(copy: WorkingCopy) -> None:
        copy.put(1, "note", "mine")
        copy.sheet.title = "Team A"
        for sheet in copy.book.worksheets:
            if sheet.title not in {"Team A", "_meta"}:
                copy.book.remove(sheet)

    read = returned(edited(content, fill), manager, assessment)

    assert texts(read.said) == [{}, {"note": "mine"}, {}]
    assert read.said.rows[1].values[Field.NOTE].base == ""
    assert read.said.rows[1].values[Field.NOTE].place == "Team A!J3"
    assert (read.kind, read.language, read.export is not None) == ("working-copy", "en", True)


@pytest.mark.thorough
def test_a_sheet_copied_into_another_workbook_is_compared_by_revision() -> None:
    manager, assessment = make_world()
    content = make_exported(assessment, by=manager).content

    def fill(copy: WorkingCopy) -> None:
        copy.put(0, "coverage", "covered")
        copy.put(1, "coverage", "covered")
        for sheet in copy.book.worksheets:
            if sheet.title != "Duties":
                copy.book.remove(sheet)

    intake = brought(edited(content, fill), manager, assessment)
    make_answers(assessment, {"coverage": "gap"}, by=manager)

    merge = merge_of(intake, manager)

    assert states(merge) == {(0, "coverage"): "conflict", (1, "coverage"): "theirs"}
    assert merge.conflicting[0].conflicts[0].base is None
    assert [each.code for each in merge.notices] == [NoticeCode.BASE_UNKNOWN]


def test_pasted_rows_are_matched_by_key() -> None:
    _manager, assessment = make_world()
    first, second, _third = keys_of(assessment)
    table = [
        ["Activité", "Couverture", "Échéance", "Key", "Revision"],
        ["", "couvert", "31/12/2026", str(first), "1"],
        ["", "", "46387", str(second).upper(), ""],
        ["", "-", "", str(second), "x"],
        ["", " ", "", "", ""],
    ]

    read = returned_rows(table, assessment=assessment)

    assert texts(read.said) == [{"coverage": "covered", "due_on": "2026-12-31"}]
    assert [each.code for each in read.said.notices] == [NoticeCode.TWICE]
    assert read.said.notices[0].text == "D3, D4"
    assert read.said.rows[0].revision == 1
    assert read.said.rows[0].values[Field.DUE].place == "C2"
    assert (read.kind, read.export) == ("rows", None)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param([], id="nothing"),
        pytest.param([["Activity", "Coverage"], ["a", "covered"]], id="no-keys"),
        pytest.param(
            [["Key", "Note"], ["00000000-0000-4000-8000-000000000000", "x"]], id="others-keys"
        ),
        pytest.param([["Key", "Colour"], ["a", "red"]], id="no-field"),
        pytest.param([["", ""]] * 250 + [["Key", "Note"]], id="headings-of-nothing"),
        pytest.param([["a", "b"]] * 250 + [["Key", "Note"]], id="headings-too-far-down"),
    ],
)
def test_rows_without_keys_of_this_assessment_are_no_working_copy(table: list[list[str]]) -> None:
    _manager, assessment = make_world()

    with pytest.raises(NotAWorkingCopy):
        returned_rows(table, assessment=assessment)


@pytest.mark.thorough
def test_a_workbook_of_another_assessment_is_named() -> None:
    manager, assessment = make_world()
    other = make_assessment(manager, scope="Elsewhere")
    content = make_exported(other, by=manager).content

    with pytest.raises(OfAnotherAssessment) as refused:
        returned(content, manager, assessment)

    assert refused.value.assessment == other


def test_a_workbook_of_another_organisation_is_as_unknown_as_one_never_made() -> None:
    manager, assessment = make_world()
    stranger, theirs = make_world()
    foreign = make_exported(theirs, by=stranger).content
    never = make_exported(assessment, by=manager)
    ExportedCells.objects.all().delete()
    Export.objects.filter(pk=never.export_id).delete()

    with pytest.raises(UnknownExport) as of_another:
        returned(foreign, manager, assessment)
    with pytest.raises(UnknownExport) as unknown:
        returned(never.content, manager, assessment)

    assert str(of_another.value) == str(unknown.value)


@pytest.mark.thorough
def test_an_auditor_s_assessments_are_all_there_is_to_them() -> None:
    manager, assessment = make_world()
    hidden = make_assessment(manager)
    auditor = make_reader(Role.AUDITOR, assessment)

    with pytest.raises(UnknownExport):
        returned(make_exported(hidden, by=manager).content, auditor, assessment)

    read = returned(make_exported(assessment, by=manager).content, auditor, assessment)
    assert len(read.said.rows) == 3


@pytest.mark.thorough
def test_an_export_whose_cells_were_tampered_with_is_not_compared_with() -> None:
    manager, assessment = make_world()
    exported = make_exported(assessment, by=manager)
    ExportedCells.objects.filter(export_id=exported.export_id, sheet="Duties").delete()

    with pytest.raises(UnprovenExport) as refused:
        returned(exported.content, manager, assessment)

    assert refused.value.ground == Ground.CELLS_BROKEN


@pytest.mark.thorough
def test_an_export_the_log_does_not_tell_of_is_not_compared_with() -> None:
    manager, assessment = make_world()
    exported = make_exported(assessment, by=manager)
    Export.objects.filter(pk=exported.export_id).update(key=keys_of(assessment)[0])
    content = under_another_id(exported.content, keys_of(assessment)[0])

    with pytest.raises(UnprovenExport) as refused:
        returned(content, manager, assessment)

    assert refused.value.ground == Ground.EVENT_BROKEN


@pytest.mark.thorough
def test_a_document_that_is_no_workbook_of_rows_is_no_working_copy() -> None:
    manager, assessment = make_world()
    exported = make_exported(assessment, by=manager)
    without = edited(exported.content, lambda copy: copy.book.remove(copy.sheet))

    with pytest.raises(NotAWorkingCopy):
        returned(without, manager, assessment)

    Export.objects.filter(pk=exported.export_id).update(kind="oscal-results")
    with pytest.raises(NotAWorkingCopy):
        returned(exported.content, manager, assessment)


@pytest.mark.thorough
def test_an_export_without_the_sheet_or_of_no_assessment_is_no_working_copy() -> None:
    manager, assessment = make_world()
    content = make_exported(assessment, by=manager).content
    keeper = CellKeeper()
    keeper.begin("Empty", is_hashed=True)
    keeper.add("A1", "nothing")
    keeper.end()
    made = MadeWorkbook(uuid4(), "assessment", "en", "", keeper.finished())
    record_export(assessment=assessment, made=made, by=manager, at=NOW)
    portfolio = Export.objects.create(
        organisation=manager.organisation,
        kind="portfolio",
        language="en",
        made_by=manager,
        made_at=NOW,
    )

    for key in (made.key, portfolio.key):
        with pytest.raises(NotAWorkingCopy):
            returned(under_another_id(content, key), manager, assessment)


@pytest.mark.thorough
def test_the_plain_list_and_a_file_of_one_s_own_are_no_working_copy() -> None:
    manager, assessment = make_world()
    contents = make_contents(assessment)
    plain = duties_list(
        contents.rows, assessment=contents.assessment, printed=contents.printed, at=NOW
    )
    own = BytesIO()
    Workbook().save(own)

    for content in (plain, own.getvalue()):
        with pytest.raises(NotAWorkingCopy):
            returned(content, manager, assessment)
