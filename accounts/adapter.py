"""What allauth asks of us: no open sign-up, and sign-in events in the installation's chain."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import get_language

from accounts.language import keep_language
from accounts.models import User
from audit.services import Happening, append_events


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in and password events; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are added by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of its reader, where we know who that is.

        Its links start with SITE_URL, whatever host the request named.
        """
        asked = self.request.build_absolute_uri("/")
        linked = {
            name: f"{settings.SITE_URL}/{value.removeprefix(asked)}"
            for name, value in context.items()
            if isinstance(value, str) and value.startswith(asked)
        }
        reader = context.get("user")
        language = reader.language if isinstance(reader, User) else get_language()
        with translation.override(language):
            super().send_mail(
                template_prefix, email, {**context, **linked, "site_url": settings.SITE_URL}
            )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Write that a person signed in."""
        _tell("signed-in", user)
        response = super().post_login(request, user, **kwargs)
        keep_language(response, user.language)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Write that a person signed out."""
        if isinstance(request.user, User):
            _tell("signed-out", request.user)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Write that a password was changed, never what to."""
        with transaction.atomic():
            super().set_password(user, password)
            _tell("password-changed", user)


@transaction.atomic
def _tell(verb: str, user: User) -> None:
    append_events(
        organisation_id=None,
        happenings=[Happening(verb, "user", str(user.pk))],
        actor_id=user.pk,
        at=timezone.now(),
    )
