"""Cells that several tables share: where a row stands on the page, and what was printed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from django.utils.translation import gettext as _

from accounts.dates import date_format
from assessments.readers.cells import Value
from assessments.reports.pdf.pieces import Cell, Column, Group, Line, Row, Tone, lines
from assessments.reports.pdf.texts import shown, width_of
from assessments.reports.rows import PlacedRow, PrintedRow, local
from assessments.selectors.duties import DutyRow
from matrix.models import Party
from matrix.selectors import PrintedEdition, PrintedSection, PrintedText

Placed = TypeVar("Placed", bound=PlacedRow)

_NARROWEST, _WIDEST = 15.0, 32.0  # mm of a column of letters, by the name above it
_AROUND = 4.5


def by_section(rows: Iterable[Placed], cells: Callable[[Placed], Row]) -> list[Group]:
    """Return rows under the headings of the page, in their order."""
    groups = groupby(rows, key=lambda row: row.section)
    return [Group(_title(section), [cells(row) for row in held]) for section, held in groups]


def letters_columns(printed: PrintedEdition, client: Party) -> list[Column]:
    """Return a column for the client's letters, then one for each other party's."""
    others = [party.name for party in printed.parties if party.party_id != client.pk]
    return [Column(name, _named_width(name), is_centred=True) for name in (client.name, *others)]


def letters_cells(row: PrintedRow) -> list[Cell]:
    """Return the letters of each of these columns."""
    others = [letters for _party, letters in row.provider_letters]
    return [lines(letters, tone=Tone.STRONG) for letters in (row.client_letters, *others)]


def printed_lines(text: PrintedText) -> list[Line]:
    """Return a text in the reader's language, then as printed where that is another one."""
    shown = [Line(text.text, Tone.PLAIN, text.language)]
    if text.original:
        shown.append(Line(text.original, Tone.HINT, text.original_language))
    return shown


def coverage_cell(row: DutyRow) -> list[Line]:
    """Return the coverage by its mark and word, and whether it is to be looked at again."""
    shown = [Line(row.coverage_text, row.coverage)]
    return [*shown, Line(_("to recheck"), Tone.HINT)] if row.is_to_recheck else shown


def named(name: str, value: Value, tone: str = Tone.FILLED) -> list[Line]:
    """Return "Owner: Réseau", nothing where there is no value."""
    if value is None or value == "":
        return []
    said = _("%(name)s: %(value)s") % {"name": name, "value": worded(value)}
    return [Line(said, tone)]


def worded(value: Value) -> str:
    """Return a value as a reader of the paper's language writes it; moments by the clock here."""
    if isinstance(value, datetime):
        return date_format(value, "j N Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j N Y")
    return "" if value is None else str(value)


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a moment by the installation's clock."""
    return local(moment).date() if moment else None


def filled(columns: Sequence[Column], at: int, *, to: float) -> list[Column]:
    """Return columns that take `to` together: the one `at` this place takes what is left."""
    rest = to - sum(column.width for place, column in enumerate(columns) if place != at)
    grown = Column(columns[at].heading, max(rest, 30.0), columns[at].is_centred)
    return [*columns[:at], grown, *columns[at + 1 :]]


def _named_width(name: str) -> float:
    return min(_WIDEST, max(_NARROWEST, width_of(shown(name)) + _AROUND))


def _title(section: PrintedSection | None) -> Line | None:
    if section is None:
        return None
    words = f"{section.number} {section.title.text}".strip()
    return Line(words, Tone.STRONG, section.title.language)
