"""The library and one edition. The bundled matrices are everybody's who signs in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.http import MemberRequest, UserRequest, member_page
from accounts.rights import Action
from matrix.filters import narrowed_rows
from matrix.models import Edition, EditionQuerySet
from matrix.readers.formats import file_ending
from matrix.reports import CONTENT_TYPE, edition_workbook, library_workbook
from matrix.selectors import edition_page, library_rows, matrix_rows
from matrix.selectors.importing import waiting_imports
from matrix.tables import ROWS_PER_PAGE, MatrixTable, show_page


@require_GET
def library(request: UserRequest) -> HttpResponse:
    """Show the matrices that come with the product."""
    return _library(request, Edition.objects.bundled())


@require_GET
def library_xlsx(_request: UserRequest) -> HttpResponse:
    """Hand out the same list as a workbook."""
    return _library_xlsx(Edition.objects.bundled())


@require_GET
def edition(request: UserRequest, edition_id: int) -> HttpResponse:
    """Show one bundled matrix."""
    return _edition(request, bundled_edition(edition_id))


@require_GET
def edition_xlsx(request: UserRequest, edition_id: int) -> HttpResponse:
    """Hand out its rows, filtered like the page, as a workbook."""
    return _edition_xlsx(request, bundled_edition(edition_id))


@require_GET
def source(_request: UserRequest, edition_id: int) -> HttpResponse:
    """Hand out the page as the provider published it."""
    return _source(Edition.objects.bundled(), edition_id)


@member_page(Action.READ)
def organisation_library(request: MemberRequest) -> HttpResponse:
    """Show the matrices an organisation can use: bundled ones and its own."""
    can_import = request.membership.may(Action.PUBLISH_MATRICES)
    waiting = waiting_imports(request.membership.organisation) if can_import else ()
    return _library(request, _available(request), can_import=can_import, waiting=waiting)


@member_page(Action.READ)
def organisation_library_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same list as a workbook."""
    return _library_xlsx(_available(request), mark=request.membership.organisation.classification)


@member_page(Action.READ)
def organisation_edition(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Show one matrix an organisation can use."""
    offered = {
        "can_start": request.membership.may(Action.RUN_ASSESSMENTS),
        "can_amend": request.membership.may(Action.PUBLISH_MATRICES),
    }
    return _edition(request, available_edition(request, edition_id), **offered)


@member_page(Action.READ)
def organisation_edition_xlsx(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Hand out its rows, filtered like the page, as a workbook."""
    mark = request.membership.organisation.classification
    return _edition_xlsx(request, available_edition(request, edition_id), mark=mark)


@member_page(Action.READ)
def organisation_source(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Hand out the page as the provider published it."""
    return _source(_available(request), edition_id)


def _available(request: MemberRequest) -> EditionQuerySet:
    return Edition.objects.available_to(request.membership.organisation)


def bundled_edition(edition_id: int) -> Edition:
    """Return an edition that comes with the product, 404 for any other."""
    return _found(Edition.objects.bundled(), edition_id)


def available_edition(request: MemberRequest, edition_id: int) -> Edition:
    """Return an edition an organisation can use, 404 for one that is hidden or is not there."""
    return _found(_available(request), edition_id)


def _found(editions: EditionQuerySet, edition_id: int) -> Edition:
    """Return an edition without its bytes, 404 for one that is hidden or is not there."""
    return get_object_or_404(
        editions.select_related("matrix__provider").defer("source"), pk=edition_id
    )


def _library(request: HttpRequest, editions: EditionQuerySet, **offered: Any) -> HttpResponse:
    rows = library_rows(editions, language=get_language() or "")
    context = {"rows": rows, "nav": "matrices", **offered}
    return render(request, "matrix/library.html", context)


def _library_xlsx(editions: EditionQuerySet, *, mark: str = "") -> HttpResponse:
    rows = library_rows(editions, language=get_language() or "")
    return workbook_response(library_workbook(rows, mark=mark), "matrices")


def _edition(request: HttpRequest, found: Edition, **offered: bool) -> HttpResponse:
    page = edition_page(found, language=get_language() or "")
    narrowed, activities = narrowed_rows(request.GET, found, page)
    table = MatrixTable(matrix_rows(activities, page), page=page)
    show_page(table, request, per_page=ROWS_PER_PAGE)
    context = {"page": page, "filter": narrowed, "table": table, "nav": "matrices", **offered}
    return render(request, "matrix/edition.html", context)


def _edition_xlsx(request: HttpRequest, found: Edition, *, mark: str = "") -> HttpResponse:
    page = edition_page(found, language=get_language() or "")
    _narrowed, activities = narrowed_rows(request.GET, found, page)
    headings, rows = MatrixTable(matrix_rows(activities, page), page=page).twin()
    content = edition_workbook(page, headings, rows, mark=mark)
    return workbook_response(content, found.matrix.slug)


def _source(editions: EditionQuerySet, edition_id: int) -> HttpResponse:
    found = get_object_or_404(editions.select_related("matrix"), pk=edition_id)
    content = bytes(found.source)
    response = HttpResponse(content, content_type="application/octet-stream")
    name = f"{found.matrix.slug}.{found.language or 'und'}{file_ending(content)}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def workbook_response(content: bytes, stem: str) -> HttpResponse:
    """Return a workbook as a file to keep."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{stem}.xlsx"'
    return response
