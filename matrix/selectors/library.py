"""The library: which editions there are, and the page of one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from matrix.models import ActivityQuerySet, Edition, EditionQuerySet, LabelSet
from matrix.readers import DUTY_LETTERS
from matrix.selectors.findings import EditionFigures, FindingRow, figures_of
from matrix.selectors.printed import (
    PrintedActivity,
    PrintedEdition,
    PrintedSection,
    PrintedText,
    is_same_language,
    printed_edition,
)


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One edition of the library, with its figures. `is_bundled` came with the product."""

    edition_id: int
    is_bundled: bool
    provider: str
    service: str
    title: PrintedText
    language: str
    published_on: date | None
    activities: int
    duties: int
    findings: int
    licence: str
    source_name: str


@dataclass(frozen=True, slots=True)
class DatePrinted:
    """A date as printed, with the line it stands on; `value` is None when it cannot be told."""

    verbatim: str
    value: date | None
    line: int


@dataclass(frozen=True, slots=True)
class SectionCount:
    """A section with the number of activities and duties in it and below it."""

    section: PrintedSection
    activities: int
    duties: int


@dataclass(frozen=True, slots=True)
class EditionPage:
    """Everything one edition's page says above its table."""

    edition: Edition
    printed: PrintedEdition
    figures: EditionFigures
    dates: tuple[DatePrinted, ...]
    sections: tuple[SectionCount, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One activity as the table and its twin show it. `path` ends with its own section."""

    activity: PrintedActivity
    path: tuple[PrintedSection, ...]
    findings: tuple[FindingRow, ...]

    @property
    def section(self) -> PrintedSection | None:
        """Return the section the row stands in."""
        return self.path[-1] if self.path else None


def library_rows(editions: EditionQuerySet, *, language: str) -> tuple[LibraryRow, ...]:
    """Return editions with their figures. Five queries whatever their number."""
    shown = list(
        editions.newest_first().select_related("matrix__provider").defer("source", "note")
    )
    labels = LabelSet.objects.filter(edition__in=[e.pk for e in shown], language=language)
    titles = dict(labels.values_list("edition_id", "title"))
    figures = figures_of(shown)
    return tuple(
        LibraryRow(
            edition_id=edition.pk,
            is_bundled=edition.matrix.organisation_id is None,
            provider=edition.matrix.provider.name,
            service=edition.matrix.service,
            title=_title(edition, titles.get(edition.pk, ""), language),
            language=edition.language,
            published_on=edition.published_on,
            activities=figures[edition.pk].activities,
            duties=figures[edition.pk].duties,
            findings=len(figures[edition.pk].findings),
            licence=edition.licence,
            source_name=edition.source_name,
        )
        for edition in shown
    )


def edition_page(edition: Edition, *, language: str) -> EditionPage:
    """Return what an edition's page says. At most ten queries."""
    printed = printed_edition(edition, language=language)
    return EditionPage(
        edition=edition,
        printed=printed,
        figures=figures_of([edition])[edition.pk],
        dates=tuple(
            DatePrinted(
                day["verbatim"],
                date.fromisoformat(day["value"]) if day["value"] else None,
                day["line"],
            )
            for day in edition.dates
        ),
        sections=_section_counts(printed),
    )


def matrix_rows(activities: ActivityQuerySet, page: EditionPage) -> tuple[MatrixRow, ...]:
    """Return the rows of `activities` in printed order: one query, whatever their number."""
    wanted = set(activities.values_list("pk", flat=True))
    sections = {section.section_id: section for section in page.printed.sections}
    findings: dict[int, tuple[FindingRow, ...]] = {}
    for found in page.figures.findings:
        if found.line is not None:
            findings[found.line] = (*findings.get(found.line, ()), found)
    return tuple(
        MatrixRow(activity, _path(sections, activity.section_id), findings.get(activity.line, ()))
        for activity in page.printed.activities
        if activity.activity_id in wanted
    )


def _title(edition: Edition, label: str, language: str) -> PrintedText:
    if not label or is_same_language(edition.language, language):
        return PrintedText(edition.title, edition.language)
    return PrintedText(label, language, edition.title, edition.language)


def _path(
    sections: dict[int, PrintedSection], section_id: int | None
) -> tuple[PrintedSection, ...]:
    path: tuple[PrintedSection, ...] = ()
    while section_id is not None:
        path = (sections[section_id], *path)
        section_id = sections[section_id].parent_id
    return path


def _section_counts(printed: PrintedEdition) -> tuple[SectionCount, ...]:
    sections = {section.section_id: section for section in printed.sections}
    client = next(party.party_id for party in printed.parties if party.is_client)
    activities, duties = Counter[int](), Counter[int]()
    for activity in printed.activities:
        above = [section.section_id for section in _path(sections, activity.section_id)]
        activities.update(above)
        if not DUTY_LETTERS.isdisjoint(activity.letters[client]):
            duties.update(above)
    return tuple(
        SectionCount(section, activities[pk], duties[pk]) for pk, section in sections.items()
    )
