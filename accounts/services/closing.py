"""Mailing the administrators of an organisation that was deleted where its log ended."""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.selectors.closing import LINK_DAYS, ClosedLog, closing_key
from accounts.services.mailing import MailNotSent, send_mail

_CLOSED = "accounts/email/closed"

_log = logging.getLogger(__name__)


def mail_closed_log(*, log: ClosedLog, people: Sequence[User]) -> int:
    """Mail each of `people` the head of a closed log and a link to it; return to how many.

    In their language. A mail that is not taken is logged and keeps the others from nobody.
    """
    return sum(_mail(log, person) for person in people)


def _mail(log: ClosedLog, person: User) -> bool:
    path = reverse("accounts:closed_log", kwargs={"closing_key": closing_key(log, person)})
    context = {"log": log, "link": f"{settings.SITE_URL}{path}", "days": LINK_DAYS}
    try:
        with translation.override(person.language):
            send_mail(to=person.email, template=_CLOSED, context=context)
    except MailNotSent:
        _log.warning("The head of a closed log was not mailed to user %s", person.pk)
        return False
    return True
