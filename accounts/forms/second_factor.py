"""Forms about second factors, in our words. A recovery code that was used is told."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.services import tell_of_code

_NAME_MAX = 60
# What reading and checking a forged answer raises besides ValidationError.
_FORGED = (
    AttributeError,
    IndexError,
    InvalidSignature,
    KeyError,
    struct.error,
    TypeError,
    ValueError,
)


def _code(help_text: Any) -> forms.CharField:
    wanted = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(
        label=_("Code"), max_length=20, help_text=help_text, widget=forms.TextInput(attrs=wanted)
    )


class SignInCodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""

    code = _code(_("Six digits from your authenticator app, or one of your recovery codes."))

    def save(self) -> None:
        """Note the code as used."""
        super().save()
        tell_of_code(self.authenticator)


class AgainCodeForm(ReauthenticateForm):  # type: ignore[misc]
    """Showing again that it is you."""

    code = _code(_("Six digits from your authenticator app, or one of your recovery codes."))

    def save(self) -> None:
        """Note the code as used."""
        super().save()
        tell_of_code(self.authenticator)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    code = _code(_("The six digits that the app shows now."))


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey or security key."""

    name = forms.CharField(label=_("Name of the key"), max_length=_NAME_MAX, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone"),
        help_text=_("Without the password. The key asks for a finger, a face or a PIN instead."),
        initial=True,
        required=False,
    )

    def clean(self) -> Any:
        """Refuse in words what is no answer of a key."""
        return _read(super().clean)


class KeyStepForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key as the second step of signing in."""

    def clean_credential(self) -> Authenticator:
        """Return the key, or refuse in words what is no answer of one."""
        return _read(super().clean_credential)


class KeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey that signs in alone."""

    def clean_credential(self) -> Authenticator:
        """Return the key, or refuse in words what is no answer of one."""
        return _read(super().clean_credential)


class AgainKeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Showing by a key that it is you."""

    def clean_credential(self) -> Authenticator:
        """Return the key, or refuse in words what is no answer of one."""
        return _read(super().clean_credential)


class KeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"), max_length=_NAME_MAX)


def _read(clean: Callable[[], Any]) -> Any:
    try:
        return clean()
    except _FORGED as forged:
        raise forms.ValidationError(_("This was no answer of a key that you have.")) from forged
