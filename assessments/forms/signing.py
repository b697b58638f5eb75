"""What a POST says of signing and reopening."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.confirming import PasswordForm
from assessments.forms.answers import DATE_FORMATS, MAX_REASON, TextField
from assessments.models import Assessment
from assessments.services.starting import Terms


class SignForm(PasswordForm):
    """A statement, the password again, and the hash of what the page showed."""

    statement = TextField(
        label=_("Statement"),
        max_length=MAX_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed on the sign-off. The auditor reads it."),
    )
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    """Why a signed assessment is reopened."""

    reason = TextField(
        label=_("Why it is reopened"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands beside the sign-off for ever. The auditor reads it."),
    )


class PeriodForm(forms.Form):
    """The next period of an assessment."""

    starts_on = forms.DateField(label=_("From"), input_formats=DATE_FORMATS)
    ends_on = forms.DateField(label=_("To"), input_formats=DATE_FORMATS)

    def __init__(self, data: Any = None, *, source: Assessment) -> None:
        """Offer the days after the source's period, as many as it has."""
        first = source.ends_on + timedelta(days=1)
        initial = {"starts_on": first, "ends_on": first + (source.ends_on - source.starts_on)}
        super().__init__(data, initial=initial)
        self.scope = source.scope
        for field in self.fields.values():
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        cleaned = self.cleaned_data
        return Terms(self.scope, cleaned["starts_on"], cleaned["ends_on"])
