"""Which two editions are laid side by side."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dates import date_format
from matrix.models import Edition

Group = tuple[str, list[tuple[str, str]]]


class CompareForm(forms.Form):
    """Two editions out of those a person may see; the choices are the ones given."""

    old = forms.ChoiceField(label=gettext_lazy("Earlier edition"))
    new = forms.ChoiceField(label=gettext_lazy("Later edition"))

    def __init__(self, chosen: Mapping[str, Edition], editions: Iterable[Edition]) -> None:
        """Offer `editions`, which come with matrix and provider; `chosen` may lack a side."""
        super().__init__(initial={name: str(edition.pk) for name, edition in chosen.items()})
        choices = [("", _("Choose an edition")), *_choices(editions)]
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
            field.choices = choices


def edition_label(edition: Edition) -> str:
    """Return "Public Cloud Instances · 22 December 2022 (fr)": titles do not tell them apart."""
    day = date_format(edition.published_on, "j F Y") if edition.published_on else _("no date")
    language = f" ({edition.language})" if edition.language else ""
    return f"{edition.matrix.service} · {day}{language}"


def _choices(editions: Iterable[Edition]) -> list[Group]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for edition in editions:
        choice = (str(edition.pk), edition_label(edition))
        groups.setdefault(edition.matrix.provider.name, []).append(choice)
    return list(groups.items())
