"""Reading the vault again, some of it each day, before somebody needs a file that is no more."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import translation

from accounts.models import Membership
from accounts.services import MailNotSent, send_mail
from evidence.models import Evidence
from evidence.selectors.checking import Damage, damaged_files
from jobs.services import tell

# Each file is read again within so many days: a disk keeps quiet about what it has lost.
ROUND: Final = 30
_SHOWN: Final = 20
_MAIL: Final = "evidence/email/damaged"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loss:
    """A proof whose file is damaged: what it is called, whose it is, and what is wrong."""

    evidence: Evidence
    is_missing: bool


def scrub_vault(*, at: datetime) -> int:
    """Hash the files whose day it is, tell of those that are damaged, and return how many.

    Which day a file has is in its hash, so that each has its own within `ROUND` days and the work
    is spread evenly. Damage goes to the log, and by mail to the administrators of the
    organisation it hit: only they know where the file came from. Adding the same file again
    mends it. A demo writes to nobody; told to do it twice it mails twice.
    """
    damaged = damaged_files(share=at.toordinal() % ROUND, of=ROUND, told=tell)
    for each in damaged:
        what = "missing" if each.is_missing else "changed"
        _log.error("The vault has a file %s: %s", what, each.address)
    by_organisation: dict[int, list[Damage]] = defaultdict(list)
    for each in damaged:
        by_organisation[each.organisation_id].append(each)
    for organisation_id, found in by_organisation.items():
        _tell(organisation_id, found)
    return len(damaged)


def _tell(organisation_id: int, found: Sequence[Damage]) -> None:
    hashes = {each.sha256: each.is_missing for each in found}
    proofs = Evidence.objects.in_vault().filter(
        organisation_id=organisation_id, sha256__in=hashes.keys()
    )
    losses = [Loss(proof, hashes[proof.sha256]) for proof in proofs.order_by("title", "pk")]
    administrators = (
        Membership.objects.current()
        .administrators()
        .filter(organisation_id=organisation_id, organisation__is_demo=False)
        .select_related("user", "organisation")
        .order_by("user_id")
    )
    for member in administrators:
        context = {
            "organisation": member.organisation,
            "losses": losses[:_SHOWN],
            "more": max(len(losses) - _SHOWN, 0),
        }
        try:
            with translation.override(member.user.language):
                send_mail(to=member.user.email, template=_MAIL, context=context)
        except MailNotSent:
            _log.warning("Damage in the vault was not mailed to user %s", member.user_id)
