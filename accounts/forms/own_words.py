"""Words that whoever knows Remit and the organisation would try first in a password."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from database.folding import folded

# Listed in docs/security.md, "Signing in" (ASVS 5.0, 6.1.2).
WORDS: Final = (
    "administrateur",
    "administrator",
    "admin",
    "audit",
    "azerty",
    "bienvenue",
    "cloud",
    "compliance",
    "conformite",
    "matrice",
    "matrix",
    "motdepasse",
    "password",
    "qwerty",
    "remit",
    "responsabilite",
    "responsibility",
    "securite",
    "security",
    "welcome",
)
# How much has to be left without them.
LEFT: Final = 8
_SHORTEST: Final = 4


class OwnWordsValidator:
    """Refuses a password of which little is left without the words above and the person's own.

    Those are the names of the organisations the person is in. What is left counts letters and
    digits; accents, case and everything between words make no difference.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise `ValidationError` with a sentence that says why."""
        left = _letters(password)
        for word in sorted({*WORDS, *_names(user)}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEFT:
            raise ValidationError(self.get_help_text(), code="password_of_own_words")

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return _(
            "A password is more than the names of Remit and of your organisation, or words such "
            "as “password”: whoever knows them tries them first."
        )


def _letters(text: str) -> str:
    return re.sub(r"[^\w]|_", "", folded(text))


def _names(user: User | None) -> set[str]:
    if user is None or user.pk is None:
        return set()
    named = Organisation.objects.filter(memberships__user=user).values_list("name", flat=True)
    words = (_letters(word) for name in named for word in name.split())
    return {word for word in words if len(word) >= _SHORTEST}
