"""The workbook of an assessment, and the plain list of its rows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.dates import date_format
from assessments.models import Assessment
from assessments.readers.keeping import Piece, WrittenCells
from assessments.readers.spooling import Spool
from assessments.reports.changes import changes_sheet
from assessments.reports.controls_sheet import controls_sheets
from assessments.reports.duties import duties_list_sheet, duties_sheet
from assessments.reports.evidence import evidence_sheet
from assessments.reports.gaps import gaps_sheet
from assessments.reports.lists import lists_sheet, meta_sheet
from assessments.reports.not_applicable import not_applicable_sheet
from assessments.reports.provider_part import provider_sheet
from assessments.reports.read_me import read_me_sheet
from assessments.reports.rows import local
from assessments.reports.sheets import Book, Sheet, Table, WrittenBook
from assessments.reports.summary import edition_facts, fact_columns, known, summary_sheet
from assessments.reports.writer import nobody, written, written_to
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents
from matrix.selectors import PrintedEdition


def assessment_workbook(contents: WorkbookContents) -> WrittenBook:
    """Return the workbook in the language of its contents. Asks the database nothing."""
    with translation.override(contents.language):
        sheets = _sheets(contents)
        return written(_book(contents.assessment, contents.language, contents.made_at, sheets))


def write_workbook(
    stream: IO[bytes],
    contents: WorkbookContents,
    *,
    pieces: Spool[Piece],
    told: Callable[[int], None] = nobody,
    folder: Path | None = None,
) -> WrittenCells:
    """Write the same workbook to `stream`, as `writer.written_to` does."""
    with translation.override(contents.language):
        sheets = _sheets(contents)
        book = _book(contents.assessment, contents.language, contents.made_at, sheets)
        return written_to(stream, book, pieces=pieces, told=told, folder=folder)


def duties_list(
    rows: Sequence[DutyRow],
    *,
    assessment: Assessment,
    printed: PrintedEdition,
    at: datetime,
    as_of: date | None = None,
) -> bytes:
    """Return the plain twin of the grid, in the language in force: the rows, and the source.

    `as_of` is the day that the rows are of, None for today.
    """
    mark = assessment.organisation.classification
    facts = [
        (_("Classification mark"), mark),
        (_("As of"), as_of),
        *edition_facts(assessment.edition, printed),
    ]
    sheets = [
        duties_list_sheet(rows, printed, assessment.client_party),
        Sheet(_("Source"), [Table("Source", fact_columns(), known(facts))]),
    ]
    return written(_book(assessment, get_language() or printed.language, at, sheets)).content


def file_name(assessment: Assessment, at: datetime, *, part: str = "") -> str:
    """Return `remit-<organisation>-<scope>-<date>.xlsx`, in letters every system takes.

    `part` names a file that is not the whole workbook.
    """
    scope = slugify(assessment.scope)[:60].strip("-") or str(assessment.pk)
    day = local(at).date().isoformat()
    words = ["remit", assessment.organisation.slug, scope, part, day]
    return "-".join(filter(None, words)) + ".xlsx"


def edition_words(assessment: Assessment, title: str) -> str:
    """Return which edition it is: "Public Cloud Instances, edition of 22 December 2022"."""
    day = assessment.edition.published_on
    if day is None:
        return title
    shown = date_format(day, "j F Y")
    return _("%(title)s, edition of %(day)s") % {"title": title, "day": shown}


def _sheets(contents: WorkbookContents) -> list[Sheet]:
    return [
        summary_sheet(contents),
        duties_sheet(contents),
        gaps_sheet(contents),
        not_applicable_sheet(contents),
        evidence_sheet(contents),
        provider_sheet(contents),
        changes_sheet(contents),
        *controls_sheets(contents),
        read_me_sheet(contents),
        lists_sheet(),
        meta_sheet(contents),
    ]


def _book(assessment: Assessment, language: str, at: datetime, sheets: Sequence[Sheet]) -> Book:
    whose = f"{assessment.organisation.name} · {assessment.scope}"
    service = assessment.edition.matrix.service
    return Book(
        title=f"{whose} · {service}",
        language=language,
        author=assessment.organisation.name,
        at=local(at),
        about=(whose, edition_words(assessment, service)),
        sheets=sheets,
        too_long=_("… [cut here: a cell holds 32,767 characters; the whole text is in Remit]"),
        not_listed=(_("Not in the list"), _("Choose one of the words of the list.")),
        mark=assessment.organisation.classification,
    )
