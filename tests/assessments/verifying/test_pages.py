"""The page on which a workbook is verified."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Export
from tests.assessments.verifying.files import (
    Exported,
    make_exported,
    text_xml,
    with_cell,
    with_part,
)
from tests.builders import make_assessment, make_member, make_share
from tests.matrix.readers.workbooks.files import make_workbook

pytestmark = pytest.mark.django_db

UNKNOWN = "This installation did not make this file for this organisation."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def page(client: Client, member: Membership, content: bytes | None = None) -> tuple[int, str]:
    """Return status and text of the page, with a file as what is said of it."""
    address = f"/o/{member.organisation.slug}/verify/"
    english = {"accept-language": "en"}
    client.force_login(member.user)
    if content is None:
        answer = client.get(address, headers=english)
    else:
        file = SimpleUploadedFile("book.xlsx", content)
        answer = client.post(f"{address}check/", {"file": file}, headers=english)
    return answer.status_code, " ".join(answer.content.decode().split())


def auditor_of(assessment: Assessment) -> Membership:
    """Return an auditor with whom nothing is shared."""
    return make_member(Role.AUDITOR, organisation=assessment.organisation)


def test_the_page_asks_for_a_workbook(client: Client, manager: Membership) -> None:
    status, text = page(client, manager)

    assert status == 200
    assert "Verify a file" in text
    assert 'type="file"' in text


def test_an_untouched_workbook_is_said_to_be_as_it_was_exported(
    client: Client, manager: Membership, exported: Exported
) -> None:
    before = Export.objects.count()

    status, text = page(client, manager, exported.content)

    assert status == 200
    assert "Every cell is as it was exported." in text
    assert str(exported.export.key) in text
    assert "<dd>book.xlsx</dd>" in text
    assert "the installation itself, by command" in text
    assert Export.objects.count() == before


def test_a_changed_cell_is_shown_with_both_values_escaped(
    client: Client, manager: Membership, exported: Exported
) -> None:
    content = with_cell(exported.content, "Lists", "A1", text_xml("<b>mine</b>"))

    status, text = page(client, manager, content)

    assert status == 200
    assert "1 cell is not as it was exported." in text
    assert "<code>A1</code>" in text
    assert "&lt;b&gt;mine&lt;/b&gt;" in text
    assert "<b>mine</b>" not in text


def test_sheets_that_came_and_went_are_said(
    client: Client, manager: Membership, exported: Exported
) -> None:
    content = with_part(
        exported.content,
        "xl/workbook.xml",
        lambda xml: xml.replace('name="Duties"', 'name="Mine"'),
    )

    _, text = page(client, manager, content)

    assert "The sheet “Mine” was added." in text
    assert "The sheet “Duties” is gone." in text


def test_the_workbook_of_another_organisation_is_as_unknown_as_none(
    client: Client, exported: Exported
) -> None:
    stranger = make_member()

    foreign = page(client, stranger, exported.content)
    nobody_s = page(client, stranger, make_workbook())

    assert foreign[0] == nobody_s[0] == 200
    assert UNKNOWN in foreign[1]
    assert UNKNOWN in nobody_s[1]
    assert str(exported.export.key) not in foreign[1]


def test_an_auditor_verifies_what_is_shared_with_them_and_nothing_else(
    client: Client, full_assessment: Assessment, exported: Exported
) -> None:
    auditor = auditor_of(full_assessment)
    hidden = page(client, auditor, exported.content)[1]
    make_share(full_assessment, auditor)

    shown = page(client, auditor, with_cell(exported.content, "Lists", "A1", text_xml("x")))[1]

    assert UNKNOWN in hidden
    assert "1 cell is not as it was exported." in shown
    assert "not shown to auditors" in shown


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER])
def test_who_has_not_the_right_is_refused(
    client: Client, full_assessment: Assessment, exported: Exported, role: Role
) -> None:
    member = make_member(role, organisation=full_assessment.organisation)

    assert page(client, member)[0] == 403
    assert page(client, member, exported.content)[0] == 403


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"PK\x03\x04 and nothing", "damaged", id="damaged"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", id="encrypted"),
        pytest.param(OLE, "unsupported-format", id="xls"),
        pytest.param(b"a;b", "unsupported-format", id="text"),
        pytest.param(
            make_workbook({"xl/worksheets/sheet1.xml": "<!DOCTYPE a><a/>"}), "bomb", id="bomb"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(
    client: Client, manager: Membership, content: bytes, code: str
) -> None:
    status, text = page(client, manager, content)

    assert status == 422
    assert f"· {code}</span>" in text
    assert "Markdown" not in text


def test_no_file_and_too_large_a_file_are_refused(
    client: Client, manager: Membership, settings: Any
) -> None:
    settings.MATRIX_MAX_BYTES = 1_000_000

    without = client.post(
        f"/o/{manager.organisation.slug}/verify/check/", headers={"accept-language": "en"}
    )
    large = page(client, manager, bytes(1_000_001))

    assert without.status_code == 422
    assert "Choose the file to verify." in without.content.decode()
    assert large[0] == 413
    assert "The file is larger than 1 MB. Nothing was read." in large[1]


def test_as_many_queries_for_two_exports_as_for_six(client: Client, manager: Membership) -> None:
    assessment = make_assessment(manager)
    counts = []
    for number in (2, 4):
        books = [make_exported(assessment, by=manager) for _ in range(number)]
        page(client, manager)
        with CaptureQueriesContext(connection) as queries:
            assert "Every cell is as it was" in page(client, manager, books[-1].content)[1]
        counts.append(len(queries))

    assert counts[0] == counts[1]
