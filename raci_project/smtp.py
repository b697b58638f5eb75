"""Django's way to a mail server, counting what fails for `/metrics`."""

from collections.abc import Sequence
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from raci_project.metrics import count_mail_not_sent


class EmailBackend(smtp.EmailBackend):
    """Sends as Django's does, and raises what it raises."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many were sent."""
        try:
            return super().send_messages(email_messages) or 0
        except (SMTPException, OSError):
            count_mail_not_sent()
            raise
