"""The two editions of a move, as a comparison takes them."""

from collections.abc import Iterator

from matrix.comparing import compare
from matrix.comparing.results import Comparison
from matrix.comparing.rows import ComparedRow
from matrix.models import Edition, Party
from matrix.selectors import PrintedActivity, PrintedEdition, PrintedSection, printed_edition


def compared_editions(*, old: tuple[Edition, Party], new: tuple[Edition, Party]) -> Comparison:
    """Compare two editions as printed, each seen by a party of its own.

    Keys are ids of activities. At most 14 queries, whatever their size. Editions never change,
    so that no lock is needed.
    """
    return compare(*(tuple(_rows(edition, party)) for edition, party in (old, new)))


def _rows(edition: Edition, party: Party) -> Iterator[ComparedRow]:
    printed = printed_edition(edition, language=edition.language)
    sections = {section.section_id: section for section in printed.sections}
    for activity in printed.activities:
        yield _row(activity, printed, sections, party.pk)


def _row(
    activity: PrintedActivity,
    printed: PrintedEdition,
    sections: dict[int, PrintedSection],
    client: int,
) -> ComparedRow:
    section = sections.get(activity.section_id or 0)
    return ComparedRow(
        key=activity.activity_id,
        line=activity.line,
        section=tuple(_titles_upwards(section, sections))[::-1],
        number=section.number if section else "",
        text=activity.text.text,
        client=activity.letters.get(client, ""),
        others=tuple(
            (party.name, activity.letters.get(party.party_id, ""))
            for party in printed.parties
            if party.party_id != client
        ),
    )


def _titles_upwards(
    section: PrintedSection | None, sections: dict[int, PrintedSection]
) -> Iterator[str]:
    while section is not None:
        yield section.title.text
        section = sections.get(section.parent_id or 0)
