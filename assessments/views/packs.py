"""The evidence pack of an assessment: made by POST, put on record, and streamed."""

from collections.abc import Iterator
from typing import cast
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from assessments.filters import DutyFilter
from assessments.models import Assessment, Export
from assessments.reports.assessment import assessment_workbook
from assessments.reports.packs import (
    KIND,
    ContentChanged,
    Pack,
    evidence_pack,
    length_of,
    zipped,
)
from assessments.selectors.packs import PackedProof, damaged_proofs, packed_proofs
from assessments.selectors.workbook import (
    Making,
    Selection,
    WorkbookContents,
    workbook_contents,
)
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.services.packs import tell_of_broken_pack
from assessments.views.finding import find_assessment
from assessments.views.past import is_asked
from matrix.selectors import printed_edition


@member_action(Action.READ)
def pack(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand out the workbook of the rows that the query string keeps, with what proves them.

    409 names the proofs whose files the vault has no longer; then nothing is made.
    """
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        messages.warning(request, _("Evidence packs are of today: no file was made."))
        slug = request.membership.organisation.slug
        return redirect("assessments:dashboard", slug, assessment.pk)
    contents = _contents(request, assessment)
    proofs = packed_proofs(contents, reader=request.membership)
    damaged = damaged_proofs(proofs)
    if damaged:
        return _damaged(request, assessment, damaged)
    return pack_file(*_recorded(request, contents, proofs))


def pack_file(made: Pack, export: Export) -> HttpResponse:
    """Return a pack on record as a file that nobody keeps on the way, piece by piece."""
    response = StreamingHttpResponse(
        _bytes(made, export),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Content-Length": str(length_of(made.folder, made.parts)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, response)


def _bytes(made: Pack, export: Export) -> Iterator[bytes]:
    """Give the file; where the vault fails, end without its end: the download fails visibly."""
    try:
        yield from zipped(made.folder, made.parts)
    except ContentChanged as changed:
        evidence_id = changed.part.evidence
        tell_of_broken_pack(export=export, evidence_id=evidence_id, at=timezone.now())
        raise


def _contents(request: MemberRequest, assessment: Assessment) -> WorkbookContents:
    now, language = timezone.now(), get_language() or ""
    printed = printed_edition(assessment.edition, language=language)
    shown = DutyFilter(
        request.GET,
        assessment=assessment,
        printed=printed,
        reader=request.membership,
        on=timezone.localdate(now),
    )
    making = Making(uuid4(), language, request.membership, now)
    selection = Selection(shown.qs, shown.query, shown.words) if shown.is_filtered else None
    return workbook_contents(assessment, printed, making, selection)


def _recorded(
    request: MemberRequest, contents: WorkbookContents, proofs: tuple[PackedProof, ...]
) -> tuple[Pack, Export]:
    book = assessment_workbook(contents)
    made = evidence_pack(contents, proofs, book.content)
    told: dict[str, str | int] = {"proofs": made.proofs, "sums_sha256": made.sums_sha256}
    export = record_export(
        assessment=contents.assessment,
        made=MadeWorkbook(contents.key, KIND, contents.language, contents.query, book.cells, told),
        by=request.membership,
        at=contents.made_at,
    )
    return made, export


def _damaged(
    request: MemberRequest, assessment: Assessment, proofs: tuple[PackedProof, ...]
) -> HttpResponse:
    context = {"assessment": assessment, "proofs": proofs, "nav": "dashboard"}
    return render(request, "assessments/packs/damaged.html", context, status=409)
