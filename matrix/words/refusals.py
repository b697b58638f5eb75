"""Why a file was not read, and what to do about it, in the language of the moment."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matrix.readers import MatrixRefused

_NAMES: Final[dict[str, Promise]] = {
    "not-text": gettext_lazy("This is not a text that can be read"),
    "empty": gettext_lazy("There is nothing in it"),
    "too-large": gettext_lazy("It is too large"),
    "no-table": gettext_lazy("There is no table in it"),
    "no-activity-column": gettext_lazy("No column holds the activities"),
    "no-role-column": gettext_lazy("Your column was not found"),
    "one-party": gettext_lazy("Only one party has a column"),
    "no-matrix": gettext_lazy("No table says who does what"),
    "glued": gettext_lazy("The cells are glued together"),
    "unsupported-format": gettext_lazy("This kind of file cannot be read"),
    "encrypted": gettext_lazy("The file is protected"),
    "bomb": gettext_lazy("The file unpacks to far more than it should"),
    "damaged": gettext_lazy("The file is damaged"),
}
_ADVICE: Final[dict[str, Promise]] = {
    "not-text": gettext_lazy("Save it as UTF-8 text, or bring the original file."),
    "empty": gettext_lazy("Check that the file was saved, or copy the table again."),
    "too-large": gettext_lazy("Bring only the part that holds the matrix, or split it."),
    "no-table": gettext_lazy("Copy the table itself, or save the source of the page."),
    "no-activity-column": gettext_lazy("Say in which row the names of the columns stand."),
    "no-role-column": gettext_lazy("Say below which column is yours."),
    "one-party": gettext_lazy("Say in which row the names of the columns stand."),
    "no-matrix": gettext_lazy("Say which sheet, row and column hold it, or write it by hand."),
    "glued": gettext_lazy("Copy the table itself rather than the whole page, or save its source."),
    "unsupported-format": gettext_lazy(
        "Save it as .xlsx, .csv or Markdown, or copy the table and paste it."
    ),
    "encrypted": gettext_lazy("Save a copy without password or rights protection."),
    "bomb": gettext_lazy("Save the sheet alone in a new workbook."),
    "damaged": gettext_lazy("Open it in its own program and save it again."),
}
_PLACE: Final = re.compile(r"(line|row|byte) ([\d,]+)")


@dataclass(frozen=True, slots=True)
class RefusalWords:
    """What a page says of a refusal. `detail` is the reader's own sentence, in English."""

    code: str
    name: str
    advice: str
    place: str
    detail: str


def refusal_words(refusal: MatrixRefused) -> RefusalWords:
    """Return a refusal in words; an unknown code is a KeyError."""
    return RefusalWords(
        code=refusal.code,
        name=str(_NAMES[refusal.code]),
        advice=str(_ADVICE[refusal.code]),
        place=_PLACE.sub(_place, refusal.where),
        detail=refusal.message,
    )


def _place(match: re.Match[str]) -> str:
    names = {
        "line": _("line %(number)s"),
        "row": _("row %(number)s"),
        "byte": _("byte %(number)s"),
    }
    return names[match[1]] % {"number": match[2]}
