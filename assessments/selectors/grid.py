"""The grid of an assessment: rows by section and chapter, with counts of everything."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership, TeamMember
from assessments.models import Answer, Assessment, Question
from assessments.scoring import Counts, total
from assessments.selectors.counting import SectionCounts, all_counts
from assessments.selectors.duties import DutyRow
from assessments.words import section_words
from matrix.selectors import PrintedEdition, PrintedSection


@dataclass(frozen=True, slots=True)
class GridSection:
    """A section that has something in scope. Counts are of all its rows, `rows` those shown."""

    section: PrintedSection | None
    counts: Counts
    messages: Counts
    rows: tuple[DutyRow, ...]

    @property
    def pk(self) -> int:
        """Return the section's id, 0 for rows that stand before the first heading."""
        return self.section.section_id if self.section else 0

    @property
    def words(self) -> str:
        """Return "2 of 5 covered, 1 partial, 1 gap, 1 unanswered"."""
        return section_words(self.counts)

    @property
    def open_count(self) -> int:
        """Return how many rows shown are unanswered and the reader's to answer."""
        return sum(1 for row in self.rows if row.is_writable and not row.is_answered)

    @property
    def has_writable_rows(self) -> bool:
        """Tell whether the reader may answer anything shown here."""
        return any(row.is_writable for row in self.rows)


@dataclass(frozen=True, slots=True)
class GridChapter:
    """A chapter with its sections in printed order."""

    section: PrintedSection | None
    sections: tuple[GridSection, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many duties are late and how many the reader's (own or a team's); C and I rows."""

    late: int
    mine: int
    messages: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a grid says of the whole assessment: duties and C/I rows by section, and the rest."""

    duties: SectionCounts
    messages: SectionCounts
    standing: Standing


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything the page shows. `counts` are of all duties, whatever the filter."""

    chapters: tuple[GridChapter, ...]
    counts: Counts
    messages: Counts
    standing: Standing
    shown: int

    @property
    def sections(self) -> tuple[GridSection, ...]:
        """Return the sections that have rows to show."""
        return tuple(each for chapter in self.chapters for each in chapter.sections if each.rows)


def grid_of(
    rows: Sequence[DutyRow],
    *,
    assessment: Assessment,
    printed: PrintedEdition,
    reader: Membership,
    on: date,
) -> Grid:
    """Return `rows` by chapter and section, with the counts of all rows. Two queries."""
    duties, messages = all_counts(assessment)
    counted = Counted(
        duties,
        messages if assessment.has_messages else {},
        standing_of(assessment, reader=reader, on=on),
    )
    return laid_out(rows, printed=printed, counted=counted)


def laid_out(rows: Sequence[DutyRow], *, printed: PrintedEdition, counted: Counted) -> Grid:
    """Return `rows` by chapter and section beside what was counted. Asks the database nothing."""
    duties, messages = counted.duties, counted.messages
    shown: dict[int, list[DutyRow]] = defaultdict(list)
    for row in rows:
        shown[row.section.section_id if row.section else 0].append(row)
    return Grid(
        chapters=_chapters(printed, duties, messages, shown),
        counts=total(duties.values()),
        messages=total(messages.values()),
        standing=counted.standing,
        shown=len(rows),
    )


def standing_of(assessment: Assessment, *, reader: Membership, on: date) -> Standing:
    """Return what moves with the day and the reader. One query."""
    is_in_team = Exists(TeamMember.objects.filter(team=OuterRef("owner_team"), membership=reader))
    is_duty = ~Q(question=Question.RECEIVE)
    rows = Answer.objects.of_assessment(assessment)
    numbers = rows.aggregate(
        late=Count("pk", filter=is_duty & Q(pk__in=rows.overdue(on=on).values("pk"))),
        mine=Count("pk", filter=is_duty & (Q(owner_membership=reader) | Q(is_in_team))),
        messages=Count("pk", filter=~is_duty),
    )
    return Standing(**numbers)


def _chapters(
    printed: PrintedEdition,
    duties: SectionCounts,
    messages: SectionCounts,
    shown: Mapping[int, Sequence[DutyRow]],
) -> tuple[GridChapter, ...]:
    sections: dict[int, PrintedSection | None] = {0: None}
    sections |= {section.section_id: section for section in printed.sections}
    in_scope = {pk or 0 for pk in (*duties, *messages)}
    by_chapter: dict[int, list[GridSection]] = defaultdict(list)
    for pk, section in sections.items():
        if pk in in_scope:
            found = GridSection(
                section=section,
                counts=duties.get(pk or None, Counts()),
                messages=messages.get(pk or None, Counts()),
                rows=tuple(shown.get(pk, ())),
            )
            by_chapter[_chapter_of(section, sections)].append(found)
    return tuple(GridChapter(sections[pk], tuple(found)) for pk, found in by_chapter.items())


def _chapter_of(
    section: PrintedSection | None, sections: Mapping[int, PrintedSection | None]
) -> int:
    while section and section.parent_id and sections.get(section.parent_id):
        section = sections[section.parent_id]
    return section.section_id if section else 0
