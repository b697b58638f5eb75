"""The findings of an edition, and the questions to its provider with a place for answers."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.reports.cells import Value
from accounts.reports.plain import Column, plain_workbook
from matrix.reports.editions import about_edition
from matrix.selectors import EditionPage, ProviderQuestion

_WIDTHS = {1: 28, 2: 60, 4: 32, 5: 60, 6: 28}


def findings_workbook(
    page: EditionPage, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, mark: str
) -> bytes:
    """Return the findings of one edition as a workbook, with source and licence.

    `mark` is that of the organisation, "" where the workbook is nobody's.
    """
    columns = [Column(name, _WIDTHS.get(place, 14)) for place, name in enumerate(headings)]
    return plain_workbook(
        title=_("Findings"), columns=columns, rows=rows, mark=mark, about=about_edition(page)
    )


def questions_workbook(
    page: EditionPage, questions: Iterable[ProviderQuestion], *, mark: str
) -> bytes:
    """Return the questions to the provider, numbered, with empty columns for the answers.

    The activity stands as the provider printed it, so that they find it. `mark` is that of the
    organisation, "" where the workbook is nobody's.
    """
    columns = [
        Column(_("No."), 6),
        Column(_("Section"), 28),
        Column(_("Line"), 8),
        Column(_("Activity as printed"), 50),
        Column(_("Letters as printed"), 26),
        Column(_("Our question"), 56),
        Column(_("Your answer"), 48),
        Column(_("Answered by"), 20),
        Column(_("Date"), 12),
    ]
    rows = (
        [
            question.number,
            question.section,
            question.placed.found.line,
            question.activity,
            question.placed.letters,
            question.sentence,
            "",
            "",
            "",
        ]
        for question in questions
    )
    return plain_workbook(
        title=_("Questions"), columns=columns, rows=rows, mark=mark, about=about_edition(page)
    )
