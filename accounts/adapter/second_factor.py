"""Second factors: what is kept of them, and under which name."""

import base64
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import decrypted, encrypted


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps secrets encrypted with a key made of SECRET_KEY (ASVS 5.0, 13.3.1)."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret that was kept.

        One that was kept with a SECRET_KEY we have no more opens nothing: a fresh random one
        stands for it, which no code answers.
        """
        kept = decrypted(encrypted_text)
        if kept is None:
            return base64.b32encode(secrets.token_bytes(20)).decode()
        return kept

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return the name that a key gets when its owner gives it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Key %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what a browser shows of us when it asks for a key."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Remit"}
