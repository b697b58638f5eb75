"""How a file is to be read, where the reader was wrong or could not tell."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matrix.forms.revision import RevisionForm
from matrix.selectors.previewing import Preview

MAX_ROW = 1_000_000


class ChooseForm(RevisionForm):
    """Sheet, row of the column names, our party, product: what the file has of them.

    What is left empty is left to the reader.
    """

    sheet = forms.CharField(label=gettext_lazy("Sheet"), max_length=120, required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row of the column names"),
        min_value=1,
        max_value=MAX_ROW,
        required=False,
        help_text=gettext_lazy("As the sheet counts its rows, or the file its lines."),
    )
    party = forms.CharField(
        label=gettext_lazy("You are"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The column with your letters."),
    )
    product = forms.CharField(
        label=gettext_lazy("Product"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Only the rows marked for it are read."),
    )

    def __init__(self, *args: Any, preview: Preview | None, **options: Any) -> None:
        """Offer what the file has; of a file that was not understood everything can be said."""
        super().__init__(*args, **options)
        if preview is None:
            return
        layout = preview.layout
        self._offer("sheet", layout.sheets, least=2)
        self._offer("product", layout.products, least=1, empty=_("All rows"))
        self._offer("party", preview.parties, least=2)

    def _offer(
        self, name: str, values: Sequence[str], *, least: int, empty: str | None = None
    ) -> None:
        if len(values) < least:
            del self.fields[name]
            return
        choices = [(value, value) for value in values]
        if empty is not None:
            choices.insert(0, ("", empty))
        self.fields[name].widget = forms.Select(choices=choices)

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen; None where it is left to the reader."""
        names = ("sheet", "header_row", "party", "product")
        return {name: self.cleaned_data.get(name) or None for name in names}
