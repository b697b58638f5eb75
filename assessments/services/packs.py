"""Noting an evidence pack that could not be handed out whole."""

import logging
from datetime import datetime

from assessments.models import Export
from audit.services import Happening, append_events
from database.transactions import change
from evidence.models import Evidence

BROKEN = "pack-broken"

_log = logging.getLogger(__name__)


@change
def tell_of_broken_pack(*, export: Export, evidence_id: int, at: datetime) -> None:
    """Note that a pack was broken off, as the vault no longer has the file that a proof names.

    By the installation itself: whoever asked for the pack saw a download fail, and did nothing.
    """
    evidence = Evidence.objects.get(pk=evidence_id)
    _log.error("the vault no longer has the file of proof %s: a pack broke off", evidence.key)
    new = {
        "assessment": export.assessment_id,
        "evidence": evidence.pk,
        "file_sha256": evidence.sha256,
    }
    append_events(
        organisation_id=export.organisation_id,
        happenings=[Happening(BROKEN, "export", str(export.key), new=new)],
        actor_id=None,
        at=at,
    )
