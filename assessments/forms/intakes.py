"""What comes back from outside: a workbook, a sheet, or rows that were pasted."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from matrix.forms import BringForm, RevisionForm

# What a reader may know by its ending; the bytes decide all the same.
ACCEPTED = ".xlsx,.xlsm,.csv,.tsv,.txt"
SIDES = ("ours", "theirs")


class BringBackForm(BringForm):
    """A file from the disk, or rows from the clipboard."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "drop"}),
        help_text=gettext_lazy(
            "A workbook that Remit made, or any sheet (.xlsx, .csv) that has the activities."
        ),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "data-paste": ""}),
        help_text=gettext_lazy("Copied from a sheet, with the line of headings above them."),
    )

    @property
    def is_file(self) -> bool:
        """Tell whether a file was brought, and not rows."""
        return self.cleaned_data["file"] is not None

    def brought(self) -> tuple[str, bytes]:
        """Return the name and the bytes: of the file if there is one, else of the rows.

        Rows with tabs are taken as text: that keeps the lines of a note, which markup folds.
        """
        if "\t" in self.cleaned_data["pasted"]:
            self.cleaned_data["pasted_html"] = ""
        return super().brought()


class ChoicesForm(RevisionForm):
    """For each conflict of the page: ours or theirs, or not decided yet.

    `places` are the names of the conflicts, as the preview has them: whatever else is sent is
    left out.
    """

    def __init__(self, data: QueryDict, *, places: Iterable[str]) -> None:
        """Take one field for each place."""
        super().__init__(data)
        self._places = tuple(places)
        for place in self._places:
            choices = [(side, side) for side in SIDES]
            self.fields[f"choice-{place}"] = forms.ChoiceField(choices=choices, required=False)

    def choices(self) -> dict[str, str]:
        """Return what was decided, by place."""
        said = {place: self.cleaned_data.get(f"choice-{place}") for place in self._places}
        return {place: side for place, side in said.items() if side}
