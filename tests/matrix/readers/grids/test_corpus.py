"""Real published workbooks, where their folder is given: the figures of a correct reading."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from matrix.readers import MatrixRefused, ReadMatrix
from tests.matrix.readers.grids.sheets import read_file


def read_real(corpus: Path, name: str, **choice: Any) -> ReadMatrix:
    """Read a workbook of the corpus."""
    return read_file((corpus / name).read_bytes(), name=Path(name).name, **choice)


@pytest.mark.parametrize(
    ("name", "sheet", "family", "answers"),
    [
        (
            "fedramp/cis-crm.xlsx",
            "Example CRM Worksheet Responses",
            "fedramp-crm",
            {("RA", ""): 34, ("RA", "RA"): 28},
        ),
        (
            "azure/linux-vm-baseline-v3.xlsx",
            "Feature Summary",
            "azure-baseline",
            {("RA", ""): 25, ("", "RA"): 4, ("", ""): 6},
        ),
        (
            "azure/linux-vm-baseline-v1.1.xlsx",
            "Security Baseline",
            "azure-baseline",
            {("RA", ""): 83, ("RA", "RA"): 4, ("", ""): 1},
        ),
    ],
)
def test_each_workbook_gives_its_figures(
    corpus: Path, name: str, sheet: str, family: str, answers: dict[tuple[str, str], int]
) -> None:
    matrix = read_real(corpus, name)

    assert (matrix.layout.sheet, matrix.layout.family) == (sheet, family)
    counted = Counter((row.cells[0].letters, row.cells[1].letters) for row in matrix.activities)
    assert counted == answers
    assert matrix.language == "en"
    assert [told.code for told in matrix.findings] == ["date-missing", "letters-derived"]


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ("Low CRM Worksheet", "no-role-column"),
        ("Low CIS Worksheet", "no-role-column"),
        ("Instructions", "no-matrix"),
    ],
)
def test_sheets_that_nobody_has_filled_in_are_refused(corpus: Path, sheet: str, code: str) -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_real(corpus, "fedramp/cis-crm.xlsx", sheet=sheet)

    assert caught.value.code == code
    assert sheet in caught.value.where
