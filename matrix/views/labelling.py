"""Attaching the same page in another language to a matrix of one's organisation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from matrix.forms.labelling import TranslationForm
from matrix.models import Edition, EditionQuerySet
from matrix.readers import MatrixRefused
from matrix.selectors.aligning import Translation, other_languages, translation_of
from matrix.services import LabelsDoNotFit, attach_translation


@member_page(Action.PUBLISH_MATRICES)
def translation(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Show the pages in other languages, and with `?other=ID` both side by side."""
    edition = _own(request, edition_id)
    candidates = other_languages(edition, _available(request))
    other = _chosen(candidates, request.GET.get("other", ""))
    found = translation_of(edition, other) if other else None
    return _page(request, edition, candidates, found)


@member_action(Action.PUBLISH_MATRICES)
def attach(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Attach the other page; 422 shows what does not fit."""
    edition = _own(request, edition_id)
    candidates = other_languages(edition, _available(request))
    other = _chosen(candidates, request.POST.get("other", ""))
    if other is None:
        raise Http404
    found = translation_of(edition, other)
    form = TranslationForm(request.POST, translation=found)
    if not form.is_valid():
        return _page(request, edition, candidates, found, form, status=422)
    try:
        attach_translation(
            translation=found, chosen=form.chosen(), by=request.user, at=timezone.now()
        )
    except (LabelsDoNotFit, MatrixRefused) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, edition, candidates, found, form, status=422)
    messages.success(request, _("The second language is attached."))
    slug = request.membership.organisation.slug
    return redirect("matrix:organisation_edition", slug, edition.pk)


def _own(request: MemberRequest, edition_id: int) -> Edition:
    """Return an edition of one's own organisation: labels of bundled ones are everybody's."""
    own = Edition.objects.published().filter(matrix__organisation=request.membership.organisation)
    return get_object_or_404(own.select_related("matrix__provider").defer("source"), pk=edition_id)


def _available(request: MemberRequest) -> EditionQuerySet:
    return Edition.objects.available_to(request.membership.organisation)


def _chosen(candidates: tuple[Edition, ...], wanted: str) -> Edition | None:
    """Return the edition asked for, None for "", 404 for one that is not offered."""
    if not wanted:
        return None
    found = next((each for each in candidates if str(each.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest,
    edition: Edition,
    candidates: tuple[Edition, ...],
    found: Translation | None,
    form: TranslationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if found and form is None:
        form = TranslationForm(translation=found)
    context = {
        "edition": edition,
        "candidates": candidates,
        "translation": found,
        "form": form,
        "sections": form.sections() if form else [],
        "nav": "matrices",
    }
    return render(request, "matrix/translation.html", context, status=status)
