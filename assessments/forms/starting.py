"""What one says to start an assessment, or to copy one."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dates import date_format
from assessments.services.starting import Terms
from matrix.models import Edition, EditionQuerySet, Party

YEAR = timedelta(days=364)  # the first and the last day count
TWO_PARTIES = 2


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class EditionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when run
    """An edition by provider, service, date and language: titles alone do not tell them apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "OVHcloud · Public Cloud Instances · 22 December 2022 (fr)"."""
        printed = date_format(obj.published_on, "j F Y") if obj.published_on else _("no date")
        matrix = obj.matrix
        return f"{matrix.provider.name} · {matrix.service} · {printed} ({obj.language})"


class PartyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A column of an edition with three or more."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "Reseller · Public Cloud Instances"."""
        return f"{obj.name} · {obj.edition.matrix.service}"


class TermsForm(forms.Form):
    """The scope in words and the period."""

    scope = forms.CharField(
        label=gettext_lazy("Scope"),
        max_length=160,
        help_text=gettext_lazy("What this is about, as you would name it: Production, Gravelines"),
    )
    starts_on = _day(gettext_lazy("From"))
    ends_on = _day(gettext_lazy("To"))

    def terms(self) -> Terms:
        """Return the terms of a valid form."""
        cleaned = self.cleaned_data
        return Terms(
            scope=cleaned["scope"],
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            has_messages=cleaned.get("has_messages", False),
        )


class StartForm(TermsForm):
    """A new assessment: which edition, which scope, which period, which rows."""

    edition = EditionField(
        label=gettext_lazy("Matrix"),
        queryset=Edition.objects.none(),
        empty_label=gettext_lazy("Choose a matrix"),
    )
    client_party = PartyField(
        label=gettext_lazy("You are"),
        queryset=Party.objects.none(),
        required=False,
        empty_label=gettext_lazy("The client, as the matrix names it"),
        help_text=gettext_lazy("For a matrix with three parties or more."),
    )
    has_messages = forms.BooleanField(
        label=gettext_lazy("Also the activities on which we are consulted or informed"),
        required=False,
        help_text=gettext_lazy("They are counted apart, never among the duties."),
    )

    field_order = ("edition", "client_party", "scope", "starts_on", "ends_on", "has_messages")

    def __init__(self, *args: Any, editions: EditionQuerySet, **kwargs: Any) -> None:
        """Narrow the choices to `editions`; parties are asked for only where there are three."""
        super().__init__(*args, **kwargs)
        edition: Any = self.fields["edition"]
        edition.queryset = (
            editions.newest_first().select_related("matrix__provider").defer("source")
        )
        several = editions.annotate(number=Count("parties")).filter(number__gt=TWO_PARTIES)
        parties = Party.objects.filter(edition__in=several.values("pk"))
        client_party: Any = self.fields["client_party"]
        client_party.queryset = (
            parties.select_related("edition__matrix")
            .defer("edition__source")
            .order_by("edition__matrix__service", "edition", "position")
        )
        if not parties.exists():
            del self.fields["client_party"]

    def clean_client_party(self) -> Party | None:
        """Return the party, which must stand on the edition chosen."""
        party: Party | None = self.cleaned_data["client_party"]
        edition = self.cleaned_data.get("edition")
        if party and edition and party.edition_id != edition.pk:
            raise forms.ValidationError(_("This party is not in the matrix chosen above."))
        return party


class CopyForm(TermsForm):
    """A copy for another scope, with or without what was answered."""

    with_answers = forms.BooleanField(
        label=gettext_lazy("With the answers"),
        required=False,
        help_text=gettext_lazy(
            "Coverage, notes and dates come along. Otherwise every duty starts unanswered."
            " Owners stay either way."
        ),
    )


def first_terms(editions: EditionQuerySet, wanted: str, today: date) -> dict[str, Any]:
    """Return what a new assessment is offered: a year from today on the edition `wanted`.

    Without a wish the only edition there is; with several nobody chooses for the person.
    """
    ids = [str(pk) for pk in editions.values_list("pk", flat=True)[:2]]
    only = ids[0] if len(ids) == 1 else ""
    return {"edition": wanted or only, "starts_on": today, "ends_on": today + YEAR}
