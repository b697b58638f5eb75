"""The sheet Controls of a workbook: duties, coverage and proof by framework and control."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.reports.assessment import assessment_workbook
from assessments.selectors.control_counts import control_counts
from assessments.selectors.workbook import Selection
from matrix.models import Framework
from matrix.selectors.controls import EditionControls
from matrix.services.controls import ControlEntry, choose_controls
from tests.assessments.packs import contents_for
from tests.assessments.proofs.proving import TODAY, attach, cover, rows_of
from tests.assessments.upgrading.pages import load_seed
from tests.assessments.workbooks import lines, opened, sheet
from tests.builders import NOW, make_answers, make_assessment, make_member
from tests.builders.evidence import make_evidence

pytestmark = pytest.mark.django_db

ISO, PCI = Framework.ISO_27001, Framework.PCI_DSS


def say(
    assessment: Assessment, by: Membership, *said: tuple[str, ...], framework: str = ISO
) -> None:
    """Say which controls the first rows of an assessment belong to."""
    rows = assessment.edition.activities.in_printed_order()[: len(said)]
    entries = [ControlEntry(row.pk, 0, each) for row, each in zip(rows, said, strict=True)]
    choose_controls(
        edition=assessment.edition, framework=framework, entries=entries, by=by, at=NOW
    )


def table(
    assessment: Assessment, by: Membership, selection: Selection | None = None
) -> list[dict[str, Any]]:
    """Return the lines of the sheet by heading, none where there is no such sheet."""
    with translation.override("en"):
        contents = contents_for(assessment, by, selection=selection)
        book = opened(assessment_workbook(contents).content)
    if "Controls" not in book.sheetnames:
        return []
    assert book.sheetnames.index("Controls") == book.sheetnames.index("Read me") - 1
    headings, *rows = lines(sheet(book, "Controls"))
    return [dict(zip(headings, row, strict=True)) for row in rows]


def test_each_control_has_a_line_with_what_is_covered_and_proven_of_its_duties() -> None:
    member = make_member()
    assessment = make_assessment(member)
    cover(assessment, by=member, number=2)
    attach(make_evidence(by=member), rows_of(assessment)[0], by=member)
    say(assessment, member, ("A.5.23", "A.8.6"), ("A.5.9", "A.5.23"))
    say(assessment, member, ("12.8.1",), framework=PCI)

    found = table(assessment, member)

    assert [(line["Framework"], line["Control"], line["Duties"]) for line in found] == [
        ("ISO/IEC 27001:2022", "A.5.9", 1),
        ("ISO/IEC 27001:2022", "A.5.23", 2),
        ("ISO/IEC 27001:2022", "A.8.6", 1),
        ("PCI DSS 4", "12.8.1", 1),
    ]
    assert found[1]["Declared"] == "2 of 2 (100\xa0%)"
    assert found[1]["Proven"] == "1 of 2 (50\xa0%)"
    assert (found[1]["Covered"], found[1]["Gap"], found[1]["State"]) == (2, 0, "confirmed")
    assert found[1]["Which duties"].count("\n") == 1


def test_without_controls_there_is_no_such_sheet_and_none_for_rows_that_have_none() -> None:
    member = make_member()
    assessment = make_assessment(member)

    before = table(assessment, member)
    say(assessment, member, ())
    after = table(assessment, member)

    assert (before, after) == ([], [])


def test_a_filtered_workbook_counts_the_duties_it_lists() -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "gap"}, by=member)
    say(assessment, member, ("A.5.23",), ("A.5.23",))
    selection = Selection(Answer.objects.filter(coverage="gap"), "coverage=gap", "gap")

    found = table(assessment, member, selection)

    assert [(line["Control"], line["Duties"], line["Gap"]) for line in found] == [("A.5.23", 1, 1)]


def test_messages_are_counted_under_no_control() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    rows = rows_of(assessment)
    say(assessment, member, *[("A.5.23",)] * len(rows))

    found = table(assessment, member)

    assert [line["Duties"] for line in found] == [len(rows) - 1]


@pytest.mark.thorough
def test_what_is_suggested_is_told_from_what_is_confirmed() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=load_seed())
    contents = contents_for(assessment, member)
    first = next(each for each in contents.controls if each.framework == ISO)
    position = first.duties[0].position
    row = assessment.edition.activities.get(position=position)
    entries = [ControlEntry(row.pk, 0, (first.identifier,))]
    choose_controls(edition=row.edition, framework=ISO, entries=entries, by=member, at=NOW)

    found = {line["Control"]: line["State"] for line in table(assessment, member)}

    expected = "confirmed" if len(first.duties) == 1 else "confirmed in part"
    assert found[first.identifier] == expected
    assert set(found.values()) == {expected, "suggestion"}


def test_controls_are_read_in_two_queries_whatever_their_number() -> None:
    member = make_member()
    assessment = make_assessment(member)
    say(assessment, member, ("A.5.23", "A.8.6"), ("A.5.9",))
    contents = contents_for(assessment, member)

    with CaptureQueriesContext(connection) as queries:
        control_counts(contents.rows, assessment=contents.assessment, on=TODAY)

    assert len(queries) == 2


def test_a_row_that_belongs_to_no_control_by_what_is_said_has_none_of_those_suggested() -> None:
    said = EditionControls({(1, ISO): ()}, {})

    assert (bool(said), list(said.of_row(1, 9))) == (False, [])
