"""What a share link opens: it shows what it exports, and what an auditor would be shown."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Export, LinkView
from assessments.selectors.links.listing import views_of
from assessments.services.answering import AnswerValues
from assessments.services.gaps import PlanEntry, PlanValues, plan_gaps
from assessments.services.starting import Terms, copy_assessment
from audit.models import Event
from evidence import vault
from tests.assessments.links.opening import (
    ENGLISH,
    address,
    all_answers,
    open_page,
    shown_rows,
    take_workbook,
)
from tests.assessments.proofs.proving import make_proof, rows_of
from tests.assessments.workbooks import lines, opened, sheet
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_member,
    make_share,
    make_sign_off,
    make_upgrade,
)
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

ROWS = ["Duties", "Gaps", "Not applicable", "Evidence", "Changes since last sign-off"]
CANARY = "qzxwvjk"


@pytest.mark.thorough
@pytest.mark.parametrize("query", ["", "coverage=gap", "coverage=gap&coverage=partial"])
def test_what_it_shows_is_what_it_exports_and_what_an_auditor_is_shown(
    manager: Membership, assessment: Assessment, query: str
) -> None:
    rows = rows_of(assessment)
    make_sign_off(assessment, by=manager, is_reopened=True)
    make_proof(rows[0], by=manager, title="Shown")
    make_proof(rows[0], rows[1], by=manager, title="Hidden", is_visible_to_auditor=False)
    make_answers(assessment, AnswerValues(coverage="gap", note="later"), by=manager)
    auditor = make_member(Role.AUDITOR, organisation=manager.organisation)
    make_share(assessment, auditor)
    token = make_share_link(assessment, by=manager, query=query).token

    page, book = open_page(token), take_workbook(token)
    client = Client()
    client.force_login(auditor.user)
    path = f"/o/{manager.organisation.slug}/assessments/{assessment.pk}/workbook/?{query}"
    theirs = opened(client.post(path, headers=ENGLISH).content)
    twin = opened(open_page(token, "duties.xlsx").content)

    column = lines(sheet(book, "Duties"))[0].index("Activity")
    exported = [line[column] for line in lines(sheet(book, "Duties"))[1:]]
    assert shown_rows(page) == exported != []
    assert [line[column] for line in lines(sheet(twin, "Duties"))[1:]] == exported
    assert {name: lines(sheet(book, name)) for name in ROWS} == {
        name: lines(sheet(theirs, name)) for name in ROWS
    }
    assert [proof.line.evidence.title for proof in page.context["contents"].filed.proofs] == [
        "Shown"
    ]


def test_the_page_says_of_what_the_figures_are_and_how_many_rows_it_shows(
    manager: Membership, assessment: Assessment
) -> None:
    token = make_share_link(assessment, by=manager, query="coverage=gap").token

    page = open_page(token).content.decode()

    assert "0 of 2 duties covered" in page
    assert "These figures are of the whole assessment. This link shows 1 of 4 rows." in page
    assert "Its filter: gap." in page
    assert "Shared with Cabinet Lenoir until 22 December 2026" in page


def test_a_plan_a_sign_off_and_its_hash_are_shown(
    manager: Membership, assessment: Assessment
) -> None:
    gap = rows_of(assessment)[0]
    plan = PlanValues(severity="high", action="Buy a safe", ticket_url="https://example.org/1")
    plan_gaps(entries=[PlanEntry(gap.key, 0, plan)], by=manager, at=NOW)
    signed = make_sign_off(assessment, by=manager)
    token = make_share_link(assessment, by=manager).token

    page = open_page(token).content.decode()

    assert "Buy a safe" in page
    assert 'href="https://example.org/1" rel="noopener noreferrer"' in page
    assert signed.sha256 in page


@pytest.mark.thorough
@pytest.mark.asvs("8.2.2", "15.3.1")
def test_nothing_outside_of_the_rows_and_nothing_internal_is_shown_anywhere(
    manager: Membership, assessment: Assessment
) -> None:
    rows = rows_of(assessment)
    shown = make_proof(rows[0], by=manager, title="Shown")
    make_proof(rows[0], by=manager, title=f"hidden {CANARY}", is_visible_to_auditor=False)
    make_proof(rows[1], by=manager, title=f"outside {CANARY}")
    make_sign_off(assessment, by=manager, is_reopened=True)
    make_answers(
        assessment,
        AnswerValues(coverage="gap", internal_note=CANARY),
        AnswerValues(coverage="partial", note=CANARY),
        AnswerValues(coverage="not_applicable", reason=CANARY),
        by=manager,
    )
    make_assessment(manager, edition=assessment.edition, scope=CANARY)
    token = make_share_link(assessment, by=manager, query="coverage=gap").token

    answers = list(all_answers(token, shown))

    outside = [row.activity.text for row in rows[1:]]
    assert "Shown" in answers[0]
    assert len(answers[2]) > 1000
    assert [text for text in answers if CANARY in text] == []
    assert [text for text in answers if any(each in text for each in outside)] == []


@pytest.mark.thorough
def test_nothing_of_the_period_before_is_told(manager: Membership, assessment: Assessment) -> None:
    make_answers(assessment, AnswerValues(coverage="gap", note=CANARY), by=manager)
    signed = make_sign_off(assessment, by=manager)
    copy = copy_assessment(
        source=assessment,
        terms=Terms(assessment.scope, date(2027, 3, 1), date(2027, 8, 31)),
        with_answers=True,
        by=manager,
        at=NOW,
    )
    make_answers(copy, AnswerValues(coverage="covered", note="new"), by=manager)
    token = make_share_link(copy, by=manager).token

    answers = list(all_answers(token))

    assert [text for text in answers if CANARY in text or signed.short_hash in text] == []
    changes = lines(sheet(take_workbook(token), ROWS[-1]))
    assert "Nobody has signed this assessment" in str(changes)


@pytest.mark.thorough
def test_a_filter_that_is_no_longer_understood_shows_nothing(
    manager: Membership, assessment: Assessment
) -> None:
    section = rows_of(assessment)[0].activity.section_id
    token = make_share_link(assessment, by=manager, query=f"section={section}").token
    before = len(shown_rows(open_page(token)))

    make_upgrade(assessment, by=manager)
    page, book = open_page(token), take_workbook(token)

    assert before > 0
    assert shown_rows(page) == []
    assert "No row to show" in page.content.decode()
    assert [len(lines(sheet(book, name))) for name in ROWS[:1]] == [2]


@pytest.mark.thorough
def test_mine_is_nobodys_and_the_text_of_a_filter_is_looked_for_in_one_language(
    manager: Membership, assessment: Assessment
) -> None:
    activity = rows_of(assessment)[0].activity
    french = make_share_link(
        assessment, by=manager, query=f"q={activity.text[:12].replace(' ', '+')}", language="fr"
    )
    mine = make_share_link(assessment, by=manager, query="owner=me").token

    pages = [
        Client().get(address(french.token), headers={"accept-language": language})
        for language in ("fr", "en")
    ]

    assert [page.context["contents"].language for page in pages] == ["fr", "en"]
    assert [len(shown_rows(page)) for page in pages] == [1, 1]
    assert shown_rows(open_page(mine)) == []


@pytest.mark.thorough
@pytest.mark.parametrize("has_evidence", [True, False])
def test_evidence_is_shown_with_its_file_or_not_at_all(
    manager: Membership, assessment: Assessment, has_evidence: bool
) -> None:
    proof = make_proof(rows_of(assessment)[0], by=manager, title="Restore test")
    token = make_share_link(assessment, by=manager, has_evidence=has_evidence).token
    status = 200 if has_evidence else 404

    page, about = open_page(token), open_page(token, f"evidence/{proof.key}/")
    file = open_page(token, f"evidence/{proof.key}/file/")
    sheet_rows = str(lines(sheet(take_workbook(token), "Evidence")))

    assert ("Restore test" in page.content.decode()) == has_evidence
    assert (about.status_code, file.status_code) == (status, status)
    assert ("Restore test" in sheet_rows) == has_evidence
    assert ("no part of this share" in sheet_rows) != has_evidence
    if has_evidence:
        assert b"".join(file).startswith(b"Backup")
        assert file.headers["Content-Security-Policy"].startswith("sandbox")
        assert file.headers["Referrer-Policy"] == "no-referrer"
        assert rows_of(assessment)[0].activity.text in about.content.decode()


@pytest.mark.thorough
def test_each_view_is_noted_and_a_workbook_is_on_record_as_made_by_nobody(
    manager: Membership, assessment: Assessment
) -> None:
    proof = make_proof(rows_of(assessment)[0], by=manager)
    made = make_share_link(assessment, by=manager)

    for end in ("", "duties.xlsx", f"evidence/{proof.key}/", f"evidence/{proof.key}/file/"):
        b"".join(open_page(made.token, end))
    book = take_workbook(made.token)

    export, event = Export.objects.get(), Event.objects.get(verb="workbook-exported")
    noted = {view.what: view.times for view in LinkView.objects.all()}
    assert noted == dict.fromkeys(["page", "list", "evidence", "file", "workbook"], 1)
    assert len(views_of(made.link)) == 5
    assert (export.made_by, event.actor_id) == (None, None)
    assert event.new["share_link"] == str(made.link.key)
    assert "a share link, for Cabinet Lenoir" in str(lines(sheet(book, "Summary")))


@pytest.mark.thorough
def test_a_pack_holds_the_workbook_and_the_proofs_that_are_shown(
    manager: Membership, assessment: Assessment
) -> None:
    rows = rows_of(assessment)
    make_proof(rows[0], by=manager, title="Shown")
    make_proof(rows[0], by=manager, title="Hidden", is_visible_to_auditor=False)
    make_proof(rows[1], by=manager, title="Outside")
    token = make_share_link(assessment, by=manager, query="coverage=gap").token

    answer = Client().post(address(token, "pack/"), headers=ENGLISH)
    names = ZipFile(BytesIO(b"".join(answer))).namelist()

    assert [each for each in names if "Shown" in each] != []
    assert [each for each in names if "Hidden" in each or "Outside" in each] == []
    assert (Export.objects.get().kind, LinkView.objects.get().what) == ("pack", "pack")


@pytest.mark.thorough
def test_no_pack_is_made_without_evidence_or_without_its_files(
    manager: Membership, assessment: Assessment
) -> None:
    proof = make_proof(rows_of(assessment)[0], by=manager, title="Lost")
    links = [make_share_link(assessment, by=manager, has_evidence=each) for each in (True, False)]
    vault.remove(vault.address(proof.organisation_id, proof.sha256))

    answers = [Client().post(address(each.token, "pack/"), headers=ENGLISH) for each in links]

    assert [each.status_code for each in answers] == [409, 404]
    assert "Lost" in answers[0].content.decode()
    assert not Export.objects.exists()
