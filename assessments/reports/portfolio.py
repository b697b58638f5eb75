"""The workbook of a portfolio: how every assessment stands, and what is open in all of them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import IO, Final

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.dates import date_format
from assessments.readers.cells import Value
from assessments.readers.keeping import Piece, WrittenCells
from assessments.readers.spooling import Spool
from assessments.reports.lists import META
from assessments.reports.rows import local, zone_name
from assessments.reports.sheets import Book, Column, Kind, LineLook, Look, Sheet, Table
from assessments.reports.summary import Fact, fact_columns, known
from assessments.reports.writer import written_to
from assessments.selectors.gaps import GapRow
from assessments.selectors.heatmap import Heatmap, HeatmapColumn, HeatmapRow
from assessments.selectors.listing import AssessmentLine
from assessments.selectors.portfolio import DAYS, PortfolioContents
from assessments.selectors.proofs.lines import ProofLine

KIND: Final = "portfolio"
FORMAT: Final = "remit-portfolio-1"

_FILLED: Final = Look.FILLED
_PLAIN: Final = Look.PLAIN


def write_portfolio(
    stream: IO[bytes],
    contents: PortfolioContents,
    *,
    pieces: Spool[Piece],
    folder: Path | None = None,
) -> WrittenCells:
    """Write the workbook in the language of its making, as `writer.written_to` does."""
    with translation.override(contents.making.language):
        return written_to(stream, _book(contents), pieces=pieces, folder=folder)


def portfolio_name(contents: PortfolioContents) -> str:
    """Return `remit-<organisation>-portfolio-<date>.xlsx`."""
    day = local(contents.making.at).date().isoformat()
    return f"remit-{contents.organisation.slug}-portfolio-{day}.xlsx"


def _book(contents: PortfolioContents) -> Book:
    organisation, at = contents.organisation, contents.making.at
    about = _("Portfolio of %(day)s") % {"day": date_format(local(at).date(), "j F Y")}
    return Book(
        title=f"{organisation.name} · {about}",
        language=contents.making.language,
        author=organisation.name,
        at=local(at),
        about=(organisation.name, about),
        sheets=[
            _summary(contents),
            _assessments(contents),
            _gaps(contents),
            _heatmap(contents),
            _expiring(contents),
            _read_me(),
            _meta(contents),
        ],
        too_long=_("… [cut here: a cell holds 32,767 characters; the whole text is in Remit]"),
        mark=organisation.classification,
    )


def _summary(contents: PortfolioContents) -> Sheet:
    listing = contents.listing
    lines = [(LineLook.TITLE, contents.organisation.name)]
    if listing.lines:
        lines.append((LineLook.LEAD, f"{listing.lead}{listing.rest}"))
        said = [listing.proven, listing.apart, listing.overdue_words if listing.overdue else ""]
        lines += [(LineLook.HINT, each) for each in said if each]
    if not contents.is_still:
        said_so = _("People wrote while this was read: the sheets may differ by a few rows.")
        lines.append((LineLook.HINT, said_so))
    facts = Table("Summary", fact_columns(), known(_facts(contents)))
    return Sheet(_("Summary"), [facts], lines=lines)


def _facts(contents: PortfolioContents) -> Iterator[Fact]:
    making, listing = contents.making, contents.listing
    yield _("Organisation"), contents.organisation.name
    yield _("Classification mark"), contents.organisation.classification
    yield _("As of"), contents.on
    yield _("Assessments"), len(listing.lines)
    yield _("Duties in scope"), listing.counts.duties
    yield _("Applicable (denominator)"), listing.counts.applicable
    yield _("Gaps on the sheet Gaps"), len(contents.gaps)
    yield _("Made by"), str(making.by) if making.by else ""
    yield _("Made at (%(zone)s)") % {"zone": zone_name()}, local(making.at)
    yield _("Export"), str(making.key)
    yield _("Last event of the log before it"), contents.head.sequence
    yield _("Seal of that event"), contents.head.seal


def _assessments(contents: PortfolioContents) -> Sheet:
    empty = _("No assessment that this reader may see.")
    table = Table("Assessments", _assessment_columns(), contents.listing.lines, empty)
    return Sheet(_("Assessments"), [table], frozen=2)


def _assessment_columns() -> list[Column[AssessmentLine]]:
    def number(heading: str, value: Callable[[AssessmentLine], Value]) -> Column[AssessmentLine]:
        return Column(heading, 11, value, Kind.NUMBER, _PLAIN)

    def day(heading: str, value: Callable[[AssessmentLine], Value]) -> Column[AssessmentLine]:
        return Column(heading, 12, value, Kind.DATE, _PLAIN)

    return [
        Column(_("Service"), 24, lambda line: line.service),
        Column(_("Scope"), 28, lambda line: line.assessment.scope, look=_FILLED),
        Column(_("Provider"), 20, lambda line: line.provider),
        day(_("Edition of"), lambda line: line.published_on),
        day(_("Period from"), lambda line: line.assessment.starts_on),
        day(_("Period to"), lambda line: line.assessment.ends_on),
        Column(_("State"), 11, lambda line: line.assessment.get_state_display(), look=_PLAIN),
        number(_("Duties"), lambda line: line.counts.duties),
        number(_("Applicable"), lambda line: line.counts.applicable),
        number(_("Covered"), lambda line: line.counts.covered),
        number(_("Partial"), lambda line: line.counts.partial),
        number(_("Gap"), lambda line: line.counts.gap),
        number(_("Unanswered"), lambda line: line.counts.unanswered),
        number(_("Not applicable"), lambda line: line.counts.not_applicable),
        Column(_("Declared"), 26, lambda line: line.declared_words, look=_PLAIN),
        number(_("Proven (duties)"), lambda line: line.proven.proven),
        Column(_("Proven"), 26, lambda line: line.proven_words, look=_PLAIN),
        number(_("Proofs expired"), lambda line: line.proven.stale),
        number(_("Overdue"), lambda line: line.overdue),
        day(_("Last sign-off"), lambda line: line.signed_on),
        Column(_("Signed by"), 18, lambda line: line.signed_by, look=_PLAIN),
    ]


def _gaps(contents: PortfolioContents) -> Sheet:
    def text(heading: str, width: float, value: Callable[[GapRow], Value]) -> Column[GapRow]:
        return Column(heading, width, value, look=_FILLED)

    def day(heading: str, value: Callable[[GapRow], Value]) -> Column[GapRow]:
        return Column(heading, 12, value, Kind.DATE, _FILLED)

    columns: list[Column[GapRow]] = [
        Column(_("Service"), 20, lambda row: row.assessment.edition.matrix.service),
        text(_("Scope"), 22, lambda row: row.assessment.scope),
        Column(_("No."), 7, lambda row: row.number),
        Column(_("Activity"), 32, lambda row: row.activity.text),
        Column(
            _("Activity as printed"), 32, lambda row: row.activity.original or row.activity.text
        ),
        Column(_("Coverage"), 14, lambda row: row.coverage_text, Kind.COVERAGE, _FILLED),
        text(_("Severity"), 11, lambda row: row.plan.severity_text),
        text(_("Action"), 28, lambda row: row.plan.action),
        text(_("Acts"), 14, lambda row: row.acts),
        day(_("By when"), lambda row: row.plan.by_when),
        text(_("State"), 12, lambda row: row.plan.state_text),
        text(_("Ticket"), 20, lambda row: row.plan.ticket_url),
        text(_("Owner"), 14, lambda row: row.owner.name if row.owner else ""),
        day(_("Due"), lambda row: row.due_on),
        Column(_("Days late"), 9, lambda row: row.days_late, Kind.DAYS_LATE, _PLAIN),
        day(_("Gap since"), lambda row: row.since),
        Column(_("Days open"), 9, lambda row: row.age, Kind.NUMBER, _PLAIN),
        text(_("Accepted by"), 14, lambda row: row.plan.accepted_by),
        day(_("Accepted until"), lambda row: row.plan.expires_on),
        text(_("Why it is accepted"), 24, lambda row: row.plan.acceptance_reason),
        text(_("Note"), 28, lambda row: row.note),
    ]
    empty = _("No gap in any assessment.")
    return Sheet(_("Gaps"), [Table("Gaps", columns, contents.gaps, empty)], frozen=4)


def _heatmap(contents: PortfolioContents) -> Sheet:
    lines = [(LineLook.HINT, _("Duties covered of those that apply, by service and chapter."))]
    tables = [
        Table(f"Heatmap{number}", _heatmap_columns(each), each.rows)
        for number, each in enumerate(contents.heatmaps, start=1)
    ]
    if not tables:
        lines = [(LineLook.HINT, _("No assessment that this reader may see."))]
    return Sheet(_("Heatmap"), tables, lines=lines)


def _heatmap_columns(heatmap: Heatmap) -> list[Column[HeatmapRow]]:
    def chapter(place: int, column: HeatmapColumn) -> Column[HeatmapRow]:
        heading = f"{column.number} {column.title}".strip() or _("Above the headings")
        return Column(heading, 15, lambda row: _cell(row, place), look=_PLAIN)

    return [
        Column(_("Service"), 26, lambda row: row.assessment.edition.matrix.service),
        Column(_("Scope"), 30, lambda row: row.assessment.scope, look=_FILLED),
        *(chapter(place, column) for place, column in enumerate(heatmap.columns)),
    ]


def _cell(row: HeatmapRow, place: int) -> str:
    cell = row.cells[place]
    return cell.text if cell else ""


def _expiring(contents: PortfolioContents) -> Sheet:
    def text(heading: str, width: float, value: Callable[[ProofLine], Value]) -> Column[ProofLine]:
        return Column(heading, width, value, look=_FILLED)

    columns: list[Column[ProofLine]] = [
        text(_("Title"), 40, lambda line: line.evidence.title),
        text(_("Kind"), 11, lambda line: line.kind_text),
        text(_("Type"), 16, lambda line: line.type_text),
        Column(_("Valid until"), 12, lambda line: line.evidence.valid_until, Kind.DATE, _FILLED),
        Column(_("Validity"), 28, lambda line: line.validity, look=_PLAIN),
        Column(_("Duties"), 9, lambda line: line.duties, Kind.NUMBER, _PLAIN),
        text(_("Collected by"), 18, lambda line: line.collected_by),
        text(_("Source"), 22, lambda line: line.evidence.source_system),
        text(_("File name"), 26, lambda line: line.evidence.filename),
        text(_("Address"), 28, lambda line: line.evidence.url),
        text("SHA-256", 34, lambda line: line.evidence.sha256),
    ]
    empty = _("No proof in use has expired or expires within %(n)s days.") % {"n": DAYS}
    table = Table("Expiring", columns, contents.expiring, empty)
    return Sheet(_("Evidence expiring"), [table], frozen=1)


def _read_me() -> Sheet:
    columns: list[Column[tuple[str, str]]] = [
        Column(_("Word"), 30, lambda entry: entry[0]),
        Column(_("Meaning"), 110, lambda entry: entry[1], look=_PLAIN),
    ]
    return Sheet(_("Read me"), [Table("ReadMe", columns, list(_entries()))])


def _entries() -> Iterable[tuple[str, str]]:
    yield _("Assessments"), _("A line for each assessment that who made this file may see.")
    yield _("Gaps"), _("Every duty answered gap or partial, with its plan.")
    yield (
        _("Heatmap"),
        _("Covered of applicable duties; chapters that pages share stand together."),
    )
    yield (
        _("Evidence expiring"),
        _(
            "Proofs in use that have expired, or will within %(n)s days. What auditors are not"
            " shown is not listed."
        )
        % {"n": DAYS},
    )
    yield (
        _("Declared"),
        _("Covered duties / applicable duties, rounded down: what the organisation says."),
    )
    yield (
        _("Proven"),
        _(
            "Duties that are covered, have an owner and a proof that has not expired, are not to"
            " be rechecked and, with four eyes on, were accepted by a reviewer / applicable"
            " duties, rounded down. Proofs that are not listed count too."
        ),
    )


def _meta(contents: PortfolioContents) -> Sheet:
    making = contents.making
    rows = [
        ("format", FORMAT),
        ("export", str(making.key)),
        ("kind", KIND),
        ("language", making.language),
        ("organisation", contents.organisation.slug),
        ("log_sequence", str(contents.head.sequence)),
        ("log_head", contents.head.seal),
        ("made_at", making.at.astimezone(UTC).isoformat(timespec="seconds")),
    ]
    columns: list[Column[tuple[str, str]]] = [
        Column("name", 18, lambda row: row[0], look=_PLAIN),
        Column("value", 70, lambda row: row[1], look=_PLAIN),
    ]
    return Sheet(META, [Table("Meta", columns, rows)], is_hidden=True, is_hashed=False)
