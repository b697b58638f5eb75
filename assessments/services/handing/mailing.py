"""Mails about hand-overs: to the successor what is offered, to who offered it what was decided.

Sent after the change. A mail that cannot be sent is logged and undoes nothing.
"""

import logging
from typing import Final

from django.utils import translation

from accounts.models import Membership
from accounts.services import AddressRefused, MailNotSent, send_mail
from assessments.models import OfferState
from assessments.selectors.handing_mails import deciders_of, mail_of, offerer_of

_OFFERED: Final = "assessments/email/offered"
_DECIDED: Final = "assessments/email/decided"

_log = logging.getLogger(__name__)


def mail_offer(*, hand_over_id: int, by: Membership) -> None:
    """Tell whoever decides on an offer, but the one who made it, what it is.

    Each in their language. Where no mail server is there nobody else is tried.
    """
    for reader in deciders_of(hand_over_id):
        if reader.pk == by.pk:
            continue
        try:
            _send(_OFFERED, hand_over_id, reader, OfferState.WAITING)
        except AddressRefused:
            _log.warning("The offer %s was refused for member %s", hand_over_id, reader.pk)
        except MailNotSent:
            _log.warning("The offer %s was not mailed", hand_over_id)
            return


def mail_decision(*, hand_over_id: int, by: Membership) -> None:
    """Tell who made an offer what came of it, once no row waits any more.

    Nothing for who decided on their own offer.
    """
    reader = offerer_of(hand_over_id)
    if reader is None or reader.pk == by.pk:
        return
    try:
        _send(_DECIDED, hand_over_id, reader, OfferState.REFUSED)
    except MailNotSent:
        _log.warning("The decision on offer %s was not mailed", hand_over_id)


def _send(template: str, hand_over_id: int, reader: Membership, state: str) -> None:
    with translation.override(reader.user.language):
        mail = mail_of(hand_over_id, reader=reader, state=state)
        if mail is None:
            return
        hand_over = mail.receipt.hand_over
        context = {"mail": mail, "hand_over": hand_over, "organisation": reader.organisation}
        send_mail(to=reader.user.email, template=template, context=context)
