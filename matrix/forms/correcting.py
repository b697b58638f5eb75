"""Decisions about rows that the file leaves in doubt: as read, or with other letters."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from matrix.forms.letters import LettersField
from matrix.forms.revision import RevisionForm
from matrix.selectors.previewing import PreviewRow


class DoubtForm(forms.Form):
    """One row: a box for "right as read", and the letters of each party.

    Fields of parties are numbered from the left, because parties have any name.
    """

    is_right = forms.BooleanField(required=False)

    def __init__(self, row: PreviewRow, *, is_confirmed: bool, data: Any = None) -> None:
        """Start from the letters that were read."""
        super().__init__(data, prefix=f"row-{row.line}")
        self.row, self.is_confirmed = row, is_confirmed
        self.initial = {"is_right": is_confirmed}
        for place, cell in enumerate(row.cells):
            self.fields[f"letters-{place}"] = LettersField(initial=cell.letters)

    def letters(self) -> list[tuple[str, forms.BoundField]]:
        """Return the field of each party, with the party's name."""
        return [
            (cell.party, self[f"letters-{place}"]) for place, cell in enumerate(self.row.cells)
        ]

    def decision(self) -> dict[int, Mapping[str, str] | None]:
        """Return what was decided about the row: nothing, "as read", or letters."""
        read = {cell.party: cell.letters for cell in self.row.cells}
        typed = {
            cell.party: self.cleaned_data[f"letters-{place}"]
            for place, cell in enumerate(self.row.cells)
        }
        if typed != read:
            return {self.row.line: typed}
        is_new = self.cleaned_data["is_right"] and not self.is_confirmed
        return {self.row.line: None} if is_new else {}


class CorrectForm(RevisionForm):
    """The doubtful rows of one page of the preview."""

    def __init__(
        self, rows: Sequence[PreviewRow], decided: Mapping[str, Any], data: Any = None
    ) -> None:
        """Make a form of each doubtful row; `decided` is what was decided before."""
        super().__init__(data)
        confirmed = set(decided.get("confirmed", []))
        self.rows = {
            row.line: DoubtForm(row, is_confirmed=row.line in confirmed, data=data)
            for row in rows
            if row.is_doubtful
        }

    def is_valid(self) -> bool:
        """Tell whether the revision and every row can be read."""
        # A list, so that each row knows its errors.
        return all([super().is_valid(), *[row.is_valid() for row in self.rows.values()]])

    def decisions(self) -> dict[int, Mapping[str, str] | None]:
        """Return the decisions that were taken, by line."""
        found: dict[int, Mapping[str, str] | None] = {}
        for row in self.rows.values():
            found |= row.decision()
        return found
