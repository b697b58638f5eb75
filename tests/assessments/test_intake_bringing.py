"""The page on which a file or rows are brought in."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, ExportedCells, Intake, Opinion
from tests.assessments.intake_pages import address, bring, read, rows_of, send
from tests.assessments.returning.books import edited
from tests.assessments.verifying.files import Exported, make_exported
from tests.builders import make_assessment, make_member, make_reader, make_sign_off
from tests.matrix.readers.workbooks.files import make_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(full_assessment: Assessment, manager: Membership) -> Exported:
    """Return a workbook of the full assessment."""
    return make_exported(full_assessment, by=manager)


def test_whoever_answers_is_asked_for_a_file_or_rows(
    client: Client, manager: Membership, full_assessment: Assessment
) -> None:
    status, text = read(client, address(full_assessment, "new/"))

    assert status == 200
    assert "Bring back a workbook" in text
    assert 'type="file"' in text
    assert "Any other sheet" in text


def test_an_auditor_is_asked_for_their_opinion_only(
    client: Client, full_assessment: Assessment
) -> None:
    client.force_login(make_reader(Role.AUDITOR, full_assessment).user)

    status, text = read(client, address(full_assessment, "new/"))

    assert status == 200
    assert "Bring back my opinion" in text
    assert "Any other sheet" not in text


def test_an_unedited_workbook_changes_nothing_and_says_so(
    client: Client, full_assessment: Assessment, exported: Exported
) -> None:
    before = [row.revision for row in rows_of(full_assessment)]

    status, text = bring(client, full_assessment, exported.content)

    assert status == 200
    assert "0 of 4 rows change" in text
    assert "intake-apply" not in text
    assert [row.revision for row in rows_of(full_assessment)] == before


def test_an_edited_workbook_shows_what_it_changes_before_anything_is_written(
    client: Client, full_assessment: Assessment, exported: Exported
) -> None:
    content = edited(exported.content, lambda copy: copy.put(3, "note", "Read <b>daily</b>"))

    _, text = bring(client, full_assessment, content)

    assert "1 of 4 row" in text
    assert "Read &lt;b&gt;daily&lt;/b&gt;" in text
    assert "Change 1 row<" in text
    assert "retour.xlsx" in text
    assert rows_of(full_assessment)[3].note == ""


def test_what_cannot_be_taken_is_said_with_its_cell_and_reason(
    client: Client, full_assessment: Assessment, exported: Exported
) -> None:
    content = edited(exported.content, lambda copy: copy.put(0, "owner", "Nobody at all"))

    _, text = bring(client, full_assessment, content)

    assert "1 cannot be taken" in text
    assert "No member or team is called so." in text
    assert "Nobody at all" in text


def test_pasted_rows_with_their_keys_are_looked_at_like_a_file(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    row = rows_of(full_assessment)[3]
    pasted = f'Note\tKey\tRevision\r\n"two\nlines"\t{row.key}\t{row.revision}'

    _, text = send(client, address(full_assessment, "bring/"), pasted=pasted, pasted_html="<p>")

    assert "1 of 1 row" in text
    assert "two lines" in text
    assert Intake.objects.get().kind == Intake.Kind.ROWS


def test_a_quoted_formula_comes_back_as_the_text_it_was(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    row = rows_of(full_assessment)[1]
    pasted = f"Note\tKey\tRevision\n'{row.note}\t{row.key}\t{row.revision}"

    _, text = send(client, address(full_assessment, "bring/"), pasted=pasted)

    assert row.note.startswith("=")
    assert "0 of 1 row" in text


def test_a_sheet_of_one_s_own_leads_to_its_columns(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    sheet = b"Activity;Done\nTenir un registre;yes\nAutre chose;no\n"
    file = SimpleUploadedFile("suivi.csv", sheet)

    answer = client.post(address(full_assessment, "bring/"), {"file": file})
    leads = client.get(answer["Location"])

    assert resolve(leads["Location"]).url_name == "map_columns"
    assert Intake.objects.get().kind == Intake.Kind.TRACKER


def test_an_auditor_brings_no_sheet_of_their_own(
    client: Client, full_assessment: Assessment
) -> None:
    client.force_login(make_reader(Role.AUDITOR, full_assessment).user)

    status, text = bring(client, full_assessment, b"Activity;Done\nx;yes\ny;no\n", "suivi.csv")

    assert status == 422
    assert "No row of this assessment is in it." in text
    assert not Intake.objects.exists()


def test_the_workbook_of_another_assessment_is_led_to_where_it_belongs(
    client: Client, full_assessment: Assessment, manager: Membership, exported: Exported
) -> None:
    other = make_assessment(manager, edition=full_assessment.edition)

    status, text = bring(client, other, exported.content)

    assert status == 422
    assert "This is the workbook of another assessment" in text
    assert address(full_assessment, "new/") in text


def test_a_workbook_nobody_here_made_is_refused_with_advice(
    client: Client, exported: Exported
) -> None:
    stranger = make_member()
    client.force_login(stranger.user)

    status, text = bring(client, make_assessment(stranger), exported.content)

    assert status == 422
    assert "This installation did not make this file for this organisation." in text


def test_an_export_that_cannot_be_proven_is_refused_with_advice(
    client: Client, full_assessment: Assessment, exported: Exported
) -> None:
    ExportedCells.objects.all().delete()

    status, text = bring(client, full_assessment, exported.content)

    assert status == 422
    assert "What was exported cannot be proven any more." in text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, (422, "Choose a file, or paste a table."), id="nothing"),
        pytest.param(
            {"file": SimpleUploadedFile("b.xlsx", b"PK\x03\x04 no")},
            (422, "· damaged<"),
            id="damaged",
        ),
        pytest.param(
            {"file": SimpleUploadedFile("b.xlsx", make_workbook())},
            (413, "larger than 0 MB"),
            id="too large",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(
    client: Client,
    assessment: Assessment,
    contributor: Membership,
    settings: Any,
    said: dict[str, Any],
    expected: tuple[int, str],
) -> None:
    settings.MATRIX_MAX_BYTES = 20

    status, text = send(client, address(assessment, "bring/"), **said)

    assert status == expected[0]
    assert expected[1] in text
    assert not Intake.objects.exists()


@pytest.mark.thorough
def test_nothing_is_brought_into_what_is_signed(
    client: Client, full_assessment: Assessment, manager: Membership, exported: Exported
) -> None:
    make_sign_off(full_assessment, by=manager)

    asked, _ = read(client, address(full_assessment, "new/"))
    sent, text = bring(client, full_assessment, exported.content)

    assert (asked, sent) == (409, 409)
    assert "signed or closed" in text


@pytest.mark.thorough
def test_an_auditor_brings_their_opinion_back_into_what_is_signed(
    client: Client, full_assessment: Assessment, manager: Membership
) -> None:
    auditor = make_reader(Role.AUDITOR, full_assessment)
    content = make_exported(full_assessment, by=auditor).content
    content = edited(content, lambda copy: copy.put(0, "Auditor’s result", "conforming"))
    make_sign_off(full_assessment, by=manager)
    client.force_login(auditor.user)

    _, preview = bring(client, full_assessment, content)
    intake = Intake.objects.get()
    _, receipt = send(client, address(full_assessment, f"{intake.key}/apply/"), revision=1)

    assert "Change 1 row<" in preview
    assert "1 row changed" in receipt
    assert [each.result for each in Opinion.objects.all()] == ["conforming"]
