"""What a share link shows: one reading of it for page, list and workbook."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.models import AnswerQuerySet, Attachment, ShareLink
from assessments.scoring import Proven
from assessments.selectors.duties import DutyRow
from assessments.selectors.opinions.reading import NO_OPINIONS
from assessments.selectors.overview import MatrixFinding, matrix_findings
from assessments.selectors.proofs.filed import Filed, FiledProof
from assessments.selectors.workbook import (
    Making,
    Selection,
    WorkbookContents,
    workbook_contents,
)
from evidence.models import Evidence, EvidenceQuerySet
from matrix.selectors import PrintedEdition, PrintedSection
from matrix.selectors.findings import figures_of


@dataclass(frozen=True, slots=True)
class SharedSection:
    """Rows under one heading, each with its proofs; None for rows above any heading."""

    section: PrintedSection | None
    rows: tuple[tuple[DutyRow, tuple[FiledProof, ...]], ...]


def shared_contents(
    link: ShareLink, printed: PrintedEdition, making: Making, selection: Selection | None
) -> WorkbookContents:
    """Return what a link shows, as its workbook says it; `selection` are the rows of its filter.

    As `workbook_contents` for nobody, and less: no row outside of the selection is on any sheet,
    no proof that is not for auditors, none at all where the link has no evidence, and nothing of
    another assessment, the period before included, and no opinion of another auditor. Counts are
    of the whole assessment. As many queries at most.
    """
    whole = workbook_contents(link.assessment, printed, making, selection)
    since = whole.since
    if since and since.sign_off.assessment_id != link.assessment_id:
        since = None
    provider_rows = whole.provider_rows
    if selection:
        kept = {_printed(row) for row in whole.rows}
        provider_rows = tuple(
            row
            for row in provider_rows
            if (row.section, row.activity, row.client_letters, row.provider_letters) in kept
        )
    return replace(
        whole,
        made_by=_("a share link, for %(label)s") % {"label": link.label},
        provider_rows=provider_rows,
        since=since,
        filed=_filed(link, whole),
        opinions=NO_OPINIONS,
    )


def sections_of(contents: WorkbookContents) -> tuple[SharedSection, ...]:
    """Return the rows of a link by section, in printed order. Asks the database nothing."""
    by_row = contents.filed.by_row if contents.filed else {}
    groups: dict[int | None, list[DutyRow]] = {}
    for row in contents.rows:
        groups.setdefault(row.section.section_id if row.section else None, []).append(row)
    return tuple(
        SharedSection(rows[0].section, tuple((row, by_row.get(row.key, ())) for row in rows))
        for rows in groups.values()
    )


def findings_shown(contents: WorkbookContents) -> tuple[MatrixFinding, ...]:
    """Return the findings on the page of the provider; of a selection those on its rows. A query.

    A finding on the page as a whole may name rows: it is shown with all of them only.
    """
    edition = contents.assessment.edition
    found = matrix_findings(figures_of([edition])[edition.pk].findings, contents.printed)
    if not contents.filter_words:
        return tuple(found)
    positions = {row.position for row in contents.rows}
    return tuple(each for each in found if each.activity and each.activity.position in positions)


def shared_evidence(link: ShareLink, answers: AnswerQuerySet) -> EvidenceQuerySet:
    """Return the evidence a link shows, `answers` being the rows in play of its filter.

    What stands, is for auditors, and proves one of these rows.
    """
    if not link.has_evidence:
        return Evidence.objects.none()
    attached = Attachment.objects.in_play().filter(answer__in=answers.order_by().values("pk"))
    return Evidence.objects.filter(
        pk__in=attached.values("evidence"), is_visible_to_auditor=True, withdrawn_at=None
    ).select_related("collected_by__user")


def _printed(row: DutyRow) -> tuple[object, ...]:
    return row.section, row.activity, row.client_letters, row.provider_letters


def _filed(link: ShareLink, contents: WorkbookContents) -> Filed:
    """Keep the proofs of the rows that are shown; what is proven is counted over all."""
    filed = contents.filed or Filed((), {}, Proven())
    keys = {row.key for row in contents.rows} if link.has_evidence else set()
    trimmed = {
        proof.name: replace(proof, keys=tuple(key for key in proof.keys if key in keys))
        for proof in filed.proofs
    }
    return Filed(
        proofs=tuple(proof for proof in trimmed.values() if proof.keys),
        by_row={
            key: tuple(trimmed[proof.name] for proof in found)
            for key, found in filed.by_row.items()
            if key in keys
        },
        proven=filed.proven,
        is_left_out=not link.has_evidence,
    )
