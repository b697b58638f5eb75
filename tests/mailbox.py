"""A real mail server on 127.0.0.1, and what it was handed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

SITE = "https://remit.example"


@dataclass
class Mailbox:
    """Keeps what the server was handed, with the addresses of the envelope."""

    mails: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail))
        return "250 OK"


@contextmanager
def serving(settings: Settings) -> Iterator[Mailbox]:
    """Run a mail server on 127.0.0.1 and send there, as the site at `SITE`."""
    mailbox = Mailbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.DEFAULT_FROM_EMAIL = "Remit <remit@remit.example>"
    settings.SITE_URL = SITE
    yield mailbox
    server.stop()


def part_of(mail: EmailMessage, kind: str) -> str:
    """Return the text of the "plain" or the "html" part."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def links_in(text: str) -> set[str]:
    """Return the addresses a text holds."""
    return set(re.findall(r"https?://[^\s\"<]+", text))
