"""What a hand-over says: whose rows go to whom, why, until when, and of which assessments."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.forms.answers import DATE_FORMATS, MAX_REASON, TextField
from assessments.models import HandOverReason

Choices = Sequence[tuple[str, str]]


class HandOverForm(forms.Form):
    """An offer. `givers` and `successors` are those who can be chosen."""

    giver = forms.ChoiceField(label=_("Whose duties"))
    to = forms.ChoiceField(label=_("Go to"))
    reason = forms.ChoiceField(label=_("Because the person"), choices=HandOverReason.choices)
    starts_on = forms.DateField(
        label=_("Starts on"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Empty: as soon as a row is accepted."),
        required=False,
    )
    ends_on = forms.DateField(
        label=_("Last day away"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("For a holiday: the rows come back on the day after."),
        required=False,
    )
    note = TextField(
        label=_("A word to the successor"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    assessments = forms.MultipleChoiceField(
        label=_("Of these assessments"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None marked: of all that are active."),
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        givers: Choices,
        successors: Choices,
        assessments: Choices,
        **options: Any,
    ) -> None:
        """Offer who and what can be chosen."""
        super().__init__(data, **options)
        offered = {"giver": givers, "to": successors, "assessments": assessments}
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for the last day of a holiday, and leave it out of anything else; order the days."""
        cleaned = self.cleaned_data
        if cleaned.get("reason") != HandOverReason.HOLIDAY:
            cleaned["ends_on"] = None
        elif not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Say which day is the last one away."))
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and starts_on > ends_on:
            self.add_error("starts_on", _("It starts before the last day away."))
        return cleaned


class DecideForm(forms.Form):
    """Rows of a hand-over by key, and whether they are accepted or refused."""

    rows = forms.MultipleChoiceField(
        error_messages={"required": _("Mark the rows first.")},
    )
    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])

    def __init__(self, data: QueryDict, *, keys: Sequence[str]) -> None:
        """Take the keys of the rows there are."""
        super().__init__(data)
        field: Any = self.fields["rows"]
        field.choices = [(key, key) for key in keys]
