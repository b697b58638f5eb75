"""What is said of a workbook that comes back, and what it is compared with."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from accounts.rights import Role
from assessments.models import Assessment, Export, ExportedCells
from assessments.readers import keeping
from assessments.selectors.verifying import proving
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.results import Ground, Side, Standing
from tests.assessments.verifying.files import (
    EMPTY,
    Exported,
    changed_cells,
    formula_xml,
    make_exported,
    number_xml,
    text_xml,
    verified,
    with_cell,
    with_part,
)
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db

OTHER_ID = "0b8f1f6e-2f7c-4b7e-8d1c-2d1e5b0b7a10"


def test_an_untouched_workbook_is_the_one_that_was_exported(exported: Exported) -> None:
    found = verified(exported.content)

    assert (found.standing, found.ground, found.holds) == (Standing.SAME, Ground.CELLS, True)
    assert found.compared.differences == ()
    assert (found.export, found.made_by, found.made_at) == (exported.export, "", NOW)
    assert (found.language, found.filter) == ("en", "")


def test_a_workbook_that_another_program_saved_again_is_the_same(exported: Exported) -> None:
    saved = BytesIO()
    load_workbook(BytesIO(exported.content)).save(saved)

    assert verified(saved.getvalue()).standing == Standing.SAME


def test_each_sheet_tells_of_its_changed_cell_the_hidden_ones_too(exported: Exported) -> None:
    sheets = [piece.sheet for piece in ExportedCells.objects.order_by("number")]
    content = exported.content
    for sheet in sheets:
        content = with_cell(content, sheet, "A1", text_xml("changed"))

    assert len(sheets) > 8
    assert changed_cells(content) == [(sheet, "A1") for sheet in sheets]


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        pytest.param(text_xml("covered "), ("", ""), id="text"),
        pytest.param(number_xml(3), ("text", "number"), id="number"),
        pytest.param(EMPTY, ("", ""), id="emptied"),
        pytest.param(formula_xml("1+1", "Coverage"), ("text", "formula"), id="formula"),
    ],
)
def test_a_difference_says_what_was_and_what_is(
    exported: Exported, written: str, kinds: tuple[str, str]
) -> None:
    content = with_cell(exported.content, "Lists", "A1", written)

    with translation.override("en"):
        [found] = verified(content).compared.differences
        then, now = found.sides

    assert (found.sheet, found.address) == ("Lists", "A1")
    assert (then.text, then.is_empty) == ("Coverage", False)
    assert (then.kind, now.kind) == kinds
    assert now.is_empty == (written == EMPTY)


def test_a_cell_outside_is_a_difference(exported: Exported) -> None:
    content = with_cell(exported.content, "Duties", "Z900", number_xml(1))

    assert changed_cells(content) == [("Duties", "Z900")]


def test_sheets_that_came_and_went_are_named_with_their_cells(exported: Exported) -> None:
    content = with_part(
        exported.content,
        "xl/workbook.xml",
        lambda xml: xml.replace('name="Lists"', 'name="Listen"'),
    )

    compared = verified(content).compared

    assert (compared.added_sheets, compared.removed_sheets) == (("Listen",), ("Lists",))
    sheets = {each.sheet for each in compared.differences}
    assert sheets == {"Lists", "Listen"}
    assert compared.count == len(compared.differences) == 48


def test_an_added_sheet_without_a_cell_is_a_difference(exported: Exported) -> None:
    book = load_workbook(BytesIO(exported.content))
    book.create_sheet("Mine")
    saved = BytesIO()
    book.save(saved)

    found = verified(saved.getvalue())

    assert (found.standing, found.compared.count) == (Standing.DIFFERENT, 0)
    assert found.compared.added_sheets == ("Mine",)


def test_all_differences_are_counted_and_the_first_ones_listed(exported: Exported) -> None:
    content = with_part(
        exported.content,
        "xl/workbook.xml",
        lambda xml: xml.replace('name="Lists"', 'name="Listen"'),
    )

    compared = verified(content, at_most=3).compared

    assert (len(compared.differences), compared.count) == (3, 48)


def test_the_id_is_found_on_the_first_sheet_when_the_hidden_one_names_another(
    exported: Exported,
) -> None:
    content = with_cell(exported.content, "_meta", "B3", text_xml(OTHER_ID))

    assert changed_cells(content) == [("_meta", "B3")]


def test_the_id_is_found_on_the_first_sheet_when_the_hidden_one_is_gone(
    exported: Exported,
) -> None:
    book = load_workbook(BytesIO(exported.content))
    del book["_meta"]
    saved = BytesIO()
    book.save(saved)

    assert verified(saved.getvalue()).compared.removed_sheets == ("_meta",)


def test_a_file_without_an_id_of_ours_was_not_made_here(exported: Exported) -> None:
    none = Export.objects.none()

    assert verify_workbook(exported.content, exports=none) is None


def test_who_made_it_is_who_the_log_says(full_assessment: Assessment) -> None:
    maker = make_member(organisation=full_assessment.organisation)
    exported = make_exported(full_assessment, by=maker)
    Export.objects.update(made_by=None, language="de", filter="q=x")

    found = verified(exported.content)

    assert (found.made_by, found.language, found.filter) == (str(maker), "en", "")


def test_an_auditor_is_not_told_what_another_s_workbook_said(full_assessment: Assessment) -> None:
    auditor = make_member(Role.AUDITOR, organisation=full_assessment.organisation)
    exported = make_exported(full_assessment)
    content = with_cell(exported.content, "Lists", "A2", text_xml("guess"))
    content = with_cell(content, "Lists", "B2", EMPTY)

    found = verified(content, reader=auditor).compared

    assert [each.address for each in found.differences] == ["A2", "B2"]
    assert [each.sides[0] for each in found.differences] == [Side(is_withheld=True)] * 2
    assert [each.sides[1].text for each in found.differences] == ["guess", ""]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_who_may_read_it_is_told_what_it_said(full_assessment: Assessment, role: Role) -> None:
    reader = make_member(role, organisation=full_assessment.organisation)
    exported = make_exported(full_assessment, by=reader if role == Role.AUDITOR else None)
    content = with_cell(exported.content, "Lists", "A1", text_xml("guess"))

    [found] = verified(content, reader=reader).compared.differences

    assert found.sides[0].text == "Coverage"


def test_as_many_queries_for_one_changed_cell_as_for_many(exported: Exported) -> None:
    few = with_cell(exported.content, "Lists", "A1", EMPTY)
    many = with_part(
        exported.content,
        "xl/workbook.xml",
        lambda xml: xml.replace('name="Lists"', 'name="Listen"'),
    )

    counts = []
    for content in (exported.content, few, many):
        with CaptureQueriesContext(connection) as queries:
            verified(content)
        counts.append(len(queries))

    assert counts == [5, 5, 5]


def test_cells_in_many_pieces_are_compared_as_one_sheet(
    full_assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PIECE_BYTES", 200)
    monkeypatch.setattr(proving, "_PAGE", 4)
    exported = make_exported(full_assessment)
    changed = with_cell(exported.content, "Read me", "C9", text_xml("x"))

    assert ExportedCells.objects.filter(sheet="Read me").count() > 4
    assert verified(exported.content).standing == Standing.SAME
    assert changed_cells(changed) == [("Read me", "C9")]
