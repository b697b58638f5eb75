"""The workbook of a portfolio."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Export
from assessments.readers.spooling import Spool
from assessments.reports.portfolio import write_portfolio
from assessments.selectors import portfolio as reading
from assessments.selectors.heatmap import heatmaps
from assessments.selectors.portfolio import portfolio_contents
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.results import Ground, Standing
from assessments.selectors.workbook import Making
from audit.models import Event
from tests.assessments.proofs.proving import make_proof
from tests.assessments.workbooks import KEY, lines, make_full_assessment, opened, sheet
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_member,
    make_reader,
    make_sign_off,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def book_of(reader: Membership, language: str = "en") -> Any:
    """Return the workbook of what somebody may see, opened again."""
    stream = BytesIO()
    making = Making(KEY, language, reader, NOW)
    with portfolio_contents(reader, making) as contents, Spool[Any]() as pieces:
        write_portfolio(stream, contents, pieces=pieces)
    return opened(stream.getvalue())


def test_every_assessment_has_a_line_and_every_gap_its_own() -> None:
    member = make_member(Role.MANAGER)
    first = make_full_assessment(member)
    second = make_assessment(member)
    make_answers(second, {"coverage": "gap", "note": "late"}, by=member)
    make_sign_off(second, by=member)

    book = book_of(member)

    headings, *rows = lines(sheet(book, "Assessments"))
    found = {row[1]: dict(zip(headings, row, strict=True)) for row in rows}
    assert found.keys() == {first.scope, second.scope}
    assert (found[first.scope]["Gap"], found[first.scope]["Partial"]) == (1, 1)
    assert found[second.scope]["Last sign-off"] == TODAY
    gaps = lines(sheet(book, "Gaps"))
    assert sorted(row[1] for row in gaps[1:]) == sorted([first.scope] * 2 + [second.scope])


def test_the_heatmap_has_the_numbers_of_the_screen() -> None:
    member = make_member(Role.MANAGER)
    assessment = make_assessment(member)
    make_answers(assessment, {"coverage": "covered"}, by=member)

    heat = lines(sheet(book_of(member), "Heatmap"))

    headings, row = heat[2], heat[3]
    assert headings[2:4] == ["1 Démarrer", "2 Exploiter"]
    assert row[1:4] == [assessment.scope, "1 of 2", "0 of 1"]


def test_proofs_that_end_are_listed_unless_auditors_are_not_shown_them() -> None:
    member = make_member(Role.MANAGER)
    answer = Answer.objects.of_assessment(make_assessment(member)).in_printed_order()[0]
    soon, later = TODAY + timedelta(days=9), TODAY + timedelta(days=reading.DAYS + 1)
    make_proof(answer, by=member, title="Soon", valid_until=soon)
    make_proof(answer, by=member, title="Later", valid_until=later)
    make_proof(answer, by=member, title="Inside", valid_until=soon, is_visible_to_auditor=False)

    found = lines(sheet(book_of(member), "Evidence expiring"))

    assert [(row[0], row[3], row[5]) for row in found[1:]] == [("Soon", soon, 1)]


@pytest.mark.thorough
def test_an_auditor_has_what_is_shared_with_them_and_nobody_else_s() -> None:
    member = make_member(Role.MANAGER)
    shared = make_full_assessment(member)
    hidden = make_full_assessment(member)
    auditor = make_reader(Role.AUDITOR, shared)

    book = book_of(auditor)

    text = str([lines(each) for each in book.worksheets])
    assert shared.scope in text
    assert hidden.scope not in text
    assert "SECRET" not in text


def test_without_an_assessment_each_sheet_says_so_in_french_too() -> None:
    member = make_member(Role.MANAGER)

    book = book_of(member, "fr")

    assert len(book.worksheets) == 7
    heatmap = book.worksheets[3]  # without an assessment there is no service and no chapter
    assert all(each.max_row >= 2 or each is heatmap for each in book.worksheets)


@pytest.mark.thorough
def test_it_is_read_again_while_people_write_and_says_so_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    times: list[int] = []

    def while_somebody_writes(*args: Any, **kwargs: Any) -> Any:
        times.append(1)
        make_answers(assessment, {"note": f"n{len(times)}"}, by=member)
        return heatmaps(*args, **kwargs)

    monkeypatch.setattr("assessments.selectors.portfolio.heatmaps", while_somebody_writes)

    summary = str(lines(sheet(book_of(member), "Summary")))

    assert len(times) == reading.TRIES
    assert "People wrote while this was read" in summary


@pytest.mark.thorough
def test_it_is_recorded_without_assessment_and_can_be_verified(client: Client) -> None:
    member = make_member(Role.MANAGER)
    make_full_assessment(member)
    client.force_login(member.user)
    url = f"/o/{member.organisation.slug}/"

    response = client.post(f"{url}portfolio/", headers={"accept-language": "en"})

    content = b"".join(response)
    export = Export.objects.get()
    assert (export.kind, export.assessment, export.made_by) == ("portfolio", None, member)
    assert len(content) == int(response["Content-Length"])
    assert Event.objects.get(verb="workbook-exported").new["assessment"] is None
    verified = verify_workbook(content, exports=Export.objects.visible_to(member.user))
    assert verified is not None
    assert (verified.standing, verified.ground) == (Standing.SAME, Ground.CELLS)
    page = client.post(
        f"{url}verify/check/",
        {"file": _upload(content)},
        headers={"accept-language": "en"},
    )
    assert "the portfolio: every assessment" in page.content.decode()


@pytest.mark.thorough
def test_an_auditor_sees_the_portfolios_they_made_and_no_other(client: Client) -> None:
    member = make_member(Role.MANAGER)
    auditor = make_reader(Role.AUDITOR, make_full_assessment(member))
    for each in (member, auditor):
        client.force_login(each.user)
        b"".join(client.post(f"/o/{each.organisation.slug}/portfolio/"))

    seen = Export.objects.visible_to(auditor.user)

    assert [each.made_by for each in seen] == [auditor]


def _upload(content: bytes) -> Any:
    return SimpleUploadedFile("portfolio.xlsx", content)
