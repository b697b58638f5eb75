"""What a POST says that nothing takes back: words typed to mean it, and the password again."""

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PasswordForm(forms.Form):
    """The password again, before something leaves that is not for everybody, or is for good.

    Who has no password here leaves it empty; whether that is right, the view asks.
    """

    password = forms.CharField(
        label=_("Your password, again"),
        max_length=4_096,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ConfirmForm(PasswordForm):
    """The words that were asked for, whatever their case and blanks, and the password."""

    typed = forms.CharField(max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, expected: str, label: str) -> None:
        """Ask for `expected` under `label`."""
        super().__init__(data)
        self.expected = expected
        self.fields["typed"].label = label
        self.fields["typed"].help_text = escape(expected)  # a template takes it for HTML

    def clean_typed(self) -> str:
        """Refuse other words than those asked for."""
        typed = str(self.cleaned_data["typed"])
        if _folded(typed) != _folded(self.expected):
            raise forms.ValidationError(gettext("This is not what is asked for."))
        return typed


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
