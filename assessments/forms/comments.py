"""The form of a comment."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models.comments import LONGEST


class CommentForm(forms.Form):
    """What a member says of a row, and whom they mention besides those the text names."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Mention somebody with @ and their name."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: dict[str, str] | None = None, *, members: Iterable[tuple[int, str]]
    ) -> None:
        """Offer `members`, each an id and a name."""
        super().__init__(data, auto_id="comment-%s")
        self.fields["mention"] = forms.TypedChoiceField(
            label=_("Mention"),
            choices=[("", _("Nobody")), *members],
            coerce=int,
            empty_value=None,
            required=False,
        )
