"""The hidden sheets: the lists one chooses from, and what identifies the file."""

from datetime import UTC
from typing import TypeAlias

from django.utils.translation import gettext as _

from assessments.models import Coverage, Result
from assessments.reports.sheets import Column, Look, Sheet, Table
from assessments.selectors.workbook import WorkbookContents

Pair: TypeAlias = tuple[str, str]

COVERAGE = "remit_coverage"
RESULT = "remit_opinion"
META = "_meta"
FORMAT = "remit-workbook-1"
KIND = "assessment"


def lists_sheet() -> Sheet:
    """Return the words one chooses from in the language of the file, each beside its code."""
    rows = [(str(Coverage(code).label), code) for code in Coverage.values]
    columns: list[Column[Pair]] = [
        Column(_("Coverage"), 18, _first, look=Look.PLAIN, defined_name=COVERAGE),
        Column("Coverage code", 18, _second, look=Look.PLAIN),
    ]
    results = [(str(Result(code).label), code) for code in Result.values]
    found: list[Column[Pair]] = [
        Column(_("Auditor’s result"), 18, _first, look=Look.PLAIN, defined_name=RESULT),
        Column("Auditor’s result code", 18, _second, look=Look.PLAIN),
    ]
    tables = [Table("Lists", columns, rows), Table("Results", found, results)]
    return Sheet(_("Lists"), tables, is_hidden=True)


def meta_sheet(contents: WorkbookContents) -> Sheet:
    """Return what identifies the file, in words of no language. It is no part of the hash."""
    assessment = contents.assessment
    rows: list[Pair] = [
        ("format", FORMAT),
        ("export", str(contents.key)),
        ("kind", KIND),
        ("language", contents.language),
        ("organisation", assessment.organisation.slug),
        ("assessment", str(assessment.pk)),
        ("edition_sha256", assessment.edition.sha256),
        ("filter", contents.query),
        ("as_of", contents.as_of.isoformat() if contents.as_of else ""),
        ("log_sequence", str(contents.head.sequence)),
        ("log_head", contents.head.seal),
        ("made_at", contents.made_at.astimezone(UTC).isoformat(timespec="seconds")),
    ]
    columns: list[Column[Pair]] = [
        Column("name", 18, _first, look=Look.PLAIN),
        Column("value", 70, _second, look=Look.PLAIN),
    ]
    return Sheet(META, [Table("Meta", columns, rows)], is_hidden=True, is_hashed=False)


def _first(row: Pair) -> str:
    return row[0]


def _second(row: Pair) -> str:
    return row[1]
