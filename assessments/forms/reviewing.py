"""What a POST says of a review: which rows, as they were seen, and why they are sent back."""

from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.forms.answers import MAX_REASON, MAX_REVISION, TextField
from assessments.services.reviewing import Seen

UNCHANGED = "unchanged"
_WHOLE = frozenset({"all", UNCHANGED, "still-true"})
_SECTION = "section-"


class StepForm(forms.Form):
    """Rows as "key:revision", by the button that was pressed.

    `which` names it: "chosen" takes the ticked rows (`chosen`), "section-12" those of a section
    (a field of that name, rows apart by blanks), "all", "unchanged" and "still-true" those of
    every section, and a row is named by itself. What cannot be read names no row.
    """

    which = forms.CharField(max_length=80)
    reason = TextField(label=_("Why it is sent back"), max_length=MAX_REASON, required=False)

    def __init__(self, data: QueryDict) -> None:
        """Take the reason that stands beside the button."""
        read = data.copy()
        read["reason"] = data.get(f"reason-{data.get('which', '')}", "")
        super().__init__(read)
        self.sent = data

    def rows(self) -> tuple[Seen, ...]:
        """Return the rows of a valid form, each once."""
        rows = [row for text in self._texts() for row in _read(text)]
        return tuple({row.key: row for row in rows}.values())

    def chosen(self) -> tuple[str, ...]:
        """Return what was ticked, to be ticked again."""
        return tuple(self.sent.getlist("chosen"))

    def _texts(self) -> Iterator[str]:
        which = self.cleaned_data["which"]
        if which == "chosen":
            yield from self.chosen()
        elif which in _WHOLE:
            for name in self.sent:
                yield from self._of_section(name)
        elif which.startswith(_SECTION):
            yield from self._of_section(which)
        else:
            yield which

    def _of_section(self, name: str) -> Iterator[str]:
        if name.startswith(_SECTION):
            for text in self.sent.getlist(name):
                yield from text.split()


def _read(text: str) -> Iterator[Seen]:
    key, _colon, revision = text.partition(":")
    try:
        seen = Seen(UUID(key), int(revision))
    except ValueError:
        return
    if 0 < seen.revision <= MAX_REVISION:
        yield seen
