"""Azure security baselines, versions 1 to 3."""

import pytest

from tests.matrix.readers.grids.sheets import (
    found,
    letters,
    make_grid,
    read,
    read_rows,
    refused,
    sections,
)


@pytest.mark.parametrize(
    ("header", "row", "text"),
    [
        pytest.param(
            ("Service", "Azure Control", "Azure ID", "CIS Controls v7.1 ID(s)",
             "Benchmark Recommendation", "Customer Guidance", "Responsibility", "ASC Monitoring"),
            ("VM", "Network", "1.1", "9.2", "Protect it", "Use a firewall", "{}", "Yes"),
            "Protect it",
            id="version 1",
        ),
        pytest.param(
            ("ASB ID", "CIS Controls v7.1 ID(s)", "NIST SP 800-53 r4 ID(s)", "Control Domain",
             "Recommendation", "Guidance", "Responsibility", "Azure Policy"),
            ("NS-1", "9.2", "SC-7", "Network", "Protect it", "Use a firewall", "{}", "None"),
            "Protect it",
            id="version 2",
        ),
        pytest.param(
            ("Control Domain", "ASB Control ID", "ASB Control Title", "Guidance",
             "Responsibility", "Feature Name", "Feature Supported"),
            ("Network", "NS-1", "Protect it", "Use a firewall", "{}", "Groups", "True"),
            "Protect it: Groups",
            id="version 3",
        ),
    ],
)  # fmt: skip
def test_a_baseline_says_who_is_responsible_in_any_case(
    header: tuple[str, ...], row: tuple[str, ...], text: str
) -> None:
    answers = {
        "Customer": ("RA", ""),
        "shared": ("RA", "RA"),
        "Microsoft": ("", "RA"),
        "Not applicable": ("", ""),
        "Not Applicable": ("", ""),
        "Customer, Microsoft": ("RA", "RA"),
        "": ("", ""),
        "nobody knows": ("", ""),
    }
    rows = [tuple(cell.format(answer) for cell in row) for answer in answers]

    matrix = read(
        make_grid([("Behavior", "Value"), ("x", "y")], "Profile"), make_grid([header, *rows])
    )

    assert (matrix.layout.family, matrix.layout.sheet) == ("azure-baseline", "Sheet")
    assert matrix.layout.sheets == ("Profile", "Sheet")
    assert matrix.parties == ("Customer", "Microsoft")
    assert [letters(row) for row in matrix.activities] == list(answers.values())
    assert matrix.activities[0].text == text
    assert [section.title for section in matrix.sections] == ["Network"]
    assert found(matrix) == [("letters-derived", 1), ("roles-missing", 8), ("cell-unknown", 9)]


def test_rows_of_one_section_need_not_stand_together() -> None:
    header = ("Control Domain", "ASB Control Title", "Responsibility")
    rows = [("Network", "a", "Customer"), ("Data", "b", "Microsoft"), ("Network", "c", "Shared")]

    matrix = read_rows([header, *rows])

    assert sections(matrix) == [("", "Network", [2, 4]), ("", "Data", [3])]


def test_a_column_of_responsibilities_alone_is_no_baseline() -> None:
    rows = [("Title", "Responsibility"), ("a", "Customer"), ("b", "Shared")]

    assert refused(make_grid(rows)).code in {"no-matrix", "no-role-column"}
