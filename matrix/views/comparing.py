"""Any two editions side by side: what a later one changes, or what another service asks."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.http import MemberRequest, UserRequest, member_page
from accounts.rights import Action
from matrix.forms.comparing import CompareForm
from matrix.models import Edition, EditionQuerySet
from matrix.reports import comparison_workbook
from matrix.selectors import EditionComparison, compare_editions
from matrix.views.library import workbook_response

Chosen = dict[str, Edition]


@require_GET
def compare(request: UserRequest) -> HttpResponse:
    """Compare two bundled matrices."""
    return _compare(request, Edition.objects.bundled())


@require_GET
def compare_xlsx(request: UserRequest) -> HttpResponse:
    """Hand out the same comparison as a workbook."""
    return _compare_xlsx(request, Edition.objects.bundled())


@member_page(Action.READ)
def organisation_compare(request: MemberRequest) -> HttpResponse:
    """Compare two matrices an organisation can use."""
    return _compare(request, Edition.objects.available_to(request.membership.organisation))


@member_page(Action.READ)
def organisation_compare_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same comparison as a workbook."""
    organisation = request.membership.organisation
    editions = Edition.objects.available_to(organisation)
    return _compare_xlsx(request, editions, mark=organisation.classification)


def _compare(request: HttpRequest, editions: EditionQuerySet) -> HttpResponse:
    offered = _offered(editions)
    chosen = _chosen(request, offered)
    context = {
        "form": CompareForm(chosen, offered),
        "comparison": _comparison(chosen),
        "twin": f"{request.path.rstrip('/')}.xlsx?{request.GET.urlencode()}",
        "library": request.path.removesuffix("compare/"),
        "nav": "matrices",
    }
    return render(request, "matrix/compare.html", context)


def _compare_xlsx(
    request: HttpRequest, editions: EditionQuerySet, *, mark: str = ""
) -> HttpResponse:
    comparison = _comparison(_chosen(request, _offered(editions)))
    if comparison is None:
        return redirect(f"{request.path.removesuffix('.xlsx')}/?{request.GET.urlencode()}")
    return workbook_response(comparison_workbook(comparison, mark=mark), "comparison")


def _offered(editions: EditionQuerySet) -> Sequence[Edition]:
    return list(editions.newest_first().select_related("matrix__provider").defer("source", "note"))


def _chosen(request: HttpRequest, offered: Sequence[Edition]) -> Chosen:
    """Return the editions asked for, 404 for one that is hidden or is not there."""
    by_id = {str(edition.pk): edition for edition in offered}
    asked = {name: request.GET.get(name, "") for name in ("old", "new")}
    if any(value and value not in by_id for value in asked.values()):
        raise Http404
    return {name: by_id[value] for name, value in asked.items() if value}


def _comparison(chosen: Chosen) -> EditionComparison | None:
    if len(chosen) < 2:
        return None
    return compare_editions(chosen["old"], chosen["new"], language=get_language() or "")
