"""Home, profile, language."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.profile import LanguageForm, ProfileForm
from accounts.http import UserRequest
from accounts.language import keep_language
from accounts.models import CalendarKey, Organisation, User
from accounts.services import set_language, set_profile


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """Lead a person to their organisation, or say that they have none."""
    organisation = Organisation.objects.visible_to(request.user).by_name().first()
    if organisation is None:
        return render(request, "accounts/home.html", {"nav": "home"})
    return redirect("assessments:list", organisation.slug)


@require_GET
def profile(request: UserRequest) -> HttpResponse:
    """Show what a person can say of themselves."""
    user = request.user
    form = ProfileForm(
        initial={
            "name": user.name,
            "language": user.language,
            "has_keys": user.has_keys,
            "digest": user.digest,
        }
    )
    return _page(request, form)


@require_POST
def save_profile(request: UserRequest) -> HttpResponse:
    """Keep the profile and show the page in the language chosen."""
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    set_profile(user=request.user, at=timezone.now(), **form.cleaned_data)
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("Your profile is saved."))
    return keep_language(redirect("accounts:profile"), form.cleaned_data["language"])


def _page(request: UserRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    calendar_key = CalendarKey.objects.filter(user=request.user).first()
    context = {"form": form, "calendar_key": calendar_key, "nav": "profile"}
    return render(request, "accounts/profile.html", context, status=status)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, for this browser and for the person if signed in."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("accounts:home")
    target = form.cleaned_data["next"]
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    if not (is_ours and target.startswith("/")):
        target = reverse("accounts:home")
    if isinstance(request.user, User):
        set_language(user=request.user, language=form.cleaned_data["language"])
    return keep_language(HttpResponseRedirect(target), form.cleaned_data["language"])
