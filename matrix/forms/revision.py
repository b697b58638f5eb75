"""The revision at which a page was read, sent back with whatever it changes."""

from django import forms

MAX_REVISION = 2**31 - 1


class RevisionForm(forms.Form):
    """The revision alone: for publishing and discarding. Templates write it, as a hidden field."""

    revision = forms.IntegerField(min_value=1, max_value=MAX_REVISION)
