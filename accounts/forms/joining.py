"""What an invited person says to have an account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, User


class JoinForm(forms.Form):
    """Name, language and a password; the address is the invited one."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, email: str, language: str) -> None:
        """Judge the password beside `email`; start from `language`."""
        super().__init__(data, initial={"language": language})
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts()[1:2])

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is short, common or like the name or the address."""
        cleaned: dict[str, Any] = super().clean() or {}
        user = User(email=self.email, name=cleaned.get("name", ""))
        if "password" in cleaned:
            try:
                validate_password(cleaned["password"], user)
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
