"""Mailing administrators where the logs of their organisations end, to be kept elsewhere."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from accounts.models import Membership, User
from accounts.services.mailing import MailNotSent, send_mail
from audit.models import chain_of
from audit.selectors import Head, heads_of

_HEADS = "accounts/email/heads"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OrganisationHead:
    """An organisation by name, the head of its log, and that head as a command takes it."""

    name: str
    head: Head
    noted: str


def mail_heads(*, at: datetime) -> int:
    """Mail each administrator the heads of their organisations, and return to how many.

    One mail a person, in their language. Two queries whatever the number. A mail that is not
    taken is logged and keeps the others from nobody; told to do it twice it mails twice.
    """
    administrators = (
        Membership.objects.current()
        .administrators()
        .filter(organisation__is_demo=False)  # a demo writes to nobody
        .select_related("user", "organisation")
    )
    by_person: dict[User, list[Membership]] = defaultdict(list)
    for member in administrators.order_by("user_id", "organisation__name", "pk"):
        by_person[member.user].append(member)
    heads = heads_of()
    sent = 0
    for person, members in by_person.items():
        found = [
            OrganisationHead(member.organisation.name, heads[chain], heads[chain].named(chain))
            for member in members
            if (chain := chain_of(member.organisation_id)) in heads
        ]
        sent += bool(found) and _mail(person, found, at)
    return sent


def _mail(person: User, heads: Sequence[OrganisationHead], at: datetime) -> bool:
    context = {"person": person, "heads": heads, "at": at}
    try:
        with translation.override(person.language):
            send_mail(to=person.email, template=_HEADS, context=context)
    except MailNotSent:
        _log.warning("The heads of the log were not mailed to user %s", person.pk)
        return False
    return True
