"""Summaries by mail: one for each person and period, whatever happens to the worker.

The period is claimed on the person before the mail is made, and given back when no mail server
is there. A worker killed in between sends none rather than two.
"""

import logging
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.selectors.summaries import due_readers, unsubscribing_key
from accounts.services import AddressRefused, MailNotSent, send_mail
from assessments.selectors.digests import digest_of
from jobs.services import tell

_log = logging.getLogger(__name__)
_TEMPLATE = "assessments/email/digest"


def send_due(*, at: datetime) -> int:
    """Send everybody the summary that is due at a moment, and return how many mails went out.

    Who has nothing to do gets none. An address that the mail server refuses is logged and waits
    for its next period. Raises `MailNotSent` when there is no mail server: whoever is left is
    written to the next time.
    """
    today = timezone.localdate(at)
    readers, sent = list(due_readers(at)), 0
    for number, reader in enumerate(readers):
        tell(number, len(readers))
        sent += _send_to(reader, today)
    return sent


def _send_to(reader: User, today: date) -> bool:
    as_read = User.objects.filter(pk=reader.pk, digest=reader.digest)
    if not as_read.filter(digested_on=reader.digested_on).update(digested_on=today):
        return False
    try:
        return _mailed(reader, today)
    except AddressRefused:
        _log.warning("The summary of person %s was refused", reader.pk)
        return False
    except MailNotSent:
        as_read.filter(digested_on=today).update(digested_on=reader.digested_on)
        raise


def _mailed(reader: User, today: date) -> bool:
    with translation.override(reader.language):
        parts = digest_of(reader, on=today)
        if not parts:
            return False
        path = reverse("accounts:summaries", args=[unsubscribing_key(reader)])
        link = f"{settings.SITE_URL}{path}"
        context = {"parts": parts, "reader": reader, "today": today, "unsubscribe_link": link}
        send_mail(
            to=reader.email,
            template=_TEMPLATE,
            context=context,
            headers={"List-Unsubscribe": f"<{link}>"},
        )
    return True
