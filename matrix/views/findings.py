"""What is odd about an edition, and the questions to its provider that follow from it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.http import MemberRequest, UserRequest, member_page
from accounts.rights import Action
from matrix.filters import FindingFilter
from matrix.models import Edition
from matrix.reports import findings_workbook, questions_workbook
from matrix.selectors import edition_page, placed_findings, provider_questions
from matrix.tables import ROWS_PER_PAGE, FindingTable, show_page
from matrix.views.library import available_edition, bundled_edition, workbook_response


@require_GET
def findings(request: UserRequest, edition_id: int) -> HttpResponse:
    """Show the findings of one bundled matrix."""
    return _findings(request, bundled_edition(edition_id))


@require_GET
def findings_xlsx(request: UserRequest, edition_id: int) -> HttpResponse:
    """Hand out the same list as a workbook."""
    return _findings_xlsx(request, bundled_edition(edition_id))


@require_GET
def questions(request: UserRequest, edition_id: int) -> HttpResponse:
    """Show the questions to the provider of one bundled matrix, ready to print."""
    return _questions(request, bundled_edition(edition_id))


@require_GET
def questions_xlsx(request: UserRequest, edition_id: int) -> HttpResponse:
    """Hand out the same questions as a workbook, with a place for answers."""
    return _questions_xlsx(request, bundled_edition(edition_id))


@member_page(Action.READ)
def organisation_findings(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Show the findings of a matrix an organisation can use."""
    return _findings(request, available_edition(request, edition_id))


@member_page(Action.READ)
def organisation_findings_xlsx(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Hand out the same list as a workbook."""
    mark = request.membership.organisation.classification
    return _findings_xlsx(request, available_edition(request, edition_id), mark=mark)


@member_page(Action.READ)
def organisation_questions(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Show the questions to the provider of a matrix an organisation can use."""
    return _questions(request, available_edition(request, edition_id))


@member_page(Action.READ)
def organisation_questions_xlsx(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Hand out the same questions as a workbook, with a place for answers."""
    mark = request.membership.organisation.classification
    return _questions_xlsx(request, available_edition(request, edition_id), mark=mark)


def _findings(request: HttpRequest, found: Edition) -> HttpResponse:
    page = edition_page(found, language=get_language() or "")
    narrowed = FindingFilter(request.GET, placed_findings(page))
    table = FindingTable(narrowed.kept(), path=_edition_path(request))
    show_page(table, request, per_page=ROWS_PER_PAGE)
    context = {"page": page, "filter": narrowed, "table": table, "path": _edition_path(request)}
    return render(request, "matrix/findings.html", context | {"nav": "matrices"})


def _findings_xlsx(request: HttpRequest, found: Edition, *, mark: str = "") -> HttpResponse:
    page = edition_page(found, language=get_language() or "")
    headings, rows = FindingTable(FindingFilter(request.GET, placed_findings(page)).kept()).twin()
    return workbook_response(
        findings_workbook(page, headings, rows, mark=mark), f"{found.matrix.slug}-findings"
    )


def _questions(request: HttpRequest, found: Edition) -> HttpResponse:
    # The list goes to the provider: its language is chosen for them, the whole page with it.
    with translation.override(_language(request)):
        page = edition_page(found, language=get_language() or "")
        context = {
            "page": page,
            "questions": provider_questions(placed_findings(page)),
            "languages": settings.LANGUAGES,
            "path": _edition_path(request),
        }
        return render(request, "matrix/questions.html", context | {"nav": "matrices"})


def _questions_xlsx(request: HttpRequest, found: Edition, *, mark: str = "") -> HttpResponse:
    with translation.override(_language(request)):
        page = edition_page(found, language=get_language() or "")
        content = questions_workbook(page, provider_questions(placed_findings(page)), mark=mark)
    return workbook_response(content, f"{found.matrix.slug}-questions")


def _language(request: HttpRequest) -> str:
    """Return the language asked for, the reader's where it is none of ours."""
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or ""


def _edition_path(request: HttpRequest) -> str:
    """Return the path of the edition's own page, two steps up."""
    return request.path.rstrip("/").rpartition("/")[0] + "/"
