"""Signing in: no open sign-up, and what happens goes into the installation's chain."""

import logging
from functools import partial
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.context import request_context
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import get_language

from accounts.language import keep_language
from accounts.models import User
from accounts.services import MailNotSent, end_sessions, forget_session, note_session
from accounts.services.telling import tell_of_account

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in and password events; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are added by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of its reader, where we know who that is.

        Its links start with SITE_URL, whatever host the request named. Raises `MailNotSent`.
        """
        # Of either scheme: behind a proxy the request may have come by another than the reader's.
        asked = tuple(f"{scheme}://{self.request.get_host()}/" for scheme in ("http", "https"))
        linked = {
            name: f"{settings.SITE_URL}/{value.split('/', 3)[3]}"
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(asked)
        }
        reader = context.get("user")
        language = reader.language if isinstance(reader, User) else get_language()
        context = {**context, **linked, "site_url": settings.SITE_URL}
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as refused:
            raise MailNotSent from refused

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return a mail that no out-of-office note answers (RFC 3834)."""
        headers = {"Auto-Submitted": "auto-generated", **(headers or {})}
        mail: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return mail

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person by mail what changed in how they sign in (ASVS 5.0, 6.3.7).

        After the change, never inside its transaction: a mail server that takes no mail undoes
        nothing.
        """
        context = {"user": user, **(context or {})}
        notify = super().send_notification_mail
        send = partial(notify, template_prefix, user, context, email or user.email)
        transaction.on_commit(partial(_try, send, self.request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Write that a person signed in, and with which browser."""
        with transaction.atomic():
            tell_of_account("signed-in", user, at=timezone.now(), by=user)
        response = super().post_login(request, user, **kwargs)
        note_session(
            user=user,
            session_key=request.session.session_key or "",
            device=self.get_http_user_agent(request),
            address=self.get_client_ip(request),
            at=timezone.now(),
        )
        request.session["is_noted"] = True
        keep_language(response, user.language)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that a sign-in failed, and from where; never who it was for (ASVS 5.0, 16.3.1)."""
        logger.warning("A sign-in failed, from %s.", self.get_client_ip(request))
        super().authentication_failed(request, **credentials)

    def logout(self, request: HttpRequest) -> None:
        """Write that a person signed out."""
        if isinstance(request.user, User):
            with transaction.atomic():
                tell_of_account("signed-out", request.user, at=timezone.now(), by=request.user)
                forget_session(session_key=request.session.session_key)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Write that a password was changed, never what to; every session ends."""
        with transaction.atomic():
            super().set_password(user, password)
            end_sessions(user=user)
            tell_of_account("password-changed", user, at=timezone.now(), by=user)


def _try(send: partial[None], request: HttpRequest) -> None:
    try:
        with request_context(request):
            send()
    except MailNotSent:
        logger.exception("A mail about an account was not sent.")
