"""The typed request, and the way every page finds its organisation."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Membership, User
from accounts.rights import Action

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request of a person who is signed in; the middleware sent everybody else to sign in."""

    user: User


class MemberRequest(UserRequest):
    """A request inside an organisation, of somebody who belongs to it."""

    membership: Membership


View = Callable[Concatenate[MemberRequest, P], HttpResponse]
SlugView = Callable[..., HttpResponse]


def page_before(request: HttpRequest) -> str:
    """Return the path of the page a form was sent from, "/" when that is not one of ours."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def member_page(action: Action = Action.READ) -> Callable[[View[P]], SlugView]:
    """Make a GET page of an organisation: 404 for whoever is not in it, 403 without the right."""
    return _in_organisation(action, require_GET)


def member_action(action: Action) -> Callable[[View[P]], SlugView]:
    """Make a POST target of an organisation, guarded like `member_page`."""
    return _in_organisation(action, require_POST)


def _in_organisation(
    action: Action, verb: Callable[[SlugView], SlugView]
) -> Callable[[View[P]], SlugView]:
    def decorate(view: View[P]) -> SlugView:
        @wraps(view)
        def guarded(
            request: MemberRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            request.membership = _membership(request, slug)
            if not request.membership.may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return verb(guarded)

    return decorate


def _membership(request: UserRequest, slug: str) -> Membership:
    found = (
        Membership.objects.current()
        .filter(organisation__slug=slug, user=request.user)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Http404
    found.user = request.user
    return found
