"""The day somebody wants to look back to."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class AsOfForm(forms.Form):
    """A day; the calendar of the browser offers those between two others."""

    as_of = forms.DateField(label=gettext_lazy("As of"))

    def __init__(
        self, data: Any = None, *, first: date, last: date, day: date | None = None
    ) -> None:
        """Offer the days from `first` to `last`, `day` to begin with."""
        super().__init__(data, initial={"as_of": day})
        days = {"type": "date", "min": first.isoformat(), "max": last.isoformat()}
        self.fields["as_of"].widget = forms.DateInput(attrs=days, format="%Y-%m-%d")
