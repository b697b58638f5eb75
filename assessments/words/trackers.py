"""What is said of trackers that are adopted, in the reader's language."""

from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.readers.trackers import Role, TrackerTooLarge
from matrix.readers import MatrixRefused
from matrix.words.refusals import RefusalWords, refusal_words

ROLES: Final[dict[Role, Promise]] = {
    Role.ACTIVITY: gettext_lazy("Activity"),
    Role.SECTION: gettext_lazy("Section or number"),
    Role.COVERAGE: gettext_lazy("Coverage"),
    Role.REASON: gettext_lazy("Reason"),
    Role.OWNER: gettext_lazy("Owner"),
    Role.DUE: gettext_lazy("Due"),
    Role.NOTE: gettext_lazy("Note"),
    Role.INTERNAL_NOTE: gettext_lazy("Internal note"),
}
_TOO_MUCH: Final[dict[str, Promise]] = {
    "rows": gettext_lazy("“%(where)s” has more than %(most)s rows."),
    "columns": gettext_lazy("“%(where)s” has more than %(most)s columns."),
    "cell": gettext_lazy("“%(where)s” has a cell of more than %(most)s characters."),
    "characters": gettext_lazy("“%(where)s” has more than %(most)s characters in all."),
}
# Where the advice for a matrix that is read does not help.
_ABOUT_TABLES: Final = frozenset({"empty", "too-large", "no-table"})


def tracker_refusal_words(refusal: MatrixRefused) -> RefusalWords:
    """Return why a file cannot be brought in, and what to do about it."""
    words = refusal_words(refusal)
    if refusal.code in _ABOUT_TABLES:
        advice = _("Copy the columns and rows that say something of activities, and paste them.")
        words = replace(words, advice=advice)
    if not isinstance(refusal, TrackerTooLarge):
        return words
    text = str(_TOO_MUCH[refusal.what])
    name = text % {"where": refusal.where or _("The table"), "most": refusal.most}
    return replace(words, name=name, place="", detail="")
