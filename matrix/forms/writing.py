"""A matrix as a table of fields: parties above, one row of fields for each activity."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matrix.forms.letters import LettersField
from matrix.forms.revision import RevisionForm
from matrix.readers.inline import normalised
from matrix.written import (
    ACTIVITY,
    MAX_WRITTEN_ROWS,
    NOTE,
    SECTION,
    WrittenMatrix,
    WrittenRow,
    rows_of_prose,
    with_sections,
)

PARTIES = 4
LEAST_PARTIES = 2
EMPTY_ROWS = 5
_RESERVED = {normalised(name) for name in (SECTION, ACTIVITY, NOTE)}


class WrittenRowForm(forms.Form):
    """One row. `place` is where it is to stand, from 1; an empty one is no row."""

    place = forms.IntegerField(min_value=1, max_value=10 * MAX_WRITTEN_ROWS, required=False)
    section = forms.CharField(max_length=500, required=False)
    activity = forms.CharField(max_length=4_000, required=False)
    note = forms.CharField(max_length=4_000, required=False)
    is_removed = forms.BooleanField(required=False)

    def __init__(self, number: int, row: WrittenRow | None, data: Any = None) -> None:
        """Show a row, or an empty one; `number` is its place now."""
        super().__init__(data, prefix=f"row-{number}")
        self.number = number
        self.initial = {"place": number}
        if row is not None:
            self.initial |= {"section": row.section, "activity": row.activity, "note": row.note}
        letters = row.letters if row is not None else ()
        for each in range(PARTIES):
            held = letters[each] if each < len(letters) else ""
            self.fields[f"letters-{each}"] = LettersField(initial=held)

    def letters(self) -> list[forms.BoundField]:
        """Return the field of each party there can be."""
        return [self[f"letters-{each}"] for each in range(PARTIES)]

    def clean(self) -> dict[str, Any]:
        """Ask for the text of a row that has anything else."""
        cleaned = self.cleaned_data
        said = [cleaned.get("note"), *(cleaned.get(f"letters-{each}") for each in range(PARTIES))]
        if any(said) and not cleaned.get("activity") and not cleaned.get("is_removed"):
            self.add_error("activity", _("Say what is to be done, or remove the row."))
        return cleaned

    @property
    def order(self) -> tuple[int, int, int]:
        """Return what the rows are sorted by: a row that was moved goes before or after others."""
        wanted = self.cleaned_data.get("place") or self.number
        return wanted, (wanted > self.number) - (wanted < self.number), self.number

    def row(self, parties: Sequence[int]) -> WrittenRow | None:
        """Return the row with the letters of these parties; None for an empty or removed one."""
        cleaned = self.cleaned_data
        if cleaned["is_removed"] or not cleaned["activity"]:
            return None
        letters = tuple(cleaned[f"letters-{each}"] for each in parties)
        return WrittenRow(cleaned["section"], cleaned["activity"], letters, cleaned["note"])


class WriteForm(RevisionForm):
    """The whole table, and duties to be added from a text."""

    ours = forms.TypedChoiceField(
        label=gettext_lazy("You are"),
        choices=[(each, each) for each in range(PARTIES)],
        coerce=int,
    )
    count = forms.IntegerField(min_value=0, max_value=MAX_WRITTEN_ROWS + EMPTY_ROWS)
    prose = forms.CharField(
        label=gettext_lazy("Add duties from a text"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One line is one duty of yours, with the letters R and A."),
    )
    prose_section = forms.CharField(
        label=gettext_lazy("Section for them"), max_length=500, required=False
    )

    def __init__(self, written: WrittenMatrix, ours: str, data: Any = None) -> None:
        """Show a matrix with some empty rows below it."""
        super().__init__(data)
        named = dict(enumerate(written.parties))
        self.initial = {
            "ours": next((place for place, name in named.items() if name == ours), 0),
            "count": len(written.rows) + EMPTY_ROWS,
        }
        for each in range(PARTIES):
            self.fields[f"party-{each}"] = forms.CharField(
                label=_("Party %(number)s") % {"number": each + 1},
                max_length=120,
                required=each < LEAST_PARTIES,
                initial=named.get(each, ""),
            )
        self.rows = self._rows(written, data)

    def parties(self) -> list[tuple[int, forms.BoundField]]:
        """Return the fields of the parties, each with its number."""
        return [(each, self[f"party-{each}"]) for each in range(PARTIES)]

    def is_valid(self) -> bool:
        """Tell whether the parties and every row can be read."""
        return all([super().is_valid(), *[row.is_valid() for row in self.rows]])

    def clean(self) -> dict[str, Any]:
        """Refuse parties of one name, and ours without one."""
        cleaned = self.cleaned_data
        seen: set[str] = set()
        for each in range(PARTIES):
            key = normalised(cleaned.get(f"party-{each}") or "")
            if key and (key in seen or key in _RESERVED):
                self.add_error(f"party-{each}", _("Another column has this name."))
            seen.add(key)
        added = (cleaned.get("prose") or "").count("\n") + 1
        if len(self.rows) + added > MAX_WRITTEN_ROWS + 2 * EMPTY_ROWS:
            most = _("A matrix written by hand has at most %(most)s rows.")
            self.add_error("prose", most % {"most": MAX_WRITTEN_ROWS})
        if "ours" in cleaned and not cleaned.get(f"party-{cleaned['ours']}"):
            self.add_error("ours", _("Choose a party that has a name."))
        return cleaned

    def written(self) -> WrittenMatrix:
        """Return the matrix in its new order, each row with the section it stands in."""
        named = [each for each in range(PARTIES) if self.cleaned_data[f"party-{each}"]]
        parties = tuple(self.cleaned_data[f"party-{each}"] for each in named)
        found = with_sections(row for form in self.rows if (row := form.row(named)) is not None)
        kept = [form for form in self.rows if form.row(named) is not None]
        in_place = sorted(zip(kept, found, strict=True), key=lambda pair: pair[0].order)
        rows = tuple(row for _form, row in in_place)
        added = rows_of_prose(
            self.cleaned_data["prose"],
            parties=parties,
            ours=self.our_party(),
            section=self.cleaned_data["prose_section"] or (rows[-1].section if rows else ""),
        )
        return WrittenMatrix(parties, (*rows, *added))

    def our_party(self) -> str:
        """Return the name of our party."""
        return str(self.cleaned_data[f"party-{self.cleaned_data['ours']}"])

    def _rows(self, written: WrittenMatrix, data: Any) -> list[WrittenRowForm]:
        if data is None:
            shown = [*written.rows, *[None] * EMPTY_ROWS]
            return [WrittenRowForm(number, row) for number, row in enumerate(shown, start=1)]
        sent = str(data.get("count", ""))
        count = int(sent) if sent.isdecimal() and len(sent) < 6 else 0
        numbers = range(1, min(count, MAX_WRITTEN_ROWS + EMPTY_ROWS) + 1)
        return [WrittenRowForm(number, None, data) for number in numbers]
