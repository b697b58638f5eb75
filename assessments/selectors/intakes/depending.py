"""What one field of a row asks of another: "not applicable" has a reason, and nothing else has."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.readers.said import Field
from assessments.selectors.duties import DutyRow
from assessments.selectors.intakes.results import OURS, CellState, MergedCell

_OF_NOT_APPLICABLE: Final = (Field.REASON, Field.UNTIL)

Cells = Mapping[Field, MergedCell]


def settled(row: DutyRow, cells: Cells) -> Iterable[MergedCell]:
    """Return the cells of a row, those that cannot be taken with the others marked so."""
    coverage = cells.get(Field.COVERAGE)
    found = dict(cells)
    if coverage and _wants(coverage, Coverage.NOT_APPLICABLE) and not _reason(row, cells):
        why = _("“Not applicable” needs its reason.")
        found[Field.COVERAGE] = _unknown(coverage, why)
    standing = _coverages(row, found.get(Field.COVERAGE))
    for name in _OF_NOT_APPLICABLE:
        cell = found.get(name)
        if cell and _is_meant(cell):
            found[name] = _of_not_applicable(cell, standing, coverage)
    return found.values()


def _of_not_applicable(
    cell: MergedCell, standing: set[str], coverage: MergedCell | None
) -> MergedCell:
    """Return a reason or a date for "not applicable", given what the coverage may become."""
    is_cleared = not any(cell.values.values())
    if Coverage.NOT_APPLICABLE not in standing:
        if is_cleared:
            return replace(cell, state=CellState.SAME)
        if coverage and coverage.choice == OURS:
            # Whoever kept the coverage here has decided about its reason too.
            return replace(cell, state=CellState.OURS)
        return _unknown(cell, _("Only “not applicable” has a reason and a date."))
    if is_cleared and cell.field == Field.REASON and len(standing) == 1:
        return _unknown(cell, _("“Not applicable” needs its reason."))
    return cell


def _coverages(row: DutyRow, coverage: MergedCell | None) -> set[str]:
    """Return what the coverage may be afterwards: two things while nobody has decided."""
    if coverage is None or not _is_meant(coverage):
        return {row.coverage}
    wanted = str(coverage.values["coverage"])
    if coverage.is_open:
        return {row.coverage, wanted}
    return {wanted} if coverage.is_taken else {row.coverage}


def _reason(row: DutyRow, cells: Cells) -> str:
    """Return a reason that the row has or may get."""
    cell = cells.get(Field.REASON)
    if cell and _is_meant(cell) and cell.choice != OURS:
        return str(cell.values["reason"])
    return row.reason


def _wants(cell: MergedCell, code: str) -> bool:
    return _is_meant(cell) and cell.choice != OURS and cell.values.get("coverage") == code


def _is_meant(cell: MergedCell) -> bool:
    return cell.state in {CellState.THEIRS, CellState.CONFLICT}


def _unknown(cell: MergedCell, why: str) -> MergedCell:
    return replace(cell, state=CellState.UNKNOWN, why=why, choice="", values={})
