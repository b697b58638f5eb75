"""What a POST says of gaps: the plan of one, the same values for many, or an acceptance."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.dates import date_format
from assessments.forms.answers import DATE_FORMATS, MAX_REASON, MAX_REVISION, RowsField, TextField
from assessments.models import PlanState, Severity
from assessments.selectors.conflicts import Difference
from assessments.selectors.plans import PlanFacts
from assessments.services.gaps import Acceptance, PlanEntry, PlanValues

MAX_ACTION: Final = 4_000
KEEP: Final = "keep"
NOT_RATED: Final = ("", pgettext_lazy("severity", "not rated"))
WORST_FIRST: Final = (*reversed(Severity.choices), NOT_RATED)
_DAY: Final = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TicketField(forms.URLField):
    """An address on the web. It is shown as a link, and never fetched."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        """Take an address without its scheme for one of the web."""
        super().__init__(max_length=500, assume_scheme="https", **options)


class PlanRowsField(RowsField):
    """Gaps as "key:revision" of their plans: 0 for a gap nobody has planned yet."""

    lowest = 0


class PlanForm(forms.Form):
    """The plan of one gap. `people` are those who can act."""

    severity = forms.ChoiceField(label=_("Severity"), choices=WORST_FIRST, required=False)
    action = TextField(
        label=_("What is done"),
        max_length=MAX_ACTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    responsible = forms.ChoiceField(label=_("Who acts"), required=False)
    by_when = forms.DateField(
        label=_("By when"), input_formats=DATE_FORMATS, widget=_DAY, required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=PlanState.choices)
    ticket_url = TicketField(
        label=_("Ticket"), help_text=_("The address of a ticket elsewhere."), required=False
    )
    revision = forms.IntegerField(min_value=0, max_value=MAX_REVISION, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, plan: PlanFacts, people: Sequence[tuple[str, str]]
    ) -> None:
        """Show a plan, and offer the people."""
        initial = {
            "severity": plan.severity,
            "action": plan.action,
            "responsible": str(plan.responsible_id or ""),
            "by_when": plan.by_when,
            "state": plan.state,
            "ticket_url": plan.ticket_url,
            "revision": plan.revision,
        }
        super().__init__(data, initial=initial, auto_id="plan_%s")
        self.fields["responsible"] = forms.ChoiceField(
            label=_("Who acts"), choices=[("", _("The owner")), *people], required=False
        )

    def values(self) -> PlanValues:
        """Return every field, as the service takes it."""
        return _values(self.cleaned_data)

    def changes(self) -> PlanValues:
        """Return what differs from the plan that was shown."""
        return _values({name: self.cleaned_data[name] for name in self.changed_data})

    def differences(self) -> list[Difference]:
        """Return the fields on which what was sent is not what stands, in words."""
        return [
            Difference(
                name,
                str(self.fields[name].label),
                self._words(name, self.cleaned_data[name]),
                self._words(name, self.initial[name]),
            )
            for name in self.changed_data
            if name != "revision"
        ]

    def _words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            choices: dict[Any, Any] = dict(cast(Any, field.choices))
            return str(choices.get(value, value))
        if isinstance(value, date):
            return date_format(value, "DATE_FORMAT")
        return str(value or "–")


class BulkPlanForm(forms.Form):
    """The same values for many gaps: what is left as it is stays in each of them."""

    rows = PlanRowsField(error_messages={"required": _("Choose the gaps first: none was marked.")})
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    responsible = forms.ChoiceField(label=_("Who acts"), required=False)
    by_when = forms.DateField(
        label=_("By when"), input_formats=DATE_FORMATS, widget=_DAY, required=False
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    ticket_url = TicketField(label=_("Ticket"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, people: Sequence[tuple[str, str]]
    ) -> None:
        """Offer to leave each field as it is."""
        kept = dict.fromkeys(("severity", "responsible", "state"), KEEP)
        super().__init__(data, initial=kept, auto_id="bulk_%s")
        stays = (KEEP, _("leave as it is"))
        owner = ("", _("The owner"))
        choices: dict[str, Sequence[Any]] = {
            "severity": [stays, *WORST_FIRST],
            "responsible": [stays, owner, *people],
            "state": [stays, *PlanState.choices],
        }
        for name, offered in choices.items():
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for something to change."""
        cleaned = self.cleaned_data
        if not self.errors and not self._said():
            self.add_error(None, _("Say what is to change: every field is left as it is."))
        return cleaned

    def entries(self) -> list[PlanEntry]:
        """Return one entry for each gap."""
        values = _values(self._said())
        return [PlanEntry(row.key, row.revision, values) for row in self.cleaned_data["rows"]]

    def _said(self) -> dict[str, Any]:
        """Return the fields that are to be set: dates and tickets only where there is one."""
        kept = {
            name: self.cleaned_data.get(name)
            for name in ("severity", "responsible", "state")
            if self.data.get(name, KEEP) != KEEP
        }
        given = {name: self.cleaned_data.get(name) for name in ("by_when", "ticket_url")}
        return kept | {name: value for name, value in given.items() if value}


class AcceptanceForm(forms.Form):
    """Until when a gap is accepted, and why."""

    expires_on = forms.DateField(
        label=_("Accepted until"), input_formats=DATE_FORMATS, widget=_DAY
    )
    reason = TextField(
        label=_("Why it is accepted"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The auditor reads it."),
    )
    revision = forms.IntegerField(min_value=0, max_value=MAX_REVISION, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, plan: PlanFacts) -> None:
        """Show the acceptance there is."""
        initial = {
            "expires_on": plan.expires_on,
            "reason": plan.acceptance_reason,
            "revision": plan.revision,
        }
        super().__init__(data, initial=initial, auto_id="acceptance_%s")

    def acceptance(self) -> Acceptance:
        """Return what a valid form says."""
        return Acceptance(self.cleaned_data["expires_on"], self.cleaned_data["reason"])


class PlanRevisionForm(forms.Form):
    """The plan as it was read, and nothing else."""

    revision = forms.IntegerField(min_value=0, max_value=MAX_REVISION)


class UndoPlansForm(forms.Form):
    """The batch to take back."""

    batch = forms.RegexField(r"\A[0-9a-f]{32}\Z")


def _values(fields: dict[str, Any]) -> PlanValues:
    values = {name: value for name, value in fields.items() if name not in {"rows", "revision"}}
    if "responsible" in values:
        values["responsible_id"] = int(values.pop("responsible") or 0) or None
    return cast(PlanValues, values)
