"""What an auditor without an account opens with a share link: it shows what it exports."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import words
from assessments.forms.links import PasswordForm
from assessments.models import LinkView
from assessments.reports import packs
from assessments.reports.assessment import assessment_workbook, duties_list, file_name
from assessments.reports.lists import KIND
from assessments.reports.packs import evidence_pack
from assessments.selectors.duties import duty_rows
from assessments.selectors.links.reading import findings_shown, sections_of, shared_evidence
from assessments.selectors.packs import damaged_proofs, packed_proofs
from assessments.selectors.proofs.lines import line_of
from assessments.selectors.signing.reading import limits_in_words
from assessments.selectors.workbook import WorkbookContents
from assessments.services.exporting import MadeWorkbook
from assessments.services.links import Viewed, note_view, record_shared_file
from assessments.views.files import workbook_file
from assessments.views.links.door import (
    LinkRequest,
    at_the_door,
    let_in,
    may_try,
    password_page,
    through_link,
)
from assessments.views.links.reading import read_shared, rows_of
from assessments.views.packs import pack_file
from assessments.words.proofs import proven_words
from evidence.http import serve
from evidence.models import Evidence
from matrix.selectors import printed_edition

What = LinkView.What


@login_not_required
@require_GET
@through_link
def shared(request: LinkRequest) -> HttpResponse:
    """Show the rows of a link, what proves them, and what was signed."""
    link, now = request.link, timezone.now()
    contents = read_shared(link, at=now)
    note_view(link=link, viewed=Viewed(What.PAGE), at=now)
    signed, proven = contents.signed, contents.filed.proven if contents.filed else None
    context = {
        "contents": contents,
        "findings": findings_shown(contents),
        "lead": words.lead(contents.counts),
        "rest": words.rest(contents.counts),
        "apart": words.apart(contents.counts),
        "declared": words.declared_words(contents.counts),
        "proven": proven_words(proven, contents.counts) if proven else "",
        "progress": words.progress_words(contents.counts),
        "limits": limits_in_words(signed.limits) if signed else (),
        "sections": sections_of(contents),
        "most": settings.WORKBOOK_ROWS_AT_ONCE,
        "is_long": _is_long(contents),
        **_about(request),
    }
    return render(request, "assessments/links/shared.html", context)


@login_not_required
@require_POST
@at_the_door
def open_shared(request: LinkRequest) -> HttpResponse:
    """Take the password of a link, and let whoever knows it in for two hours."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return password_page(request, form, status=422)
    if not may_try(request):
        form.add_error(None, _("Too many tries. Wait a few minutes, then try again."))
        return password_page(request, form, status=429)
    if check_password(form.cleaned_data["password"], request.link.password):
        return let_in(request)
    wrong = Viewed(What.PAGE, outcome=LinkView.Outcome.WRONG_PASSWORD)
    note_view(link=request.link, viewed=wrong, at=timezone.now())
    form.add_error("password", _("This is not the password of this link."))
    return password_page(request, form, status=422)


@login_not_required
@require_GET
@through_link
def shared_xlsx(request: LinkRequest) -> HttpResponse:
    """Hand out the rows of the page as a plain list."""
    link, now = request.link, timezone.now()
    contents = read_shared(link, at=now)
    content = duties_list(
        contents.rows, assessment=link.assessment, printed=contents.printed, at=now
    )
    note_view(link=link, viewed=Viewed(What.LIST), at=now)
    return workbook_file(content, file_name(link.assessment, now, part="duties"))


@login_not_required
@require_POST
@through_link
def shared_workbook(request: LinkRequest) -> HttpResponse:
    """Make the workbook of what the page shows, and put it on record; 409 for a long one."""
    link, now = request.link, timezone.now()
    contents = read_shared(link, at=now)
    if _is_long(contents):
        return _too_long(request, contents)
    book = assessment_workbook(contents)
    made = MadeWorkbook(contents.key, KIND, contents.language, contents.query, book.cells)
    record_shared_file(link=link, made=made, what=What.WORKBOOK, at=now)
    return workbook_file(book.content, file_name(link.assessment, now))


@login_not_required
@require_POST
@through_link
def shared_pack(request: LinkRequest) -> HttpResponse:
    """Hand out the same workbook with what proves its rows.

    409 for a long one, and where the vault has lost a file; 404 for a link without evidence.
    """
    link, now = request.link, timezone.now()
    if not link.has_evidence:
        raise Http404
    contents = read_shared(link, at=now)
    if _is_long(contents):
        return _too_long(request, contents)
    proofs = packed_proofs(contents, reader=None)
    damaged = damaged_proofs(proofs)
    if damaged:
        context = {"proofs": damaged, **_about(request)}
        return render(request, "assessments/links/damaged.html", context, status=409)
    book = assessment_workbook(contents)
    pack = evidence_pack(contents, proofs, book.content)
    told: dict[str, str | int] = {"proofs": pack.proofs, "sums_sha256": pack.sums_sha256}
    made = MadeWorkbook(
        contents.key, packs.KIND, contents.language, contents.query, book.cells, told
    )
    return pack_file(pack, record_shared_file(link=link, made=made, what=What.PACK, at=now))


@login_not_required
@require_GET
@through_link
def shared_proof(request: LinkRequest, evidence_key: UUID) -> HttpResponse:
    """Show one proof, and the rows of the link that it proves."""
    link, now = request.link, timezone.now()
    printed = printed_edition(link.assessment.edition, language=get_language() or "")
    found = _proof(request, evidence_key)
    today = timezone.localdate(now)
    rows = rows_of(link, printed, on=today).filter(attachments__evidence=found)
    note_view(link=link, viewed=Viewed(What.EVIDENCE, str(found.key)), at=now)
    context = {
        "evidence": found,
        "line": line_of(found, on=today),
        "rows": duty_rows(
            rows, assessment=link.assessment, printed=printed, reader=None, on=today
        ),
        **_about(request),
    }
    return render(request, "assessments/links/proof.html", context)


@login_not_required
@require_GET
@through_link
def shared_file(request: LinkRequest, evidence_key: UUID) -> HttpResponse:
    """Hand out the file of a proof, as inert as to members."""
    found = _proof(request, evidence_key)
    answer = serve(found)
    told = {"file_sha256": found.sha256}
    viewed = Viewed(What.FILE, str(found.key), told=told)
    note_view(link=request.link, viewed=viewed, at=timezone.now())
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, answer)


def _proof(request: LinkRequest, evidence_key: UUID) -> Evidence:
    link = request.link
    printed = printed_edition(link.assessment.edition, language=get_language() or "")
    rows = rows_of(link, printed, on=timezone.localdate())
    found = shared_evidence(link, rows).filter(key=evidence_key).first()
    if found is None:
        raise Http404
    return found


def _is_long(contents: WorkbookContents) -> bool:
    """Tell whether its workbook takes longer than somebody without an account may have us work."""
    most: int = settings.WORKBOOK_ROWS_AT_ONCE
    return len(contents.rows) > most


def _too_long(request: LinkRequest, contents: WorkbookContents) -> HttpResponse:
    rows = {"rows": len(contents.rows), "most": settings.WORKBOOK_ROWS_AT_ONCE}
    context = {**rows, **_about(request)}
    return render(request, "assessments/links/too_long.html", context, status=409)


def _about(request: LinkRequest) -> dict[str, object]:
    link = request.link
    return {
        "link": link,
        "shared": link.assessment,
        "token": request.token,
        "referrer": "strict-origin",
    }
