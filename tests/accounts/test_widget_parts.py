"""Fields of forms are drawn as Django draws them, with fewer templates."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils.translation import gettext_lazy as _

HOSTILE = '<b title="x">&</b>'


class Everything(forms.Form):
    """One field of each kind that has a template of ours."""

    text = forms.CharField(
        initial=HOSTILE, required=True, widget=forms.TextInput(attrs={"title": HOSTILE})
    )
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date", "autofocus": True}))
    empty = forms.CharField(required=False, widget=forms.TextInput(attrs={"spellcheck": False}))
    number = forms.IntegerField(initial=1234567, min_value=0)
    long = forms.CharField(initial=HOSTILE, widget=forms.Textarea(attrs={"rows": 2}))
    blank = forms.CharField(required=False, widget=forms.Textarea)
    menu = forms.ChoiceField(
        initial="b", choices=[("", _("All")), ("a", "A"), ("b", HOSTILE), (HOSTILE, "C")]
    )
    grouped = forms.ChoiceField(choices=[("One", [("a", "A")]), (HOSTILE, [("b", "B")])])
    several = forms.MultipleChoiceField(initial=["a", "b"], choices=[("a", "A"), ("b", "B")])
    hidden = forms.CharField(initial="h", widget=forms.HiddenInput)


def drawn(html: str) -> str:
    """Return HTML with each run of white space as one blank, and none between two tags."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


@pytest.mark.parametrize("name", [*Everything.base_fields])
def test_a_field_is_what_django_draws(name: str) -> None:
    theirs, ours = Everything(renderer=DjangoTemplates()), Everything(renderer=TemplatesSetting())

    expected = drawn(theirs[name].as_widget())

    assert drawn(ours[name].as_widget()) == expected
    assert HOSTILE not in expected
