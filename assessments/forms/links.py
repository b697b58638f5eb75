"""What a POST says of a share link: its terms, its end, and the password somebody tries."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from assessments.forms.answers import DATE_FORMATS, MAX_REVISION

MAX_PASSWORD = 128


class LinkForm(forms.Form):
    """The terms of a new link. Its rows are in the query string, as for a workbook."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("A name or a firm: it is shown to them, and tells the links apart."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("At most a year. It can be revoked before."),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=MAX_PASSWORD,
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("15 characters or more. Tell it by another way than the link."),
    )
    has_evidence = forms.BooleanField(
        label=_("With the evidence that auditors may see"), required=False, initial=True
    )

    def clean_password(self) -> str:
        """Hold the password to the rules of those of people."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password


class RevokeForm(forms.Form):
    """The revision of the link that was seen."""

    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION, widget=forms.HiddenInput)


class PasswordForm(forms.Form):
    """The password of a link, as an auditor types it."""

    password = forms.CharField(
        label=_("Password of the link"),
        max_length=MAX_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
