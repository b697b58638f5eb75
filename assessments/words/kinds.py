"""What an event can be about, by the name the chain keeps."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, str | Promise]] = {
    "answer": _("Rows"),
    "assessment": _("Assessments"),
    "export": _("Exports"),
    "evidence": _("Proofs"),
    "edition": _("Matrices"),
    "import": _("Imports"),
    "organisation": _("Organisation"),
    "membership": _("People"),
    "invitation": _("Invitations"),
    "team": _("Teams"),
    "handover": _("Hand-overs"),
}


def kind_label(kind: str) -> str:
    """Return what an event is about, for a list; an unknown kind is named as it is stored."""
    return str(KINDS.get(kind, kind))
