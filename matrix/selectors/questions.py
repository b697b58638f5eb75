"""The findings of an edition with the rows they stand on, and what they make a client ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matrix.selectors.findings import FindingRow
from matrix.selectors.library import EditionPage
from matrix.selectors.printed import PrintedActivity, PrintedSection
from matrix.words import question_sentence


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the row or the section it stands on, None where it is about the page.

    `letters` are those printed on the row, party by party: "Client RA · OVHcloud –".
    """

    found: FindingRow
    activity: PrintedActivity | None
    section: PrintedSection | None
    letters: str


@dataclass(frozen=True, slots=True)
class ProviderQuestion:
    """A numbered question to the provider, with the finding it comes from."""

    number: int
    placed: PlacedFinding
    sentence: str

    @property
    def section(self) -> str:
        """Return the section as the provider printed it, with its number."""
        return _as_printed(self.placed.section)

    @property
    def activity(self) -> str:
        """Return the activity as the provider printed it."""
        row = self.placed.activity
        return (row.text.original or row.text.text) if row else ""


def placed_findings(page: EditionPage) -> tuple[PlacedFinding, ...]:
    """Return the findings of a page where they stand: of the page first, then by line."""
    activities = {row.line: row for row in page.printed.activities}
    sections = {count.section.section_id: count.section for count in page.sections}
    headings = {count.section.line: count.section for count in page.sections}
    return tuple(
        PlacedFinding(
            found,
            activity,
            _section(sections, headings, activity, found),
            _letters(page, activity),
        )
        for found in sorted(page.figures.findings, key=lambda found: found.line or 0)
        for activity in [activities.get(found.line or 0)]
    )


def provider_questions(findings: Iterable[PlacedFinding]) -> tuple[ProviderQuestion, ...]:
    """Return the questions that findings ask, numbered from 1 in the order given."""
    return tuple(
        ProviderQuestion(number, placed, sentence)
        for number, (placed, sentence) in enumerate(_asking(findings), start=1)
    )


def _asking(findings: Iterable[PlacedFinding]) -> Iterator[tuple[PlacedFinding, str]]:
    for placed in findings:
        found = placed.found
        if sentence := question_sentence(found.code, cell=found.cell, values=found.values):
            yield placed, sentence


def _section(
    sections: dict[int, PrintedSection],
    headings: dict[int, PrintedSection],
    activity: PrintedActivity | None,
    found: FindingRow,
) -> PrintedSection | None:
    if activity is None:
        return headings.get(found.line or 0)
    return sections.get(activity.section_id or 0)


def _letters(page: EditionPage, activity: PrintedActivity | None) -> str:
    if activity is None:
        return ""
    return " · ".join(
        f"{party.name} {activity.letters.get(party.party_id) or '–'}"
        for party in page.printed.parties
    )


def _as_printed(section: PrintedSection | None) -> str:
    if section is None:
        return ""
    return f"{section.number} {section.title.original or section.title.text}".strip()
