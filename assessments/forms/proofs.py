"""What a POST says of proofs: which rows, which evidence, and the facts of a new piece of it."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.answers import DATE_FORMATS, MAX_REVISION, MAX_ROWS, TextField
from evidence.guard import FORMS, URL_LENGTH
from evidence.models import Confidentiality, Evidence, EvidenceType
from evidence.services import EvidenceFacts

MAX_TITLE: Final = 200
MAX_STATEMENT: Final = 8_000
MAX_COUNT: Final = 2**31 - 1
ACCEPTED: Final = ",".join(f".{ending}" for ending in FORMS)
_DAY: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class KeysField(forms.Field):
    """Rows by key, repeated: in the order sent, and each once."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        """Return the keys. Whether there are such rows, the service finds out."""
        texts: Sequence[str] = value or ()
        if len(texts) > MAX_ROWS:
            raise ValidationError(_("At most %(most)s rows at a time."), params={"most": MAX_ROWS})
        try:
            return tuple(dict.fromkeys(UUID(text) for text in texts))
        except ValueError as error:
            raise ValidationError(_("A row is not named as a row is.")) from error


class RowsForm(forms.Form):
    """The rows that something is about to prove."""

    rows = KeysField(error_messages={"required": gettext_lazy("Choose the duties first.")})


class ChosenForm(RowsForm):
    """Rows, and the evidence that is there already."""

    evidence = forms.UUIDField(
        error_messages={"required": gettext_lazy("Choose a proof, or bring a new one.")}
    )


class UndoForm(forms.Form):
    """The batch to take back."""

    batch = forms.RegexField(r"\A[0-9a-f]{32}\Z")


class FactsForm(forms.Form):
    """What is said about evidence. Whether it can be so, the service judges."""

    title = TextField(
        label=gettext_lazy("Title"),
        max_length=MAX_TITLE,
        required=False,
        help_text=gettext_lazy("Without one: the name of the file, or the address."),
    )
    evidence_type = forms.ChoiceField(
        label=gettext_lazy("Type"), choices=EvidenceType.choices, initial=EvidenceType.OTHER
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        input_formats=DATE_FORMATS,
        widget=_DAY,
        required=False,
        help_text=gettext_lazy("Its last day. Without one it does not expire."),
    )
    period_from = forms.DateField(
        label=gettext_lazy("Period from"), input_formats=DATE_FORMATS, widget=_DAY, required=False
    )
    period_to = forms.DateField(
        label=gettext_lazy("Period to"), input_formats=DATE_FORMATS, widget=_DAY, required=False
    )
    source_system = TextField(label=gettext_lazy("Source"), max_length=200, required=False)
    source_query = TextField(
        label=gettext_lazy("Query"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        required=False,
    )
    population = forms.IntegerField(
        label=gettext_lazy("Population"), min_value=1, max_value=MAX_COUNT, required=False
    )
    sample = forms.IntegerField(
        label=gettext_lazy("Sample"), min_value=1, max_value=MAX_COUNT, required=False
    )
    confidentiality = forms.ChoiceField(
        label=gettext_lazy("Confidentiality"),
        choices=Confidentiality.choices,
        initial=Confidentiality.INTERNAL,
    )
    is_visible_to_auditor = forms.BooleanField(
        label=gettext_lazy("Visible to auditors"), required=False, initial=True
    )

    collected_by = forms.ChoiceField(label=gettext_lazy("Collected by"), required=False)
    collected_at = forms.DateTimeField(
        label=gettext_lazy("Collected at"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        required=False,
        help_text=gettext_lazy("Without one: now."),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        """Offer `people`, as choices, who can have collected it."""
        super().__init__(*args, **{"auto_id": "proof_%s"} | options)
        self.fields["collected_by"] = forms.TypedChoiceField(
            label=_("Collected by"),
            choices=[("", _("Nobody named")), *people],
            coerce=int,
            empty_value=None,
            required=False,
        )

    def facts(self) -> EvidenceFacts:
        """Return what a valid form says. A moment left as it was is kept to the second."""
        named = [each.name for each in fields(EvidenceFacts)]
        said = {name: self.cleaned_data[name] for name in named if name in self.cleaned_data}
        if "collected_at" not in self.changed_data:
            said["collected_at"] = self.initial.get("collected_at")
        return EvidenceFacts(**said, collected_by_id=self.cleaned_data["collected_by"])

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the fields that most proofs leave as they are."""
        apart = {"title", "valid_until", "file", "url", "statement", "revision", "rows"}
        return [field for field in self if field.name not in apart]


class NewProofForm(FactsForm):
    """A new piece of evidence for some rows: a file, a link or a statement, one of them."""

    rows = KeysField(error_messages={"required": gettext_lazy("Choose the duties first.")})
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        max_length=300,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "drop"}),
    )
    url = forms.URLField(
        label=gettext_lazy("Or a link"),
        required=False,
        max_length=URL_LENGTH,
        assume_scheme="https",
        help_text=gettext_lazy("It is shown, and never opened by Remit."),
    )
    statement = TextField(
        label=gettext_lazy("Or a statement"),
        max_length=MAX_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    field_order = ("rows", "file", "url", "statement", "title", "valid_until")

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the three."""
        cleaned = self.cleaned_data
        given = [name for name in ("file", "url", "statement") if cleaned.get(name)]
        if not given and not self.errors:
            self.add_error(None, _("Choose a file, or give a link or a statement."))
        if len(given) > 1:
            self.add_error(None, _("One proof is one thing: a file, a link or a statement."))
        return cleaned

    @property
    def upload(self) -> UploadedFile | None:
        """Return the file, None where it is a link or a statement."""
        found: UploadedFile | None = self.cleaned_data.get("file")
        return found


class ReviseForm(FactsForm):
    """The facts of evidence that is there, and the revision they were read at."""

    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why evidence is withdrawn."""

    reason = TextField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION, widget=forms.HiddenInput)


def facts_shown(evidence: Evidence) -> dict[str, Any]:
    """Return what is said about evidence, to fill `ReviseForm` in with."""
    names = [*FactsForm.base_fields, "revision"]
    shown = {name: getattr(evidence, name) for name in names}
    return shown | {"collected_by": evidence.collected_by_id}
