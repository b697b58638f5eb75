"""The typed request, and the way every page finds its organisation."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from time import time
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Membership, User
from accounts.rights import Action
from accounts.selectors.second_factor import has_second_factor

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request of a person who is signed in; the middleware sent everybody else to sign in."""

    user: User


class MemberRequest(UserRequest):
    """A request inside an organisation, of somebody who belongs to it."""

    membership: Membership


class Confirmed(StrEnum):
    """What came of asking somebody again who they are."""

    YES = "yes"
    WRONG = "wrong"  # not their password
    TOO_MANY = "too many"  # tries: throttled as signing in is
    ELSEWHERE = "elsewhere"  # they have no password here and confirm themselves otherwise


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
            if _is_factor_missing(request):
                return _ask_for_second_factor(request)
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


def _is_factor_missing(request: MemberRequest) -> bool:
    """Tell whether the organisation asks for a second factor that this member has not."""
    is_asked = request.membership.organisation.requires_mfa
    return is_asked and not (has_second_factor(request.user) or _provider_stands_in(request))


def _provider_stands_in(request: UserRequest) -> bool:
    """Tell whether a provider signed them in that the installation trusts with second factors."""
    steps = get_authentication_records(request, request.user)
    is_through_provider = any(step["method"] == "socialaccount" for step in steps)
    return bool(settings.OIDC_IS_SECOND_FACTOR) and is_through_provider


def _ask_for_second_factor(request: MemberRequest) -> HttpResponse:
    """Lead whoever wants a page to where a factor is set up; refuse forms and files."""
    is_file = "." in request.path.rsplit("/", 1)[-1]
    if request.method != "GET" or is_file:
        return render(request, "403.html", {"is_factor_missing": True}, status=403)
    said = _("%(name)s asks for a second factor. Set one up here, then go on.")
    messages.warning(request, said % {"name": request.membership.organisation.name})
    return redirect("accounts:security")


def confirm_reader(request: UserRequest, password: str) -> Confirmed:
    """Ask a person who is signed in for their password again (ASVS 5.0, 7.5.3).

    Who has none here, because another service signs them in, must have signed in there, or
    confirmed a second factor, within the last minutes. Tries count as those of reauthentication.
    """
    user = request.user
    if not user.has_usable_password():
        return Confirmed.YES if _is_fresh(request) else Confirmed.ELSEWHERE
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        return Confirmed.TOO_MANY
    try:
        is_theirs = get_adapter().reauthenticate(user, password)
    except ValidationError:  # as many wrong ones as signing in allows
        return Confirmed.TOO_MANY
    return Confirmed.YES if is_theirs else Confirmed.WRONG


def refuse_reader(request: UserRequest, form: Form) -> int:
    """Ask again by the field `password` of a valid form, and return 0 for who confirmed.

    For anybody else the form says why not, and the status of its page is returned.
    """
    confirmed = confirm_reader(request, form.cleaned_data["password"])
    if confirmed == Confirmed.YES:
        return 0
    form.add_error("password", _refusals()[confirmed])
    return 429 if confirmed == Confirmed.TOO_MANY else 422


def _refusals() -> dict[Confirmed, str]:
    return {
        Confirmed.WRONG: _("This is not your password."),
        Confirmed.TOO_MANY: _("Too many tries. Wait a few minutes."),
        Confirmed.ELSEWHERE: _(
            "You have no password here. Sign out and in again, then do this within five minutes."
        ),
    }


def _is_fresh(request: UserRequest) -> bool:
    records = get_authentication_records(request, request.user)
    last = max((record["at"] for record in records), default=0.0)
    return bool(time() - last < app_settings.REAUTHENTICATION_TIMEOUT)
