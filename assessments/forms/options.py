"""What one says of an option: whether it is bought, and which rows depend on it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.services.options import OptionDecision
from matrix.bundles import OptionTerms
from matrix.models import OptionRow
from matrix.selectors import PrintedActivity

SAID = {"yes": True, "no": False, "": None}
_PREFIX = "row-"


class DecisionForm(forms.Form):
    """Bought, not bought, or not decided; with the reason, and the revision one saw."""

    is_bought = forms.ChoiceField(
        label=gettext_lazy("Is it bought?"),
        choices=[
            ("yes", gettext_lazy("Bought")),
            ("no", gettext_lazy("Not bought")),
            ("", gettext_lazy("Not decided")),
        ],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, required=False, strip=True
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def decision(self) -> OptionDecision:
        """Return what a valid form says."""
        cleaned = self.cleaned_data
        return OptionDecision(SAID[cleaned["is_bought"]], cleaned["reason"], cleaned["revision"])


class OptionForm(forms.Form):
    """The name of an option, and for each activity whether it depends on it."""

    name = forms.CharField(label=gettext_lazy("Name of the option"), max_length=120, strip=True)

    def __init__(
        self,
        data: Any = None,
        *,
        activities: Iterable[PrintedActivity],
        chosen: dict[int, str] | None = None,
        name: str = "",
    ) -> None:
        """Offer a choice for each activity; `chosen` and `name` are those of an option known."""
        super().__init__(data, initial={"name": name})
        self.activities = list(activities)
        for activity in self.activities:
            self.fields[f"{_PREFIX}{activity.activity_id}"] = forms.ChoiceField(
                label=activity.text.text,
                choices=[("", _("always")), *OptionRow.Applies.choices],
                required=False,
                initial=(chosen or {}).get(activity.activity_id, ""),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one row."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(value for key, value in cleaned.items() if key.startswith(_PREFIX)):
            self.add_error(None, _("Choose at least one row that depends on the option."))
        return cleaned

    def terms(self, language: str, slug: str = "") -> OptionTerms:
        """Return the option of a valid form, named in the language of the person."""
        cleaned = self.cleaned_data
        rows = {
            activity.activity_id: (cleaned[f"{_PREFIX}{activity.activity_id}"], None)
            for activity in self.activities
            if cleaned[f"{_PREFIX}{activity.activity_id}"]
        }
        made = slugify(cleaned["name"])[:80] or f"option-{len(rows)}"
        return OptionTerms(slug or made, {language: cleaned["name"]}, rows)
