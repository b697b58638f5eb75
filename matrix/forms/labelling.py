"""Which row of another language's page belongs to which row of ours."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from matrix.selectors.aligning import PairedRow, PairedSection, Translation

_PREFIX = "row-"


class TranslationForm(forms.Form):
    """A choice for each row that is not paired for certain, from the rows of its section."""

    def __init__(self, data: Any = None, *, translation: Translation) -> None:
        """Offer the rows of the other page's section, what was proposed chosen."""
        super().__init__(data)
        self.translation = translation
        for section, row in self._unsure():
            choices = [(str(each.activity_id), each.text.text) for each in section.choices]
            self.fields[_name(row)] = forms.ChoiceField(
                label=row.own.text.text,
                choices=[("", _("no text")), *choices],
                required=False,
                initial=str(row.other.activity_id) if row.other else "",
            )

    def chosen(self) -> dict[int, int | None]:
        """Return what a valid form says: the other page's row by one's own, None for none."""
        values = self.cleaned_data
        return {
            row.own.activity_id: int(values[_name(row)]) if values[_name(row)] else None
            for _section, row in self._unsure()
        }

    def clean(self) -> dict[str, Any]:
        """Refuse one text for two rows."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = [value for value in cleaned.values() if value]
        for name in [name for name, value in cleaned.items() if value and given.count(value) > 1]:
            self.add_error(name, _("This text is chosen twice."))
        return cleaned

    def sections(self) -> list[tuple[PairedSection, list[tuple[PairedRow, Any]]]]:
        """Return each section with its rows, and the field of those to confirm."""
        return [
            (
                section,
                [(row, None if row.is_sure else self[_name(row)]) for row in section.rows],
            )
            for section in self.translation.sections
            if section.rows
        ]

    def _unsure(self) -> Iterator[tuple[PairedSection, PairedRow]]:
        for section in self.translation.sections:
            for row in section.rows:
                if not row.is_sure:
                    yield section, row


def _name(row: PairedRow) -> str:
    return f"{_PREFIX}{row.own.activity_id}"
