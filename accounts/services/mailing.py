"""Mails of our own. Sent after the change they tell of, never inside its transaction."""

from collections.abc import Mapping
from smtplib import SMTPException, SMTPRecipientsRefused

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


class AddressRefused(MailNotSent):
    """The mail server is there, and takes no mail for this address."""


def mail_invitation(*, invitation: Invitation, key: str) -> None:
    """Send the link that `key` opens, in the language of the invitation, as text and HTML.

    The link starts with SITE_URL. Raises `MailNotSent`.
    """
    path = reverse("accounts:invitation", kwargs={"invitation_key": key})
    context = {"invitation": invitation, "link": f"{settings.SITE_URL}{path}"}
    with translation.override(invitation.language):
        send_mail(to=invitation.email, template=_INVITATION, context=context)


def send_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, object],
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send the three files of a template, subject, text and HTML, in the language in force.

    Raises `AddressRefused` and `MailNotSent`.
    """
    context = {**context, "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    text = render_to_string(f"{template}_message.txt", context)
    html = render_to_string(f"{template}_message.html", {**context, "subject": subject})
    mail = EmailMultiAlternatives(subject, text, to=[to], headers={**_HEADERS, **(headers or {})})
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        raise AddressRefused from refused
    except (SMTPException, OSError) as refused:
        raise MailNotSent from refused
