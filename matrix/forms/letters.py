"""RACI letters as a person types them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matrix.written import in_order


class LettersField(forms.CharField):
    """A set of R, A, C, I, S in any order and case; "" is none."""

    def __init__(self, **options: Any) -> None:
        """Bound the length: five letters and what stands between them."""
        super().__init__(max_length=20, required=False, **options)

    def to_python(self, value: Any) -> str:
        """Return the letters in the order RACIS."""
        try:
            return in_order(super().to_python(value) or "")
        except ValueError as error:
            raise ValidationError(_("Only the letters R, A, C, I and S.")) from error
