"""What a POST says of answers: one row, a section, or any rows with the same values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.models import Coverage, answers
from assessments.services.answering import AnswerValues, Entry

MAX_ROWS = 500
MAX_REASON = answers.MAX_REASON
MAX_NOTE = answers.MAX_NOTE
MAX_REVISION = 2**31 - 1
# Browsers send dates in this form whatever they show; it is also what the key `d` sends.
DATE_FORMATS = ["%Y-%m-%d"]
_OWNER = re.compile(r"(member|team)-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row, and the revision at which it was read."""

    key: UUID
    revision: int


class TextField(forms.CharField):
    """Text of some length, with line ends as Unix has them. NUL is refused, blanks are cut."""

    def to_python(self, value: Any) -> str:
        """Return the text with one kind of line end."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class OwnerField(forms.CharField):
    """An owner as "member-12" or "team-3"; "" is nobody."""

    def __init__(self, **options: Any) -> None:
        """Bound the length; the choices are the widget's matter."""
        super().__init__(max_length=40, **options)

    def validate(self, value: Any) -> None:
        """Refuse what does not name an owner. Whether there is one, the service finds out."""
        super().validate(value)
        if value and not _OWNER.fullmatch(value):
            raise ValidationError(_("Choose a person or a team of this organisation."))


class RowsField(forms.Field):
    """Rows as "key:revision", repeated. `lowest` is the first revision there is."""

    widget = forms.MultipleHiddenInput
    lowest = 1

    def to_python(self, value: Any) -> tuple[RowRead, ...]:
        """Return the rows, in the order sent and each once."""
        texts = cast("Sequence[str]", value or ())
        if len(texts) > MAX_ROWS:
            raise ValidationError(_("At most %(most)s rows at a time."), params={"most": MAX_ROWS})
        rows = [_row(text, self.lowest) for text in texts]
        return tuple({row.key: row for row in rows}.values())


class ValuesForm(forms.Form):
    """The fields of an answer. Only those that were sent are set; the others stay."""

    coverage = forms.ChoiceField(
        label=_("Coverage"), choices=Coverage.choices, widget=forms.RadioSelect, required=False
    )
    reason = TextField(label=_("Reason"), max_length=MAX_REASON, required=False)
    until = forms.DateField(label=_("Until"), input_formats=DATE_FORMATS, required=False)
    note = TextField(label=_("Note"), max_length=MAX_NOTE, widget=forms.Textarea, required=False)
    internal_note = TextField(
        label=_("Internal note"), max_length=MAX_NOTE, widget=forms.Textarea, required=False
    )
    owner = OwnerField(label=_("Owner"), required=False)
    due_on = forms.DateField(label=_("Due"), input_formats=DATE_FORMATS, required=False)
    still_true = forms.BooleanField(label=_("Still true"), required=False)

    def values(self) -> AnswerValues:
        """Return what was sent, as the service takes it."""
        sent = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in ValuesForm.base_fields and self.add_prefix(name) in self.data
        }
        if "owner" in sent:
            sent |= owner_values(str(sent.pop("owner")))
        if not sent.get("coverage", True):
            del sent["coverage"]
        if sent.pop("still_true", False):
            sent["is_to_recheck"] = False
        return cast(AnswerValues, sent)


class DutyForm(ValuesForm):
    """The whole of one answer, on its own page. `owners` are those who can be given it."""

    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, owners: Sequence[tuple[str, str]], internal: bool, **options: Any
    ) -> None:
        """Offer the owners; without `internal` there is no internal note."""
        super().__init__(*args, **options)
        self.fields["owner"].widget = forms.Select(choices=[("", _("To be named")), *owners])
        for name in ("until", "due_on"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["note"].help_text = _("The auditor reads it.")
        self.fields["internal_note"].help_text = _("Stays inside: no auditor reads it.")
        self.fields["reason"].help_text = _("Needed for “not applicable”. The auditor reads it.")
        if not internal:
            del self.fields["internal_note"]
        if not self.initial.get("is_to_recheck"):
            del self.fields["still_true"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where it is due."""
        cleaned = self.cleaned_data
        is_due = cleaned.get("coverage") == Coverage.NOT_APPLICABLE
        if is_due and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is not applicable."))
        return cleaned

    def changes(self) -> AnswerValues:
        """Return what differs from the initial values."""
        changed = {*self.changed_data}
        if "owner" in changed:
            changed |= {"owner_membership_id", "owner_team_id"}
        if "still_true" in changed:
            changed.add("is_to_recheck")
        values = {name: value for name, value in self.values().items() if name in changed}
        return cast(AnswerValues, values)


class SectionsField(forms.Field):
    """Ids of sections whose counts the page wants back; they are only shown."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[int, ...]:
        """Return the ids; what is not one is left out."""
        texts = [str(text) for text in (value or ())[:MAX_ROWS]]
        return tuple(int(text) for text in texts if text.isdecimal() and len(text) < 19)


class RecordForm(ValuesForm):
    """Any rows, and the values that all of them are to have."""

    rows = RowsField()
    sections = SectionsField(required=False)

    def entries(self) -> list[Entry]:
        """Return one entry for each row."""
        values = self.values()
        return [Entry(row.key, row.revision, values) for row in self.cleaned_data["rows"]]


class UndoForm(forms.Form):
    """The batch to take back."""

    batch = forms.RegexField(r"\A[0-9a-f]{32}\Z")
    sections = SectionsField(required=False)


class RowForm(forms.Form):
    """One row of a section form: what it was, and what it is to be. Prefixed with its key."""

    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION)
    was = forms.ChoiceField(choices=Coverage.choices)
    was_reason = TextField(max_length=MAX_REASON, required=False)
    coverage = forms.ChoiceField(choices=Coverage.choices, required=False)
    reason = TextField(max_length=MAX_REASON, required=False)

    def __init__(self, key: UUID, data: QueryDict, *, fill: str = "") -> None:
        """Know the row; `fill` is the coverage an unanswered row is to get."""
        super().__init__(data, prefix=str(key))
        self.key, self.fill = key, fill

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where it is due."""
        cleaned = self.cleaned_data
        if self.wanted == Coverage.NOT_APPLICABLE and not cleaned.get("reason"):
            self.add_error("reason", _("Say why it is not applicable."))
        return cleaned

    @property
    def wanted(self) -> str:
        """Return the coverage the row is to have."""
        was = str(self.cleaned_data.get("was", ""))
        coverage = str(self.cleaned_data.get("coverage") or was)
        is_open = coverage == Coverage.UNANSWERED
        return self.fill if self.fill and is_open else coverage

    def entry(self) -> Entry | None:
        """Return the change, None when the row was left as it was."""
        cleaned = self.cleaned_data
        is_reason_due = self.wanted == Coverage.NOT_APPLICABLE
        reason = cleaned["reason"] if is_reason_due else ""
        is_new_reason = is_reason_due and reason != cleaned["was_reason"]
        if self.wanted == cleaned["was"] and not is_new_reason:
            return None
        values: AnswerValues = {"coverage": self.wanted, "reason": reason}
        return Entry(self.key, cleaned["revision"], values)


class SectionForm(forms.Form):
    """The rows of one section on a page without JavaScript, and perhaps a fill of the open ones.

    Not applicable needs a reason of each row's own, so a section is not filled with it.
    """

    fill = forms.ChoiceField(
        choices=[(each, each) for each in ("covered", "partial", "gap")], required=False
    )

    def __init__(self, data: QueryDict) -> None:
        """Make a form of each row that was sent."""
        super().__init__(data)
        fill = self.cleaned_data["fill"] if self.is_valid() else ""
        self.rows = [RowForm(key, data, fill=fill) for key in _keys(data.getlist("key"))]

    def entries(self) -> list[Entry]:
        """Return the changes of the rows that can be read."""
        found = [row.entry() for row in self.rows if row.is_valid()]
        return [entry for entry in found if entry is not None]

    def faulty(self) -> list[RowForm]:
        """Return the rows that cannot be saved as they are."""
        return [row for row in self.rows if not row.is_valid()]


def owner_values(value: str) -> dict[str, int | None]:
    """Return the two columns of an owner named as a form field names it; "" is nobody."""
    found = _OWNER.fullmatch(value)
    kind, pk = (found[1], int(found[2])) if found else ("", 0)
    return {
        "owner_membership_id": pk if kind == "member" else None,
        "owner_team_id": pk if kind == "team" else None,
    }


def _row(text: str, lowest: int) -> RowRead:
    key, _colon, revision = str(text).partition(":")
    try:
        read = RowRead(UUID(key), int(revision[:11]))
    except ValueError:
        read = None
    if read is None or not lowest <= read.revision <= MAX_REVISION:
        raise ValidationError(_("A row could not be recognised. Reload the page."))
    return read


def _keys(texts: Sequence[str]) -> list[UUID]:
    # However many: DATA_UPLOAD_MAX_NUMBER_FIELDS bounds them, and a row left out is a row lost.
    keys = []
    for text in texts:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(keys))
