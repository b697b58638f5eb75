"""Which framework is looked at, and which controls of it each row belongs to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.selectors.controls import ControlledDuty
from matrix.models import Framework
from matrix.readers.controls import MOST, IdentifierOdd, read_identifiers
from matrix.services.controls import ControlEntry

FIRST = Framework.ISO_27001


class FrameworkForm(forms.Form):
    """The framework in the query string; the first one where it names none."""

    framework = forms.ChoiceField(
        label=gettext_lazy("Framework"), choices=Framework.choices, required=False
    )

    def chosen(self) -> str:
        """Return the framework."""
        return (self.cleaned_data["framework"] if self.is_valid() else "") or FIRST.value


class IdentifiersField(forms.CharField):
    """Identifiers as a person types them, separated by blanks or commas."""

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return them in order, each once."""
        try:
            return read_identifiers(super().clean(value))
        except IdentifierOdd as odd:
            said = _("“%(word)s” is no identifier, or one more than %(most)s.")
            raise forms.ValidationError(said % {"word": odd, "most": MOST}) from odd


class ControlsForm(forms.Form):
    """For each duty its controls, and the revision that one saw."""

    def __init__(self, data: Any = None, *, duties: Iterable[ControlledDuty]) -> None:
        """Show what is said of each duty, or suggested."""
        super().__init__(data)
        self.duties = list(duties)
        for duty in self.duties:
            controls = duty.controls
            self.fields[f"row-{controls.activity_id}"] = IdentifiersField(
                label=duty.row.activity.text,
                max_length=400,
                required=False,
                initial=controls.text,
            )
            self.fields[f"revision-{controls.activity_id}"] = forms.IntegerField(
                min_value=0, initial=controls.revision, widget=forms.HiddenInput
            )

    def entries(self) -> list[ControlEntry]:
        """Return what a valid form says."""
        ids = [duty.controls.activity_id for duty in self.duties]
        cleaned = self.cleaned_data
        return [ControlEntry(pk, cleaned[f"revision-{pk}"], cleaned[f"row-{pk}"]) for pk in ids]

    def lines(self) -> list[tuple[ControlledDuty, forms.BoundField, forms.BoundField]]:
        """Return each duty with its two fields."""
        return [
            (duty, self[f"row-{pk}"], self[f"revision-{pk}"])
            for duty in self.duties
            for pk in [duty.controls.activity_id]
        ]
