"""Requests as views get them, without a browser."""

from collections.abc import Sequence
from time import time
from typing import cast

from allauth.account.internal.userkit import user_id_to_str
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from accounts.http import MemberRequest
from accounts.models import User

Step = dict[str, object]


def make_request(
    user: User, *, verb: str = "GET", path: str = "/o/x/page/", steps: Sequence[Step] = ()
) -> MemberRequest:
    """Make the request of somebody who signed in by `steps`."""
    request = cast(MemberRequest, RequestFactory().generic(verb, path))
    request.user = user
    request.session = SessionStore()
    request.session["account_authentication_methods_user"] = user_id_to_str(user)
    request.session["account_authentication_methods"] = list(steps)
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def make_step(method: str, *, seconds_ago: float = 0) -> Step:
    """Return how somebody showed who they are, as allauth notes it in the session."""
    return {"method": method, "at": time() - seconds_ago}
