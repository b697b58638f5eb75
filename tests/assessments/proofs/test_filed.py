"""The sheet Evidence of a workbook, and the evidence column of its duties."""

from typing import Any
from uuid import UUID

import pytest

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.reports.assessment import assessment_workbook
from assessments.scoring import Proven
from assessments.selectors.past import contents_then, past_of, rows_then
from assessments.selectors.proofs.filed import filed_proofs
from assessments.selectors.workbook import Kept, Making, Selection, workbook_contents
from matrix.selectors import printed_edition
from tests.assessments.proofs.proving import TODAY, TOMORROW, attach, cover
from tests.assessments.workbooks import opened
from tests.builders import NOW, make_assessment, make_member
from tests.builders.evidence import make_evidence, make_file

pytestmark = pytest.mark.django_db

KEY = UUID("5f1d7f3a-6f0b-4c7e-9b3a-2f6c1d0e8a11")


def _sheets(
    assessment: Assessment, by: Membership, selection: Selection | None = None
) -> dict[str, list[dict[Any, Any]]]:
    printed = printed_edition(assessment.edition, language="en")
    making = Making(KEY, "en", by, NOW)
    contents = workbook_contents(assessment, printed, making, selection)
    return _read(assessment_workbook(contents).content)


def _read(content: bytes) -> dict[str, list[dict[Any, Any]]]:
    found: dict[str, list[dict[Any, Any]]] = {}
    for sheet in opened(content).worksheets:
        headings, *rows = sheet.values
        found[sheet.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


def _read_again(assessment: Assessment) -> Assessment:
    return Assessment.objects.with_matrix().get(pk=assessment.pk)


def test_each_proof_stands_once_with_its_duties_and_each_duty_names_its_proofs() -> None:
    member = make_member()
    assessment = _read_again(make_assessment(member))
    rows = cover(assessment, by=member, number=2)
    report = make_file(b"All restored.", by=member, title="Restore test", valid_until=TODAY)
    attach(report, *rows, by=member)
    attach(make_evidence(by=member, title="Visit"), rows[0], by=member)

    sheets = _sheets(assessment, member)

    evidence = sheets["Evidence"]
    assert [(each["No."], each["Title"], each["Duties"].count("\n")) for each in evidence] == [
        ("E1", "Restore test", 1),
        ("E2", "Visit", 0),
    ]
    assert evidence[0]["SHA-256"] == report.sha256
    assert [each["Evidence"] for each in sheets["Duties"]] == [
        "E1 Restore test (expires today)\nE2 Visit",
        "E1 Restore test (expires today)",
        None,
    ]


def test_what_auditors_are_not_shown_is_in_no_workbook_and_proves_all_the_same() -> None:
    member = make_member()
    assessment = _read_again(make_assessment(member))
    (row,) = cover(assessment, by=member)
    hidden = make_evidence(by=member, title="Not for auditors", is_visible_to_auditor=False)
    attach(hidden, row, by=member)

    sheets = _sheets(assessment, member)
    filed = filed_proofs(assessment, on=TODAY)

    assert "Not for auditors" not in str(sheets)
    assert (filed.proofs, filed.proven) == ((), Proven(proven=1))


def test_a_filtered_workbook_lists_the_proofs_of_its_rows_alone() -> None:
    member = make_member()
    assessment = _read_again(make_assessment(member))
    first, second = cover(assessment, by=member, number=2)
    attach(make_evidence(by=member, title="Of the first"), first, by=member)
    attach(make_evidence(by=member, title="Of the second"), second, by=member)
    selection = Selection(Answer.objects.filter(pk=second.pk), "q=x", "“x”")

    evidence = _sheets(assessment, member, selection)["Evidence"]

    assert [(each["No."], each["Title"]) for each in evidence] == [("E2", "Of the second")]


def test_of_a_day_that_is_over_a_workbook_says_that_proofs_were_not_kept() -> None:
    member = make_member()
    assessment = _read_again(make_assessment(member))
    (row,) = cover(assessment, by=member)
    attach(make_evidence(by=member, title="Visit", valid_until=TOMORROW), row, by=member)
    printed = printed_edition(assessment.edition, language="en")
    past = past_of(assessment, day=TODAY, today=TOMORROW)
    rows = rows_then(past, printed=printed, reader=member)

    contents = contents_then(
        past, Kept(rows, rows), printed=printed, making=Making(KEY, "en", member, NOW)
    )
    book = opened(assessment_workbook(contents).content)

    values = [value for line in book["Evidence"].values for value in line]
    assert "Which proofs were attached on that day was not kept." in values
    assert "Visit" not in str(values)
    assert "not kept" in [value for line in book["Duties"].values for value in line]
