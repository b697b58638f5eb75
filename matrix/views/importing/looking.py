"""The preview: what was understood beside the source, and what is still to be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from jobs.selectors import progress_of
from matrix.forms import ChooseForm, CorrectForm, DescribeForm
from matrix.forms.correcting import DoubtForm
from matrix.models import MatrixImport
from matrix.readers import MatrixRefused
from matrix.selectors.importing import OwnMatrix, own_matrices, provider_names
from matrix.selectors.previewing import Preview, PreviewRow
from matrix.selectors.suggesting import suggested
from matrix.services.importing import asked_and_undecided, look_at
from matrix.views.importing.finding import find_import, to_edition
from matrix.words.layouts import family_name, format_name, kind_name
from matrix.words.refusals import refusal_words

ROWS_PER_PAGE: Final = 50
# What the rows can be narrowed to; the first is all of them.
SHOWN: Final = ("all", "findings", "undecided")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview, with its form where it is doubtful and what was decided."""

    row: PreviewRow
    form: DoubtForm | None
    decision: str


@member_page(Action.PUBLISH_MATRICES)
def preview(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Show an import; a published one leads to its edition."""
    found = find_import(request, import_key)
    if found.published_as_id:
        return to_edition(request, found.published_as_id)
    return preview_page(request, found)


@member_page(Action.PUBLISH_MATRICES)
def progress(request: MemberRequest, import_key: UUID) -> HttpResponse:
    """Say how far the job of an import is, for the script of the page."""
    found = find_import(request, import_key)
    here = reverse("matrix:import_preview", args=[found.organisation.slug, found.key])
    work = progress_of(key=found.job_key, organisation_id=found.organisation_id)
    if work is None:
        over = {"state": "done", "done": 0, "total": 0, "text": "", "next": here}
        return JsonResponse(over | {"is_finished": True, "is_cancelling": False})
    return JsonResponse(work.as_json(leads_to=here))


def preview_page(
    request: MemberRequest, found: MatrixImport, *, status: int = 200, **said: Any
) -> HttpResponse:
    """Render the preview; `said` are forms as they were sent, and why nothing was changed."""
    context: dict[str, Any] = {"import": found, "nav": "matrices", **_failure(found), **said}
    work = progress_of(key=found.job_key, organisation_id=found.organisation_id)
    context["work"] = work
    if work is None or work.is_finished:
        context |= _understood(request, found, said)
    return render(request, "matrix/import_preview.html", context, status=status)


def rows_on_page(
    request: MemberRequest, found: MatrixImport, understood: Preview
) -> tuple[str, Page[PreviewRow]]:
    """Return what the query string narrows the rows to, and its page of them."""
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else SHOWN[0]
    rows = understood.rows
    if shown == "findings":
        rows = tuple(row for row in rows if row.findings)
    elif shown == "undecided":
        undecided = set(asked_and_undecided(found.choice, understood.asked))
        rows = tuple(row for row in rows if row.line in undecided)
    paginator = Paginator(rows, ROWS_PER_PAGE)
    line = request.GET.get("line", "")
    if line.isdecimal() and len(line) < 9:
        before = sum(row.line < int(line) for row in rows)
        return shown, paginator.get_page(before // ROWS_PER_PAGE + 1)
    return shown, paginator.get_page(request.GET.get("page"))


def describe_form(found: MatrixImport, data: Any = None) -> DescribeForm:
    """Return the form about the origin, beginning with what can be guessed."""
    matrices = own_matrices(found.organisation)
    understood = look_at(found).preview
    return _describe_form(found, understood, matrices, data)


def _failure(found: MatrixImport) -> dict[str, Any]:
    """Return why the job that was to publish an import has not."""
    failure = found.outcome.get("failure", {})
    match failure.get("code"):
        case None:
            return {}
        case "already-loaded":
            return {"already": failure["edition"]}
        case "not-ready":
            return {"is_changed": True}
    return {"failure": refusal_words(MatrixRefused(**failure))}


def _understood(
    request: MemberRequest, found: MatrixImport, said: Mapping[str, Any]
) -> dict[str, Any]:
    look = look_at(found)
    if look.preview is None:
        return {
            "refused": refusal_words(look.refusal) if look.refusal else None,
            "choose_form": said.get("choose_form") or _choose_form(found, None),
        }
    matrices = own_matrices(found.organisation)
    shown, page = rows_on_page(request, found, look.preview)
    form = said.get("correct_form") or CorrectForm(list(page), found.choice)
    return {
        "preview": look.preview,
        "shown": shown,
        "page": page,
        "rows": [_shown_row(row, form, found.choice) for row in page],
        "undecided": asked_and_undecided(found.choice, look.preview.asked),
        "odd_rows": sum(bool(row.findings) for row in look.preview.rows),
        "correct_form": form,
        "choose_form": said.get("choose_form") or _choose_form(found, look.preview),
        "describe_form": said.get("describe_form")
        or _describe_form(found, look.preview, matrices),
        "providers": provider_names(found.organisation),
        "format": format_name(look.preview.layout.format),
        "family": family_name(look.preview.layout.family),
        "columns": [
            (column.name, kind_name(column.kind)) for column in look.preview.layout.columns
        ],
    }


def _choose_form(found: MatrixImport, understood: Preview | None) -> ChooseForm:
    initial: dict[str, Any] = dict(found.choice)
    if understood is not None:
        layout = understood.layout
        initial = {
            "sheet": layout.sheet,
            "header_row": layout.header_row,
            "party": understood.client_party,
            "product": layout.product,
        }
    return ChooseForm(preview=understood, initial=initial)


def _describe_form(
    found: MatrixImport,
    understood: Preview | None,
    matrices: tuple[OwnMatrix, ...],
    data: Any = None,
) -> DescribeForm:
    language = understood.language if understood else ""
    guessed = suggested(found, understood, matrices) if understood else dict(found.provenance)
    return DescribeForm(
        data,
        initial=guessed,
        matrices=matrices,
        language=language or str(found.provenance.get("language", "")),
    )


def _shown_row(row: PreviewRow, form: CorrectForm, decided: Mapping[str, Any]) -> ShownRow:
    decision = ""
    if str(row.line) in decided.get("corrections", {}):
        decision = "corrected"
    elif row.line in decided.get("confirmed", []):
        decision = "confirmed"
    return ShownRow(row, form.rows.get(row.line), decision)
