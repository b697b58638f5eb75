"""What is said to a person whose proof is not taken."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evidence.guard import FORMS, Reason

_REFUSALS: Final[dict[Reason, str | Promise]] = {
    Reason.EMPTY: _("The file is empty."),
    Reason.TOO_LARGE: _("The file is too large."),
    Reason.TYPE: _(
        "Files of this type are not taken. Send a PDF, a picture, a text, a table or an archive."
    ),
    Reason.CONTENT: _("The content of the file is not what its name says."),
    Reason.QUOTA: _("There is no room left for the proofs of this organisation."),
    Reason.INTERRUPTED: _("The file was not kept. Send it again, please."),
    Reason.ADDRESS: _("An address begins with https:// or http:// and has no password in it."),
    Reason.STATEMENT: _("Write what is stated."),
    Reason.TITLE: _("A title has 200 characters at most."),
    Reason.PERIOD: _("A period ends on or after its first day."),
    Reason.COUNTS: _("A sample has one member at least, and no more than its population."),
    Reason.SECRET: _("What is secret is not shown to auditors."),
    Reason.COLLECTOR: _("Who collected it is not a member of this organisation."),
    Reason.WITHDRAWAL: _("Withdrawing a proof needs a reason."),
}


def refusal(reason: Reason) -> str:
    """Return why a proof is not taken, as a sentence in the reader's language."""
    return str(_REFUSALS[reason])


def extensions() -> str:
    """Return what a file field accepts: ".7z,.bmp,…" of every kind of file that is taken."""
    return ",".join(f".{each}" for each in sorted(FORMS))
