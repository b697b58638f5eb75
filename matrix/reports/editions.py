"""The plain twins of the library and of one edition."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.reports.cells import Value
from accounts.reports.plain import Column, plain_workbook
from matrix.selectors import EditionPage, LibraryRow


def library_workbook(rows: Iterable[LibraryRow], *, mark: str) -> bytes:
    """Return the library as a workbook, one edition a row.

    `mark` is that of the organisation, "" where the workbook is nobody's.
    """
    columns = [
        Column(_("Provider"), 20),
        Column(_("Service"), 32),
        Column(_("Title"), 48),
        Column(_("Language"), 10),
        Column(_("Published on"), 14),
        Column(_("Activities"), 11),
        Column(_("Duties"), 11),
        Column(_("Findings"), 11),
        Column(_("Source"), 48),
        Column(_("Licence"), 24),
    ]
    values = (
        [
            row.provider,
            row.service,
            row.title.text,
            row.language,
            row.published_on,
            row.activities,
            row.duties,
            row.findings,
            row.source_name,
            row.licence,
        ]
        for row in rows
    )
    return plain_workbook(title=_("Matrices"), columns=columns, rows=values, mark=mark)


def edition_workbook(
    page: EditionPage, headings: Sequence[str], rows: Iterable[Sequence[Value]], *, mark: str
) -> bytes:
    """Return the rows of one edition as a workbook, with source and licence.

    `mark` is that of the organisation, "" where the workbook is nobody's.
    """
    columns = [
        Column(heading, 60 if place in {2, 3} else 14) for place, heading in enumerate(headings)
    ]
    return plain_workbook(
        title=page.edition.matrix.service,
        columns=columns,
        rows=rows,
        mark=mark,
        about=about_edition(page),
    )


def about_edition(page: EditionPage) -> list[tuple[str, Value]]:
    """Return source, dates, licence and what was changed, as every export shows them."""
    edition, printed = page.edition, page.printed
    about: list[tuple[str, Value]] = [
        (_("Source"), edition.source_name),
        (_("Address"), edition.source_url),
        (_("Provider"), edition.matrix.provider.name),
        (_("Published on"), edition.published_on),
        (_("Dates as printed"), ", ".join(day.verbatim for day in page.dates)),
        (_("Licence"), edition.licence),
        (_("Text of the licence"), edition.licence_url),
        (_("Attribution"), edition.attribution),
        (_("Translation"), printed.label_notice),
        (_("SHA-256 of the page"), edition.sha256),
    ]
    legend: list[tuple[str, Value]] = [
        (letter, meaning.text) for letter, meaning in printed.legend
    ]
    return [*((name, value) for name, value in about if value), *legend]
