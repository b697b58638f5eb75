"""What changed since the latest sign-off: what was said when it was signed, and what is now."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from assessments.models import Coverage, PlanState, Review, Severity
from assessments.readers.cells import Value
from assessments.reports.rows import FROZEN, activity_columns, local
from assessments.reports.sheets import Column, Kind, Look, Sheet, Table
from assessments.reports.summary import sign_off_words
from assessments.selectors.signing.since import ADDED, GONE, Changed
from assessments.selectors.signing.since import Value as Said
from assessments.selectors.workbook import WorkbookContents
from assessments.words.events import NOTHING
from assessments.words.fields import field_name

_CODES: Final[Mapping[str, type[TextChoices]]] = {
    "coverage": Coverage,
    "review": Review,
    "severity": Severity,
    "state": PlanState,
    ADDED: Coverage,
    GONE: Coverage,
}


def changes_sheet(contents: WorkbookContents) -> Sheet:
    """Return a line for each field of the selection that changed; without sign-off, a sentence."""
    columns: list[Column[Changed]] = [
        *activity_columns(contents.printed),
        Column(_("What changed"), 20, _what, look=Look.PLAIN),
        Column(
            _("When it was signed"),
            32,
            lambda line: _said(line, line.then),
            Kind.ANY,
            Look.FILLED,
        ),
        Column(_("Now"), 32, lambda line: _said(line, line.now), Kind.ANY, Look.FILLED),
        Column(_("Changed by"), 16, lambda line: line.who, look=Look.FILLED),
        Column(
            _("Changed at"),
            15,
            lambda line: local(line.at) if line.at else None,
            Kind.MOMENT,
            Look.FILLED,
        ),
    ]
    lines = contents.since.changes if contents.since else ()
    table = Table("Changes", columns, lines, _empty(contents))
    return Sheet(_("Changes since last sign-off"), [table], frozen=FROZEN)


def _empty(contents: WorkbookContents) -> str:
    if contents.since is None:
        return _("Nobody has signed this assessment: there is nothing to compare with.")
    said = {"sign_off": sign_off_words(contents.since.sign_off)}
    return _("None of these rows changed since the %(sign_off)s.") % said


def _what(line: Changed) -> str:
    words = {ADDED: _("Row added"), GONE: _("Row gone")}
    return words.get(line.field) or field_name(line.field)


def _said(line: Changed, value: Said) -> Value:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not value:
        return NOTHING
    if isinstance(value, date):
        return value
    codes = _CODES.get(line.field)
    return str(codes(value).label) if codes else value
