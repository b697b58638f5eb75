"""Two editions of one page in two languages, side by side, to attach one to the other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matrix.aligning import AlignedRow, AlignedSection, Pair, align
from matrix.models import Edition, EditionQuerySet
from matrix.selectors.printed import (
    PrintedActivity,
    PrintedEdition,
    PrintedSection,
    is_same_language,
    printed_edition,
)


@dataclass(frozen=True, slots=True)
class PairedRow:
    """A row, and what was found for it on the other page: None for nothing."""

    own: PrintedActivity
    other: PrintedActivity | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class PairedSection:
    """A section with its counterpart; `choices` are all rows of that, to choose from."""

    own: PrintedSection | None
    other: PrintedSection | None
    rows: tuple[PairedRow, ...]
    choices: tuple[PrintedActivity, ...]

    @property
    def is_sure(self) -> bool:
        """Tell whether nothing of it has to be confirmed."""
        return all(row.is_sure for row in self.rows)


@dataclass(frozen=True, slots=True)
class Translation:
    """An edition and the page that becomes its second language."""

    edition: Edition
    other: Edition
    sections: tuple[PairedSection, ...]

    @property
    def unsure(self) -> int:
        """Return how many rows somebody has to confirm."""
        return sum(not row.is_sure for section in self.sections for row in section.rows)

    @property
    def total(self) -> int:
        """Return how many rows the edition has."""
        return sum(len(section.rows) for section in self.sections)


def other_languages(edition: Edition, editions: EditionQuerySet) -> tuple[Edition, ...]:
    """Return the editions of the same provider in another language. One query."""
    found = editions.filter(matrix__provider=edition.matrix.provider_id).newest_first()
    return tuple(
        other
        for other in found.select_related("matrix__provider").defer("source")
        if other.language and not is_same_language(other.language, edition.language)
    )


def translation_of(edition: Edition, other: Edition) -> Translation:
    """Return the rows of two pages paired. At most 14 queries.

    Both are read as printed, without any labels.
    """
    own_page = printed_edition(edition, language=edition.language)
    other_page = printed_edition(other, language=other.language)
    own_rows = {row.activity_id: row for row in own_page.activities}
    other_rows = {row.activity_id: row for row in other_page.activities}
    sections = {section.section_id: section for section in own_page.sections}
    other_sections = {section.section_id: section for section in other_page.sections}
    return Translation(
        edition,
        other,
        tuple(
            PairedSection(
                own=sections.get(found.own.key),
                other=other_sections.get(found.other.key) if found.other else None,
                rows=tuple(_row(pair, own_rows, other_rows) for pair in found.pairs),
                choices=tuple(
                    other_rows[row.key] for row in (found.other.rows if found.other else ())
                ),
            )
            for found in align(_sides(own_page), _sides(other_page))
        ),
    )


def _row(
    pair: Pair, own: dict[int, PrintedActivity], other: dict[int, PrintedActivity]
) -> PairedRow:
    partner = None if pair.other is None else other[pair.other]
    return PairedRow(own[pair.own], partner, pair.is_sure)


def _sides(page: PrintedEdition) -> tuple[AlignedSection, ...]:
    """Return the sections of a page with their own rows; rows before the first have section 0."""
    rows: dict[int, list[AlignedRow]] = defaultdict(list)
    for activity in page.activities:
        # The client first: the columns may stand in another order on the other page.
        parties = sorted(page.parties, key=lambda party: not party.is_client)
        letters = tuple(activity.letters.get(party.party_id, "") for party in parties)
        rows[activity.section_id or 0].append(AlignedRow(activity.activity_id, letters))
    untitled = [AlignedSection(0, "", 0, tuple(rows[0]))] if 0 in rows else []
    return (*untitled, *_titled(page.sections, rows))


def _titled(
    sections: Iterable[PrintedSection], rows: dict[int, list[AlignedRow]]
) -> Iterable[AlignedSection]:
    for section in sections:
        own = tuple(rows.get(section.section_id, ()))
        yield AlignedSection(section.section_id, section.number, section.depth, own)
