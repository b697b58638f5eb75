"""A workbook that LibreOffice has saved again is the one that was exported."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from accounts.rights import Role
from assessments.selectors.verifying.results import Standing
from assessments.services.answering import AnswerValues
from tests.assessments.verifying.files import (
    changed_cells,
    make_exported,
    text_xml,
    verified,
    with_cell,
)
from tests.assessments.workbooks import FORMULA, make_full_assessment
from tests.builders import make_answers, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

AWKWARD: list[AnswerValues] = [
    AnswerValues(coverage="gap", note="  blanks at both ends  ", due_on=date(2027, 2, 28)),
    AnswerValues(coverage="partial", note="lines\n\nof text\tand « tabs » 🦊  _x0041_ _x000D_"),
    AnswerValues(coverage="not_applicable", reason=f"{FORMULA}\n'quoted", note="'12"),
    AnswerValues(coverage="covered", note="00012", due_on=date(2026, 12, 1)),
]


def saved_again(content: bytes, office: str, folder: Path) -> bytes:
    """Return the workbook as LibreOffice writes it."""
    (folder / "book.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "saved"]
    subprocess.run(  # noqa: S603
        [office, profile, "--headless", *convert, "book.xlsx"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "saved" / "book.xlsx").read_bytes()


def test_no_cell_differs_but_the_one_that_was_changed(libreoffice: str, tmp_path: Path) -> None:
    manager = make_member(Role.MANAGER)
    assessment = make_full_assessment(manager)
    make_answers(assessment, *AWKWARD, by=manager)
    exported = make_exported(assessment, by=manager)

    saved = saved_again(exported.content, libreoffice, tmp_path)

    assert saved != exported.content
    assert verified(saved).compared.differences == ()
    assert verified(saved).standing == Standing.SAME
    changed = with_cell(exported.content, "Duties", "K3", text_xml("by LibreOffice"))
    assert changed_cells(saved_again(changed, libreoffice, tmp_path)) == [("Duties", "K3")]
