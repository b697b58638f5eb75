"""What a POST says of auditors' opinions: one opinion, or a batch to take back."""

from typing import Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.answers import DATE_FORMATS, MAX_NOTE, MAX_REVISION, TextField
from assessments.models import Result
from assessments.selectors.opinions import WITHOUT
from assessments.services.opinions import OpinionEntry

TO_LIST: Final = "list"


class OpinionForm(forms.Form):
    """One auditor's opinion on one row; `result` is the button that was pressed.

    `was_result` and `was_on` are what stood when the form was made: a date that nobody touched
    belongs to the old result, and a new one is of today.
    """

    revision = forms.IntegerField(min_value=0, max_value=MAX_REVISION)
    result = forms.ChoiceField(choices=[("", ""), *Result.choices], required=False)
    note = TextField(label=gettext_lazy("Note"), max_length=MAX_NOTE, required=False)
    stated_on = forms.DateField(
        label=gettext_lazy("Date"), input_formats=DATE_FORMATS, required=False
    )
    was_result = forms.ChoiceField(choices=[("", ""), *Result.choices], required=False)
    was_on = forms.DateField(input_formats=DATE_FORMATS, required=False)
    is_taken_back = forms.BooleanField(required=False)

    def clean_result(self) -> str:
        """Refuse an opinion without a result, unless it is taken back."""
        result: str = self.cleaned_data["result"]
        if not result and not self.data.get("is_taken_back"):
            raise ValidationError(_("Choose a result: an opinion says what was found."))
        return result

    def entry(self, key: UUID) -> OpinionEntry:
        """Return what a valid form says, as the service takes it."""
        said = self.cleaned_data
        if said["is_taken_back"]:
            return OpinionEntry(key, said["revision"], "")
        is_new = said["result"] != said["was_result"]
        day = said["stated_on"]
        stated_on = None if is_new and day == said["was_on"] else day
        return OpinionEntry(key, said["revision"], said["result"], said["note"], stated_on)


class OpinionFilterForm(forms.Form):
    """Which rows the page shows: those with a result, without an opinion, or all."""

    result = forms.ChoiceField(choices=[("", ""), (WITHOUT, ""), *Result.choices], required=False)

    def chosen(self) -> str:
        """Return the filter; what cannot be read filters nothing."""
        return str(self.cleaned_data["result"]) if self.is_valid() else ""


class BackForm(forms.Form):
    """Where a form was sent from: the list as it was filtered, or the page of the row."""

    back = forms.ChoiceField(choices=[("", ""), (TO_LIST, "")], required=False)
    row = forms.UUIDField(required=False)


class UndoOpinionsForm(forms.Form):
    """The batch to take back."""

    batch = forms.RegexField(r"\A[0-9a-f]{32}\Z")
