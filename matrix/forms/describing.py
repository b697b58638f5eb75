"""Where a matrix comes from and under which terms: what the file does not say of itself."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matrix.forms.revision import RevisionForm
from matrix.selectors.importing import OwnMatrix

LANGUAGES = (
    ("fr", gettext_lazy("French")),
    ("en", gettext_lazy("English")),
    ("de", gettext_lazy("German")),
    ("es", gettext_lazy("Spanish")),
    ("it", gettext_lazy("Italian")),
    ("nl", gettext_lazy("Dutch")),
    ("pl", gettext_lazy("Polish")),
    ("pt", gettext_lazy("Portuguese")),
)


def _address(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )


class DescribeForm(RevisionForm):
    """Provider, service and terms, and whether it is the next edition of a matrix there is."""

    matrix = forms.ChoiceField(label=gettext_lazy("This is"), required=False)
    provider = forms.CharField(label=gettext_lazy("Provider"), max_length=120, required=False)
    service = forms.CharField(label=gettext_lazy("Service"), max_length=160, required=False)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the text"))
    published_on = forms.DateField(
        label=gettext_lazy("Published on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source_name = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)
    source_url = _address(gettext_lazy("Address of the source"))
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=120, required=False)
    licence_url = _address(gettext_lazy("Address of the licence"))
    attribution = forms.CharField(
        label=gettext_lazy("Attribution"), max_length=300, required=False
    )

    def __init__(
        self, *args: Any, matrices: Sequence[OwnMatrix], language: str = "", **options: Any
    ) -> None:
        """Offer the organisation's matrices, and the language that was read if it is another."""
        super().__init__(*args, **options)
        self.matrices = {str(matrix.matrix_id): matrix for matrix in matrices}
        next_of = _("The next edition of “%(matrix)s”")
        matrix: Any = self.fields["matrix"]
        matrix.choices = [
            ("", _("A new matrix")),
            *((key, next_of % {"matrix": each}) for key, each in self.matrices.items()),
        ]
        if not matrices:
            del self.fields["matrix"]
        codes = {code for code, _name in LANGUAGES}
        others = [(language, language)] if language and language not in codes else []
        field: Any = self.fields["language"]
        field.choices = [("", _("Choose")), *LANGUAGES, *others]

    def clean(self) -> dict[str, Any]:
        """Take provider and service from the matrix it continues, or ask for them."""
        cleaned = self.cleaned_data
        known = self.matrices.get(cleaned.get("matrix", ""))
        if known is not None:
            return cleaned | {"provider": known.provider, "service": known.service}
        for name in ("provider", "service"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("The library files a matrix under it."))
        return cleaned

    def provenance(self) -> dict[str, str]:
        """Return the facts as they are kept: texts, the date in ISO 8601."""
        day = self.cleaned_data["published_on"]
        left_out = {"revision", "matrix", "published_on"}
        facts = {name: str(v) for name, v in self.cleaned_data.items() if name not in left_out}
        return facts | {"published_on": day.isoformat() if day else ""}

    def matrix_id(self) -> int | None:
        """Return the id of the matrix it is the next edition of."""
        chosen = self.cleaned_data.get("matrix")
        return int(chosen) if chosen else None
