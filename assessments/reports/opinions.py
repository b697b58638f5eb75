"""What auditors found: three columns of the sheet to work in, and the list as a workbook.

The columns are filled in by an auditor and come back as their own opinion, whole: result, note
and date of a row together (`services.opinions.OpinionEntry`). The file holds no revision of
opinions. What the export had in the three cells is the base of a merge where `Export.made_by` is
the auditor who returns it; in a file made for anybody else they show the latest opinion, whoever
stated it, and what stands against a changed cell is the auditor's own opinion, or none. Its
revision is read when the file is taken back (`selectors.opinions.own_opinions`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment, Result
from assessments.reports.lists import RESULT
from assessments.reports.mine import edition_facts
from assessments.reports.sheets import Column, Kind, Look
from assessments.selectors.duties import DutyRow
from assessments.selectors.opinions import OpinionLine, OpinionPage, OpinionRow, Opinions
from matrix.reports import Column as PlainColumn
from matrix.reports import Value, plain_workbook

RESULT_FIELD: Final = "result"
NOTE_FIELD: Final = "note"
DATE_FIELD: Final = "stated_on"


def opinion_headings() -> dict[str, str]:
    """Return the headings of the three columns in the language in force, by field."""
    return {
        RESULT_FIELD: _("Auditor’s result"),
        NOTE_FIELD: _("Auditor’s note"),
        DATE_FIELD: _("Auditor’s date"),
    }


def result_words(language: str) -> Mapping[str, str]:
    """Return the code of each result by its word in a language, as the list of a file has it."""
    with translation.override(language):
        return {str(Result(code).label): code for code in Result.values}


def opinion_columns(opinions: Opinions | None) -> list[Column[DutyRow]]:
    """Return the auditor's columns: of a reader who is one their own, else the latest opinion.

    None for a day that is over: nobody kept what auditors said on it, and there is no column.
    With opinions of several auditors a fourth column names whose is shown.
    """
    if opinions is None:
        return []
    shown = opinions.shown
    headings = opinion_headings()
    columns: list[Column[DutyRow]] = [
        Column(
            headings[RESULT_FIELD],
            16,
            lambda row: _of(shown(row.key), "result_text"),
            look=Look.FILLED,
            choices=RESULT,
        ),
        Column(
            headings[NOTE_FIELD], 24, lambda row: _of(shown(row.key), "note"), look=Look.FILLED
        ),
        Column(
            headings[DATE_FIELD],
            12,
            lambda row: _of(shown(row.key), "stated_on"),
            Kind.DATE,
            Look.FILLED,
        ),
    ]
    if opinions.own_id is None and len(opinions.authors) > 1:
        columns.append(
            Column(_("Auditor"), 16, lambda row: _whose(opinions, row), look=Look.PLAIN)
        )
    return columns


def opinions_workbook(page: OpinionPage, *, assessment: Assessment) -> bytes:
    """Return a line for each opinion on the rows kept, one for a row without, and the source.

    In the language in force.
    """
    return plain_workbook(
        title=_("Auditors’ opinions"),
        columns=_list_columns(),
        rows=[line for row in page.kept for line in _list_lines(row)],
        mark=assessment.organisation.classification,
        about=list(edition_facts(assessment.edition)),
    )


def _of(line: OpinionLine | None, name: str) -> Any:
    return getattr(line, name) if line else None


def _whose(opinions: Opinions, row: DutyRow) -> str:
    found = opinions.of(row.key)
    if not found:
        return ""
    more = len(found) - 1
    if not more:
        return found[0].author
    words = ngettext(
        "%(name)s, the latest; %(n)s other opinion in Remit",
        "%(name)s, the latest; %(n)s other opinions in Remit",
        more,
    )
    return words % {"name": found[0].author, "n": more}


def _list_columns() -> list[PlainColumn]:
    headings = opinion_headings()
    return [
        PlainColumn(_("No."), 7),
        PlainColumn(_("Activity"), 48),
        PlainColumn(_("Activity as printed"), 48),
        PlainColumn(_("Coverage"), 14),
        PlainColumn(_("Auditor"), 20),
        PlainColumn(headings[RESULT_FIELD], 22),
        PlainColumn(headings[NOTE_FIELD], 48),
        PlainColumn(headings[DATE_FIELD], 14),
        PlainColumn(_("Row changed since"), 14),
    ]


def _list_lines(row: OpinionRow) -> Iterator[list[Value]]:
    duty = row.duty
    about: list[Value] = [
        duty.section.number if duty.section else "",
        duty.activity.text,
        duty.activity.original or duty.activity.text,
        duty.coverage_text,
    ]
    for line in row.lines:
        since = _("yes") if line.is_outdated else _("no")
        yield [*about, line.author, line.result_text, line.note, line.stated_on, since]
    if not row.lines:
        yield [*about, "", "", "", "", ""]
