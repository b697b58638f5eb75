"""A matrix written by hand: the table of fields, and where it is sent."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from matrix.forms import WriteForm
from matrix.models import MatrixImport
from matrix.services.importing import ImportChanged, write_rows
from matrix.views.importing.finding import find_import, to_edition
from matrix.written import from_csv


@member_page(Action.PUBLISH_MATRICES)
def rows(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Show the rows of a matrix that is being written."""
    found = _find_written(request, import_key)
    if found.published_as_id:
        return to_edition(request, found.published_as_id)
    return _page(request, found, _form(found))


@member_action(Action.PUBLISH_MATRICES)
def save_rows(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Keep the rows and show them with empty ones below; 422 says what is to be mended."""
    found = _find_written(request, import_key)
    if found.published_as_id:
        return to_edition(request, found.published_as_id)
    form = WriteForm(from_csv(bytes(found.content)), "", request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        write_rows(
            matrix_import=found,
            revision=form.cleaned_data["revision"],
            written=form.written(),
            ours=form.our_party(),
        )
    except ImportChanged:
        now = _find_written(request, import_key)
        return _page(request, now, _form(now), status=409)
    if "preview" in request.GET:
        return redirect("matrix:import_preview", found.organisation.slug, found.key)
    return redirect("matrix:import_rows", found.organisation.slug, found.key)


def _find_written(request: MemberRequest, import_key: UUID) -> MatrixImport:
    found = find_import(request, import_key)
    if not found.is_written:
        raise Http404
    return found


def _form(found: MatrixImport) -> WriteForm:
    return WriteForm(from_csv(bytes(found.content)), str(found.choice.get("party", "")))


def _page(
    request: MemberRequest, found: MatrixImport, form: WriteForm, status: int = 200
) -> HttpResponse:
    context = {"import": found, "form": form, "is_changed": status == 409, "nav": "matrices"}
    return render(request, "matrix/import_rows.html", context, status=status)
