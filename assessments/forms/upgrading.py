"""What a POST says of a move to another edition."""

from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.http import QueryDict

from assessments.forms.answers import MAX_REVISION
from assessments.selectors.upgrading.plan import Choice
from assessments.services.upgrading import Decision, Move
from matrix.models import Edition, EditionQuerySet, Party


class TargetForm(forms.Form):
    """The edition to go to, and who is the client in it: its own default if nobody is named."""

    edition = forms.ModelChoiceField(Edition.objects.none())
    party = forms.ModelChoiceField(Party.objects.none(), required=False)

    def __init__(self, data: QueryDict, *, editions: EditionQuerySet) -> None:
        """Narrow the choice to `editions` and their parties."""
        super().__init__(data)
        for name, choices in (
            ("edition", editions.select_related("matrix__provider").defer("source")),
            ("party", Party.objects.filter(edition__in=editions.values("pk"))),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = choices

    def target(self) -> tuple[Edition, Party] | None:
        """Return edition and party; None when either is not to be had, or they do not belong."""
        if not self.is_valid():
            return None
        edition: Edition = self.cleaned_data["edition"]
        party: Party = self.cleaned_data["party"] or edition.parties.get(is_client=True)
        return (edition, party) if party.edition_id == edition.pk else None


class MoveForm(forms.Form):
    """The revision of the preview, and one choice for each row that somebody decided on.

    Rows are named by `key`, repeated; each has `<key>-revision` and perhaps `<key>-choice`.
    """

    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION)

    def __init__(self, data: QueryDict) -> None:
        """Keep what was sent."""
        super().__init__(data)
        self.sent = data

    def move(self, edition: Edition, party: Party) -> Move:
        """Return the move of a valid form. A row that cannot be read is one without a choice."""
        decisions = dict(self._decisions())
        return Move(edition, party, self.cleaned_data["revision"], decisions)

    def _decisions(self) -> Iterator[tuple[UUID, Decision]]:
        for text in self.sent.getlist("key"):
            row = RowForm(self.sent, prefix=text)
            if row.is_valid() and row.cleaned_data["choice"]:
                choice, revision = row.cleaned_data["choice"], row.cleaned_data["revision"]
                yield row.cleaned_data["key"], Decision(Choice(choice), revision)


class RowForm(forms.Form):
    """One row: its key is the prefix."""

    key = forms.UUIDField()
    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION)
    choice = forms.ChoiceField(choices=[(each, each) for each in Choice], required=False)

    def __init__(self, data: QueryDict, *, prefix: str) -> None:
        """Take the key from the prefix."""
        values = {f"{prefix}-key": prefix}
        for name in ("revision", "choice"):
            values[f"{prefix}-{name}"] = data.get(f"{prefix}-{name}", "")
        super().__init__(values, prefix=prefix)
