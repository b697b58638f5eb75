"""Columns that several sheets share: where a row stands on the page, and what was printed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.reports.sheets import Column, Kind, Look
from assessments.selectors.duties import DutyRow
from matrix.models import Party
from matrix.selectors import PrintedEdition, PrintedSection, PrintedText


class PlacedRow(Protocol):
    """Where a row stands on the page, and its text."""

    @property
    def section(self) -> PrintedSection | None:
        """The heading it stands under."""

    @property
    def activity(self) -> PrintedText:
        """Its text."""


class PrintedRow(PlacedRow, Protocol):
    """A row of the page, answered or not."""

    @property
    def client_letters(self) -> str:
        """What the client holds."""

    @property
    def provider_letters(self) -> tuple[tuple[str, str], ...]:
        """What every other party holds, in the order of the page."""


# How many columns stay in view: number, section, activity.
FROZEN = 3


def activity_columns(printed: PrintedEdition, width: float = 32) -> Sequence[Column[PlacedRow]]:
    """Return number, section and activity, and the text as printed where it is another one.

    `width` is that of the texts.
    """
    columns: list[Column[PlacedRow]] = [
        Column(_("No."), 6.5, lambda row: row.section.number if row.section else ""),
        Column(_("Section"), 16, lambda row: row.section.title.text if row.section else ""),
        Column(_("Activity"), width, lambda row: row.activity.text),
    ]
    if printed.label_language:
        language = language_name(printed.language)
        heading = _("Activity, as printed (%(language)s)") % {"language": language}
        columns.append(
            Column(heading, width, lambda row: row.activity.original or row.activity.text)
        )
    return columns


def letters_columns(printed: PrintedEdition, client: Party) -> Sequence[Column[PrintedRow]]:
    """Return the letters of the client, then one column for each other party."""
    others = [party for party in printed.parties if party.party_id != client.pk]
    own: Column[PrintedRow] = Column(client.name, 7.5, _own_letters, Kind.LETTERS)
    return [own, *(_letters_column(party.name, place) for place, party in enumerate(others))]


def coverage_column(*, choices: str = "") -> Column[DutyRow]:
    """Return the coverage in words, chosen from the list that `choices` names."""
    return Column(
        _("Coverage"),
        14,
        lambda row: row.coverage_text,
        Kind.COVERAGE,
        Look.FILLED,
        choices=choices,
    )


def owner_column() -> Column[DutyRow]:
    """Return who has the row."""
    return Column(
        _("Owner"), 14, lambda row: row.owner.name if row.owner else "", look=Look.FILLED
    )


def note_column() -> Column[DutyRow]:
    """Return the note that goes to the auditor. The internal note is in no workbook."""
    return Column(_("Note"), 28, lambda row: row.note, look=Look.FILLED)


def due_column() -> Column[DutyRow]:
    """Return the date by which it is to be done."""
    return Column(_("Due"), 12, lambda row: row.due_on, Kind.DATE, Look.FILLED)


def change_column() -> Column[DutyRow]:
    """Return the day of the last change, by the installation's clock."""
    return Column(
        _("Last change"),
        12,
        lambda row: local(row.changed_at).date() if row.changed_at else None,
        Kind.DATE,
        Look.FILLED,
    )


def code_of(row: DutyRow) -> str:
    """Return the coverage as every language writes it in a file."""
    return Coverage(row.coverage).value


def local(moment: datetime) -> datetime:
    """Return a moment as the installation's clock shows it, to the second, without zone."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)


def zone_name() -> str:
    """Return the time zone of the installation."""
    return str(settings.TIME_ZONE)


def language_name(code: str) -> str:
    """Return the name of a language in the language of the file; the code if it has none."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def _own_letters(row: PrintedRow) -> str:
    return row.client_letters


def _letters_column(name: str, place: int) -> Column[PrintedRow]:
    return Column(name, 10, lambda row: row.provider_letters[place][1], Kind.LETTERS)
