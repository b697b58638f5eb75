"""Which chapters of which services are weak: duties covered, by assessment and chapter."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext

from assessments.models import Answer, Assessment
from assessments.scoring import Counts, counts_of
from matrix.selectors.chapters import Chapter, Chapters, chapters_of

# The number of a chapter, its title where it has none, and how often they stood before: pages of
# one provider number their chapters alike and word their titles each in its own way.
Column = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A chapter of one assessment. `section_id` is None for what stands before the headings."""

    section_id: int | None
    counts: Counts
    title: str = ""

    @property
    def tone(self) -> str:
        """Return how it is drawn: "none", "all", "most" (3/4), "half", else "few" are covered."""
        covered, applicable = self.counts.covered, self.counts.applicable
        if not applicable:
            return "none"
        if covered == applicable:
            return "all"
        if 4 * covered >= 3 * applicable:
            return "most"
        return "half" if 2 * covered >= applicable else "few"

    @property
    def text(self) -> str:
        """Return "3 of 5", or why there is no such number."""
        if not self.counts.duties:
            return gettext("no duty")
        if not self.counts.applicable:
            return gettext("not applicable")
        numbers = {"n": self.counts.covered, "total": self.counts.applicable}
        return gettext("%(n)s of %(total)s") % numbers


@dataclass(frozen=True, slots=True)
class HeatmapRow:
    """An assessment and its cells by column; None where its page has no such chapter."""

    assessment: Assessment
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class HeatmapColumn:
    """A chapter that several pages share, with the title of the first of them."""

    number: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Assessments whose pages share most of their chapters."""

    provider: str
    columns: tuple[HeatmapColumn, ...]
    rows: tuple[HeatmapRow, ...]


@dataclass(slots=True)
class _Group:
    provider: str
    columns: dict[Column, Chapter | None]
    members: list[tuple[Assessment, dict[Column, Cell]]]

    def takes(self, provider: str, columns: Iterable[Column]) -> bool:
        names = set(columns)
        shared = len(names & self.columns.keys())
        return provider == self.provider and 2 * shared >= len(names)


def heatmaps(assessments: Sequence[Assessment], *, language: str) -> tuple[Heatmap, ...]:
    """Return the coverage of each assessment by chapter, grouped by what their pages share.

    Of one provider pages stand together that share half of their chapters, by their numbers or,
    where there are none, by their titles.
    Three queries, however many assessments; they come with their matrix and provider.
    """
    chapters = chapters_of({each.edition for each in assessments}, language=language)
    counted = _counted(assessments)
    groups: list[_Group] = []
    for each in assessments:
        known = chapters[each.edition_id]
        columns, cells = _cells(known, counted[each.pk])
        provider = each.edition.matrix.provider.name
        group = next((one for one in groups if one.takes(provider, columns)), None)
        if group is None:
            group = _Group(provider, {}, [])
            groups.append(group)
        group.columns |= {
            name: each for name, each in columns.items() if name not in group.columns
        }
        group.members.append((each, cells))
    return tuple(_heatmap(group, language) for group in groups)


def _counted(assessments: Sequence[Assessment]) -> dict[int, dict[int | None, Counts]]:
    standing = Answer.objects.filter(assessment__in=[each.pk for each in assessments]).in_play()
    rows = standing.duties().values_list("assessment_id", "activity__section_id", "coverage")
    found: dict[int, dict[int | None, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for assessment_id, section_id, coverage, number in rows.order_by().annotate(n=Count("pk")):
        found[assessment_id][section_id][coverage] = number
    return defaultdict(
        dict,
        {
            pk: {section: counts_of(numbers) for section, numbers in sections.items()}
            for pk, sections in found.items()
        },
    )


def _cells(
    known: Chapters, by_section: dict[int | None, Counts]
) -> tuple[dict[Column, Chapter | None], dict[Column, Cell]]:
    by_chapter: dict[int | None, Counts] = defaultdict(Counts)
    for section_id, counts in by_section.items():
        by_chapter[known.holding(section_id)] += counts
    columns: dict[Column, Chapter | None] = {("", "", 0): None} if None in by_chapter else {}
    seen: Counter[tuple[str, str]] = Counter()
    for each in known.chapters:
        name = (each.number, "" if each.number else each.title.text)
        columns[(*name, seen[name])] = each
        seen[name] += 1
    cells = {
        column: Cell(
            chapter.section_id if chapter else None,
            by_chapter[chapter.section_id if chapter else None],
            chapter.title.text if chapter else "",
        )
        for column, chapter in columns.items()
    }
    return columns, cells


def _heatmap(group: _Group, language: str) -> Heatmap:
    columns = tuple(
        HeatmapColumn(chapter.number, chapter.title.text, chapter.title.language)
        if chapter
        else HeatmapColumn("", "", language)
        for chapter in group.columns.values()
    )
    rows = tuple(
        HeatmapRow(assessment, tuple(cells.get(column) for column in group.columns))
        for assessment, cells in group.members
    )
    return Heatmap(group.provider, columns, rows)
