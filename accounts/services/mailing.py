"""Mails of our own. Sent after the change they tell of, never inside its transaction."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.models import Invitation

_INVITATION = "accounts/email/invitation"
# RFC 3834: no out-of-office answers to what no person wrote.
_HEADERS = {"Auto-Submitted": "auto-generated"}


class MailNotSent(Exception):
    """The mail server took no mail; what the mail tells of has happened all the same."""


def mail_invitation(*, invitation: Invitation, key: str) -> None:
    """Send the link that `key` opens, in the language of the invitation, as text and HTML.

    The link starts with SITE_URL. Raises `MailNotSent`.
    """
    path = reverse("accounts:invitation", kwargs={"invitation_key": key})
    context = {
        "invitation": invitation,
        "link": f"{settings.SITE_URL}{path}",
        "site_url": settings.SITE_URL,
    }
    with translation.override(invitation.language):
        subject = " ".join(render_to_string(f"{_INVITATION}_subject.txt", context).split())
        text = render_to_string(f"{_INVITATION}_message.txt", context)
        html = render_to_string(f"{_INVITATION}_message.html", {**context, "subject": subject})
    mail = EmailMultiAlternatives(subject, text, to=[invitation.email], headers=_HEADERS)
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (SMTPException, OSError) as refused:
        raise MailNotSent from refused
