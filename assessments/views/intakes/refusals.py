"""Why a file cannot be brought back, and what to do, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.selectors.intakes import (
    NotAWorkingCopy,
    NotReturned,
    OfAnotherAssessment,
    UnknownExport,
)


@dataclass(frozen=True, slots=True)
class NotReturnedWords:
    """What a page says: what is wrong, what to do, and the assessment it belongs to if another."""

    name: str
    advice: str
    other: Assessment | None = None


def not_returned_words(refusal: NotReturned) -> NotReturnedWords:
    """Return a refusal in words."""
    if isinstance(refusal, OfAnotherAssessment):
        name = _("This is the workbook of another assessment: %(name)s.")
        return NotReturnedWords(
            name % {"name": refusal.assessment},
            _("Nothing was read. Bring it back there."),
            refusal.assessment,
        )
    if isinstance(refusal, UnknownExport):
        return NotReturnedWords(
            _("This installation did not make this file for this organisation."),
            _(
                "Download the workbook anew and copy your columns into it, or copy the rows with"
                " their headings and paste them below."
            ),
        )
    if isinstance(refusal, NotAWorkingCopy):
        return NotReturnedWords(
            _("No row of this assessment is in it."),
            _("Bring the workbook as it was downloaded, with its hidden columns."),
        )
    return NotReturnedWords(
        _("What was exported cannot be proven any more."),
        _(
            "So nobody can tell what was changed since. Copy the rows with their headings and"
            " paste them below: they are compared with what stands here now."
        ),
    )
