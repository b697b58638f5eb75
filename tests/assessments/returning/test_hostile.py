"""Files that are no workbook, or more than one: refused with their code, or read as cells."""

import zipfile
from io import BytesIO

import pytest
from django.test import override_settings

from matrix.readers import MatrixRefused
from tests.assessments.returning.books import make_world, returned
from tests.assessments.returning.test_returned import texts
from tests.assessments.verifying.files import make_exported

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def damaged(content: bytes) -> bytes:
    """Return a workbook cut in the middle."""
    return content[: len(content) // 2]


def with_macro(content: bytes) -> bytes:
    """Return a workbook with a part that holds macros."""
    made = BytesIO(content)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return made.getvalue()


def bomb(content: bytes) -> bytes:
    """Return a workbook with a part that inflates a thousand times."""
    made = BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 9_000_000)
    return made.getvalue()


@override_settings(MATRIX_MAX_INFLATED_BYTES=8_000_000)
def test_files_that_cannot_be_read_are_refused_with_their_code() -> None:
    manager, assessment = make_world()
    content = make_exported(assessment, by=manager).content
    hostile = {
        "encrypted": ENCRYPTED,
        "damaged": damaged(content),
        "bomb": bomb(content),
        "unsupported-format": b"%PDF-1.7",
    }

    codes = {}
    for name, each in hostile.items():
        with pytest.raises(MatrixRefused) as refused:
            returned(each, manager, assessment)
        codes[name] = refused.value.code

    assert codes == {name: name for name in hostile}


def test_a_macro_in_the_file_is_never_run_and_changes_nothing() -> None:
    manager, assessment = make_world()
    content = with_macro(make_exported(assessment, by=manager).content)

    read = returned(content, manager, assessment)

    assert texts(read.said) == [{}, {}, {}]
