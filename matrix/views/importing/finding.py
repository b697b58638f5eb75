"""The import a URL names, in the organisation of the URL."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect

from accounts.http import MemberRequest
from matrix.models import MatrixImport


def find_import(request: MemberRequest, import_key: UUID) -> MatrixImport:
    """Return an import of the organisation, 404 for any other."""
    mine = MatrixImport.objects.of_organisation(request.membership.organisation)
    return get_object_or_404(mine.select_related("organisation", "matrix"), key=import_key)


def to_preview(request: MemberRequest, found: MatrixImport, query: str = "") -> HttpResponse:
    """Lead to the preview of an import, with the query string of the page before."""
    response = redirect("matrix:import_preview", found.organisation.slug, found.key)
    if query:
        response["Location"] += f"?{query}"
    return response


def to_edition(request: MemberRequest, edition_id: Any) -> HttpResponseRedirect:
    """Lead to an edition as this organisation sees it."""
    slug = request.membership.organisation.slug
    return redirect("matrix:organisation_edition", slug, edition_id)
