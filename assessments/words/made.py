"""Why a workbook was not made in the background."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_FAILURES: Final[dict[str, Promise]] = {
    "gone": _("Nobody waits for it any more. Ask for it again."),
    "not-shown": _("You could no longer read the assessment when it was to be made."),
    "never-still": _(
        "Rows came and went each time they were read: the assessment moved to another edition, or"
        " an option was switched. Ask for it again."
    ),
}


def failure_words(code: str) -> str:
    """Return a sentence for what `background.make_workbook` says, "" for no failure."""
    return str(_FAILURES.get(code, ""))
