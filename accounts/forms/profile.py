"""Forms of the account pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Digest, Language


class LanguageForm(forms.Form):
    """The language switch of every page."""

    language = forms.ChoiceField(choices=Language.choices)
    next = forms.CharField(required=False)


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    has_keys = forms.BooleanField(
        label=_("Single-key shortcuts"),
        help_text=_("Answer with 1 to 4, review with y and r, while a row has the focus."),
        required=False,
    )
    digest = forms.ChoiceField(
        label=_("Summary by e-mail"),
        help_text=_("What is overdue, due this week, to recheck, sent back or mentions you."),
        choices=Digest.choices,
    )
