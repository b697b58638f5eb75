"""What every page shows of the person and the organisation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Membership, MembershipQuerySet, User
from accounts.rights import Action


def membership(request: HttpRequest) -> dict[str, Any]:
    """Put `membership`, `organisation` and, for the switcher, `memberships` into templates.

    `may` tells by the name of each action whether this member may take it: `may.answer_own`.
    `memberships` is lazy: a page that does not draw the menu asks the database nothing.
    """
    current: Membership | None = getattr(request, "membership", None)
    user = getattr(request, "user", None)
    return {
        "membership": current,
        "organisation": current.organisation if current else None,
        "may": {action.value: current.may(action) for action in Action} if current else {},
        "memberships": _memberships(user) if isinstance(user, User) else (),
    }


def sign_in_provider(_request: HttpRequest) -> dict[str, str]:
    """Put the name of the provider that signs people in into templates, "" where there is none."""
    return {"oidc_name": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}


def _memberships(user: User) -> MembershipQuerySet:
    current = Membership.objects.current().filter(user=user)
    return current.select_related("organisation").order_by("organisation__name", "id")
