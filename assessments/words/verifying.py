"""What is said of cells that differ, and of files that cannot be compared."""

from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.readers.cells import CellKind
from matrix.readers import MatrixRefused
from matrix.words.refusals import RefusalWords, refusal_words

_KINDS: Final[dict[CellKind, Promise]] = {
    CellKind.TEXT: pgettext_lazy("cell", "text"),
    CellKind.NUMBER: pgettext_lazy("cell", "number"),
    CellKind.MOMENT: pgettext_lazy("cell", "date"),
    CellKind.TRUTH: pgettext_lazy("cell", "true or false"),
    CellKind.ERROR: pgettext_lazy("cell", "error"),
    CellKind.FORMULA: pgettext_lazy("cell", "formula"),
}
# Here the file is known, and saving it again is all there is to do.
_OWN_ADVICE: Final = frozenset({"encrypted", "damaged"})


def kind_name(kind: CellKind) -> str:
    """Return what a cell holds, in a word."""
    return str(_KINDS[kind])


def too_long_words() -> str:
    """Return who can verify a file that is longer than what is read while somebody waits."""
    return gettext(
        "Whoever runs this installation can verify it, whatever its length: "
        "manage.py verify_export FILE."
    )


def not_verifiable(refusal: MatrixRefused) -> RefusalWords:
    """Return why a file cannot be verified, and what to do."""
    words = refusal_words(refusal)
    if refusal.code in _OWN_ADVICE:
        return words
    if refusal.code == "too-large":
        return replace(words, advice=too_long_words())
    return replace(
        words,
        advice=str(_("Bring the workbook as Remit made it, or as Excel or LibreOffice saved it.")),
    )
