"""The PDF of a sign-off: what was signed, as it was, and what differs from the one before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Export, SignOff
from assessments.reports.pdf import NotSet, sign_off_pdf, signed_paper_of
from assessments.reports.pdf.pieces import Paper, Part
from assessments.scoring import Counts
from assessments.selectors.signing.comparing import LoneRow
from assessments.selectors.signing.paper import SignedPaper, signed_paper
from assessments.selectors.workbook import Making
from assessments.services.answering import AnswerValues
from assessments.services.exporting import EXPORTED
from assessments.views import pdf as pages
from audit.models import Event, chain_of
from tests.assessments.papers import Read
from tests.assessments.proofs.proving import attach, rows_of
from tests.builders import NOW, make_answers, make_assessment, make_member, make_sign_off
from tests.builders.evidence import make_evidence

pytestmark = pytest.mark.django_db

KEY: Final = UUID("c0ffee00-0000-4000-8000-000000000002")
MARK: Final = "C2 & restreint"
FIRST: Final = "1.1 Choisir la région d’hébergement"


def make_signed(by: Membership) -> Assessment:
    """Make an assessment that was signed as covered, reopened, and signed again with a gap."""
    assessment = make_assessment(by)
    covered = AnswerValues(coverage="covered", note="Registre tenu", owner_membership_id=by.pk)
    make_answers(assessment, covered, AnswerValues(coverage="gap"), by=by)
    make_sign_off(assessment, by=by, is_reopened=True)
    make_answers(assessment, {"coverage": "partial"}, by=by)
    make_sign_off(assessment, by=by, at=NOW + timedelta(hours=1))
    return assessment


def sign_offs_of(assessment: Assessment) -> list[SignOff]:
    """Return the sign-offs of an assessment as a view reads them, the first one first."""
    found = SignOff.objects.of_assessment(assessment).order_by("pk")
    return list(found.select_related("organisation", "signed_by__user", "reopened_by__user"))


def contents_of(sign_off: SignOff, by: Membership | None, language: str = "en") -> SignedPaper:
    """Read what the paper of a sign-off says."""
    return signed_paper(sign_off, Making(KEY, language, by, NOW + timedelta(days=1)))


def part_of(paper: Paper, title: str) -> Part:
    """Return the part with a title."""
    [part] = [part for part in paper.parts if part.title == title]
    return part


def told(part: Part) -> list[list[str]]:
    """Return each row of a part, the lines of a cell as one text."""
    return [
        [
            "" if isinstance(cell, Counts) else " | ".join(line.text for line in cell)
            for cell in row
        ]
        for group in part.groups
        for row in group.rows
    ]


def lone_row(frozen: Mapping[str, Any]) -> LoneRow:
    """Return a frozen row as one that only one of two sign-offs has."""
    return LoneRow(frozen["number"], frozen["activity"], frozen["coverage"])


def url_of(sign_off: SignOff) -> str:
    """Return the address of the page of a sign-off."""
    slug = sign_off.organisation.slug
    return f"/o/{slug}/assessments/{sign_off.assessment_id}/sign-offs/{sign_off.pk}/"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files of a few bytes: what is in them is another test's."""
    monkeypatch.setattr(
        "assessments.reports.pdf.sign_off.typeset", lambda paper, *, at: b"%PDF-" + paper.encode()
    )


def test_it_says_what_was_signed_by_whom_with_which_hash() -> None:
    manager = make_member(Role.MANAGER)
    _first, second = sign_offs_of(make_signed(manager))

    paper = signed_paper_of(contents_of(second, manager))

    facts = dict(told(part_of(paper, "What was signed")))
    assert paper.lead == "0 of 3 duties covered (0\xa0%), 1 partial, 1 gap, 1 unanswered"
    assert facts["Statement"] == second.statement
    assert facts["Signed by"] == str(manager)
    assert facts["Hash (SHA-256)"] == second.sha256
    assert facts["The hash"] == "computed again: it holds"
    assert facts["Seal of that event"] == second.head_seal
    assert facts["Export"] == str(KEY)


def test_it_says_what_differs_from_the_sign_off_before() -> None:
    manager = make_member(Role.MANAGER)
    _first, second = sign_offs_of(make_signed(manager))

    paper = signed_paper_of(contents_of(second, manager))

    title = "What changed since the sign-off of 22 November 2026"
    assert ["covered", "1", "0"] in told(part_of(paper, title))
    assert told(part_of(paper, "Rows that differ")) == [[FIRST, "Coverage", "covered", "partial"]]


def test_rows_that_are_new_or_gone_are_told_on_their_side() -> None:
    manager = make_member(Role.MANAGER)
    first, second = sign_offs_of(make_signed(manager))
    contents = contents_of(second, manager)
    lone, other = second.snapshot["rows"][0], first.snapshot["rows"][1]
    comparison = contents.comparison
    assert comparison is not None
    added = replace(comparison, changed=(), added=(lone_row(lone),), gone=(lone_row(other),))

    paper = signed_paper_of(replace(contents, comparison=added))

    assert told(part_of(paper, "Rows that differ")) == [
        [FIRST, "Coverage", "–", "partial"],
        ["1.1 Payer la première facture", "Coverage", "gap", "–"],
    ]


def test_a_first_sign_off_says_that_it_is_the_first() -> None:
    manager = make_member(Role.MANAGER)
    first, _second = sign_offs_of(make_signed(manager))

    paper = signed_paper_of(contents_of(first, manager))

    assert part_of(paper, "What changed").empty == "This is the first sign-off."
    assert any(hint.startswith("Reopened by") for hint in paper.hints)


def test_nobody_in_particular_is_told_of_no_sign_off_before() -> None:
    _first, second = sign_offs_of(make_signed(make_member(Role.MANAGER)))

    contents = contents_of(second, None)

    assert contents.comparison is None
    assert "Made by" not in dict(told(part_of(signed_paper_of(contents), "What was signed")))


def test_a_hash_that_does_not_hold_is_said_at_the_top() -> None:
    manager = make_member(Role.MANAGER)
    _first, second = sign_offs_of(make_signed(manager))
    contents = contents_of(second, manager)
    broken = replace(contents, signed=replace(contents.signed, holds=False))

    paper = signed_paper_of(broken)

    assert paper.hints[1].startswith("The hash does not hold")
    assert dict(told(part_of(paper, "What was signed")))["The hash"].endswith("does not hold")


def test_rows_are_as_they_were_signed_with_proofs_that_auditors_may_see() -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    make_answers(assessment, {"coverage": "covered", "internal_note": "SECRET"}, by=manager)
    row = rows_of(assessment)[0]
    attach(make_evidence(by=manager, title="Register"), row, by=manager)
    attach(make_evidence(by=manager, title="Hidden", is_visible_to_auditor=False), row, by=manager)
    make_sign_off(assessment, by=manager)

    paper = signed_paper_of(contents_of(sign_offs_of(assessment)[0], manager))

    rows = part_of(paper, "The rows as they were signed")
    said = str(told(rows))
    assert [len(group.rows) for group in rows.groups] == [2, 1]
    assert {group.title.language for group in rows.groups if group.title} == {"fr"}
    assert "Register" in said
    assert "Hidden" not in said
    assert "SECRET" not in said


def test_the_french_paper_is_french() -> None:
    manager = make_member(Role.MANAGER)
    _first, second = sign_offs_of(make_signed(manager))

    paper = signed_paper_of(contents_of(second, manager, "fr"))

    assert paper.lead.startswith("0 tâche sur 3 couverte")
    assert paper.parts[0].title == "Ce qui a été validé"


@pytest.mark.thorough
def test_the_file_is_tagged_marked_and_whole() -> None:
    manager = make_member(Role.MANAGER)
    manager.organisation.classification = MARK
    manager.organisation.save(update_fields=["classification"])
    _first, second = sign_offs_of(make_signed(manager))

    read = Read(sign_off_pdf(contents_of(second, manager)).content)

    assert (read.tagged("H1"), read.tagged("H2")) == (1, 5)
    assert all(text.count(MARK) == 2 for text in read.pages)
    assert second.sha256 in read.text


@pytest.mark.usefixtures("quick")
def test_the_page_makes_it_and_puts_it_on_record_and_it_is_known_again(client: Client) -> None:
    manager = make_member(Role.MANAGER)
    _first, second = sign_offs_of(make_signed(manager))
    client.force_login(manager.user)
    client.cookies["remit_language"] = "en"

    answer = client.post(f"{url_of(second)}pdf/")

    export = Export.objects.get()
    event = Event.objects.of_chain(chain_of(manager.organisation_id)).get(verb=EXPORTED)
    file = SimpleUploadedFile("x.pdf", answer.content)
    verdict = client.post(f"/o/{manager.organisation.slug}/verify/check/", {"file": file})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(f'{second.short_hash}.pdf"')
    assert (export.kind, export.cells_sha256) == (
        "sign-off-pdf",
        sha256(answer.content).hexdigest(),
    )
    assert event.new["sign_off_sha256"] == second.sha256
    assert "byte for byte" in verdict.content.decode()
    assert f"{url_of(second)}pdf/" in client.get(url_of(second)).content.decode()


def test_one_that_is_too_long_or_cannot_be_set_leads_back_with_the_reason(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = make_member(Role.MANAGER)
    _first, second = sign_offs_of(make_signed(manager))
    client.force_login(manager.user)
    client.cookies["remit_language"] = "en"

    def fail(*_args: object) -> None:
        raise NotSet("ended")

    monkeypatch.setattr(pages, "sign_off_pdf", fail)
    unset = client.post(f"{url_of(second)}pdf/", follow=True)
    settings.PDF_MAX_ROWS = 2
    long = client.post(f"{url_of(second)}pdf/", follow=True)

    assert "The PDF could not be made" in unset.content.decode()
    assert "This sign-off is too long for a PDF" in long.content.decode()
    assert long.redirect_chain == [(url_of(second), 302)]
    assert not Export.objects.exists()


def test_the_sign_off_of_another_organisation_is_not_there(client: Client) -> None:
    _first, second = sign_offs_of(make_signed(make_member(Role.MANAGER)))
    client.force_login(make_member(Role.MANAGER).user)

    answer = client.post(f"{url_of(second)}pdf/")

    assert answer.status_code == 404
