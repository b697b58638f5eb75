"""What a person says of an import, each form sent to a URL of its own."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from matrix.forms import ChooseForm, CorrectForm, DescribeForm
from matrix.models import Matrix, MatrixImport
from matrix.readers import MatrixRefused
from matrix.selectors.previewing import PreviewRow
from matrix.services import EditionAlreadyLoaded
from matrix.services.importing import (
    ImportChanged,
    NotDescribed,
    RowsUndecided,
    asked_and_undecided,
    cancel_work,
    choose,
    correct,
    describe,
    discard_import,
    look_at,
    publish_import,
)
from matrix.views.importing.finding import find_import, to_edition, to_preview
from matrix.views.importing.looking import describe_form, preview_page, rows_on_page
from matrix.words.refusals import refusal_words


@member_action(Action.PUBLISH_MATRICES)
def choose_layout(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Overrule how the file is read."""
    found = find_import(request, import_key)
    form = ChooseForm(request.POST, preview=None)
    if not form.is_valid():
        return preview_page(request, found, status=422, choose_form=form)
    try:
        choose(
            matrix_import=found,
            revision=form.cleaned_data["revision"],
            chosen=form.chosen(),
            by=request.membership,
            at=timezone.now(),
        )
    except ImportChanged:
        return _changed_page(request, found)
    return to_preview(request, found)


@member_action(Action.PUBLISH_MATRICES)
def correct_rows(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Keep the decisions about the doubtful rows of one page, or find all rows right as read."""
    found = find_import(request, import_key)
    understood = look_at(found).preview
    if understood is None:
        return _changed_page(request, found)
    page: Page[PreviewRow] = rows_on_page(request, found, understood)[1]
    form = CorrectForm(list(page), found.choice, request.POST)
    if not form.is_valid():
        return preview_page(request, found, status=422, correct_form=form)
    decisions = form.decisions()
    if "all_as_read" in request.POST:
        # A long file may have more of them than any page shows.
        rest = asked_and_undecided(found.choice, understood.asked)
        decisions = dict.fromkeys(rest) | decisions
    try:
        correct(
            matrix_import=found,
            revision=form.cleaned_data["revision"],
            corrections=decisions,
            by=request.membership,
            at=timezone.now(),
        )
    except ImportChanged:
        return _changed_page(request, found)
    return to_preview(request, found, request.GET.urlencode())


@member_action(Action.PUBLISH_MATRICES)
def keep_description(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Keep what is said of the origin, to publish later."""
    found = find_import(request, import_key)
    form = describe_form(found, request.POST)
    if not form.is_valid():
        return preview_page(request, found, status=422, describe_form=form)
    try:
        _describe(request, found, form)
    except ImportChanged:
        return _changed_page(request, found)
    messages.success(request, _("Kept. Nothing is in the library yet."))
    return to_preview(request, found)


@member_action(Action.PUBLISH_MATRICES)
def publish(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Keep what is said of the origin, publish, and lead to the edition; or say why not."""
    found = find_import(request, import_key)
    if found.published_as_id:
        return to_edition(request, found.published_as_id)
    form = describe_form(found, request.POST)
    if not form.is_valid():
        return preview_page(request, found, status=422, describe_form=form)
    try:
        _describe(request, found, form)
        edition = publish_import(
            matrix_import=found,
            revision=found.revision,
            by=request.membership,
            at=timezone.now(),
        )
    except ImportChanged:
        return _changed_page(request, found)
    except EditionAlreadyLoaded as known:
        return preview_page(
            request, find_import(request, import_key), status=422, already=known.edition.pk
        )
    except (NotDescribed, RowsUndecided, MatrixRefused) as reason:
        return _unpublished_page(request, import_key, reason)
    if edition is None:
        return to_preview(request, found)
    messages.success(request, _("Published: it is in your library."))
    return to_edition(request, edition.pk)


@member_action(Action.PUBLISH_MATRICES)
def discard(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Forget an import and lead back to the library."""
    found = find_import(request, import_key)
    if found.published_as_id:
        return to_edition(request, found.published_as_id)
    try:
        discard_import(matrix_import=found, by=request.membership, at=timezone.now())
    except ImportChanged:
        return to_preview(request, found)
    messages.success(request, _("Discarded: “%(name)s”.") % {"name": found.name})
    return redirect("matrix:organisation_library", found.organisation.slug)


@member_action(Action.PUBLISH_MATRICES)
def cancel(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Ask the job of an import to stop."""
    found = find_import(request, import_key)
    cancel_work(matrix_import=found, at=timezone.now())
    return to_preview(request, found)


def _describe(request: MemberRequest, found: MatrixImport, form: DescribeForm) -> None:
    own = Matrix.objects.filter(organisation=request.membership.organisation)
    matrix_id = form.matrix_id()
    describe(
        matrix_import=found,
        revision=form.cleaned_data["revision"],
        provenance=form.provenance(),
        matrix=get_object_or_404(own, pk=matrix_id) if matrix_id else None,
    )


def _changed_page(request: MemberRequest, found: MatrixImport) -> HttpResponse:
    """Show the import as it is now; what was sent was made for another state of it."""
    now = find_import(request, found.key)
    if now.published_as_id:
        return to_edition(request, now.published_as_id)
    return preview_page(request, now, status=409, is_changed=True)


def _unpublished_page(
    request: MemberRequest,
    import_key: UUID,
    reason: NotDescribed | RowsUndecided | MatrixRefused,
) -> HttpResponse:
    found = find_import(request, import_key)
    failure = refusal_words(reason) if isinstance(reason, MatrixRefused) else None
    return preview_page(request, found, status=422, failure=failure, is_unpublished=True)
