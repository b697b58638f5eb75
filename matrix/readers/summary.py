"""The figures of a reading, in the words and shapes of `check_matrix --json`."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from matrix.readers.reading import ReadActivity, ReadFinding, ReadMatrix, ReadSection
from matrix.readers.refusals import MatrixRefused


def reading_summary(matrix: ReadMatrix, findings: Iterable[ReadFinding]) -> dict[str, Any]:
    """Return the figures of a page (CONTRACTS.md, "Commands"), ready for JSON.

    `client_cells` counts rows by the client's letters, "" for empty. `provider_cells` is the
    same for the other party; where there are several, a dictionary of such by party. `dates`
    are as printed, `sheet` is None for a page. `format` and `family` say how it was read.
    """
    others = {party: _cells(matrix, party) for party in matrix.parties}
    client_cells = others.pop(matrix.client_party)
    with_rows = {activity.section for activity in matrix.activities}
    return {
        "activities": len(matrix.activities),
        "duties": len(matrix.duties),
        "sections": len(matrix.sections),
        "sections_with_rows": len(with_rows),
        "language": matrix.language,
        "published_on": matrix.published_on.isoformat() if matrix.published_on else None,
        "dates": [day.verbatim for day in matrix.dates],
        "parties": list(matrix.parties),
        "client_party": matrix.client_party,
        "client_cells": client_cells,
        "provider_cells": next(iter(others.values())) if len(others) == 1 else others,
        "format": matrix.layout.format,
        "family": matrix.layout.family,
        "sheet": matrix.layout.sheet or None,
        "findings": [_finding(found) for found in findings],
    }


def row_summaries(matrix: ReadMatrix) -> list[dict[str, Any]]:
    """Return one dictionary per row; `section` is the heading as printed, without marks."""
    return [_row(matrix, activity) for activity in matrix.activities]


def refusal_summary(refusal: MatrixRefused) -> dict[str, str]:
    """Return why and where the reading ended, ready for JSON."""
    return {"refused": refusal.code, "where": refusal.where, "message": refusal.message}


def section_label(section: ReadSection) -> str:
    """Return "3.1.2. Access", or the title alone where no number is printed."""
    return f"{section.number}. {section.title}" if section.number else section.title


def _cells(matrix: ReadMatrix, party: str) -> dict[str, int]:
    place = matrix.parties.index(party)
    counts = Counter(activity.cells[place].letters for activity in matrix.activities)
    return dict(counts.most_common())


def _row(matrix: ReadMatrix, activity: ReadActivity) -> dict[str, Any]:
    return {
        "line": activity.line,
        "sheet": matrix.layout.sheet or None,
        "section": section_label(matrix.sections[activity.section]),
        "text": activity.text,
        "client": matrix.client_letters(activity),
        "others": {
            cell.party: cell.letters
            for cell in activity.cells
            if cell.party != matrix.client_party
        },
    }


def _finding(found: ReadFinding) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity,
        "line": found.line,
        "sheet": found.sheet or None,
        "cell": found.cell,
        "message": found.message,
    }
