"""The chapters of several editions: their headings that stand beneath no other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matrix.models import Edition, Section, SectionLabel
from matrix.selectors.printed import PrintedText, is_same_language


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the first level, in the reader's language first."""

    section_id: int
    number: str
    title: PrintedText


@dataclass(frozen=True, slots=True)
class Chapters:
    """The chapters of one edition as printed, and the chapter of each section by id."""

    chapters: tuple[Chapter, ...]
    of_section: dict[int, int]

    def holding(self, section_id: int | None) -> int | None:
        """Return the chapter of a section, None for what stands before the first heading."""
        return self.of_section.get(section_id or 0)


def chapters_of(editions: Iterable[Edition], *, language: str) -> dict[int, Chapters]:
    """Return the chapters of each edition by its id. Two queries, however many editions."""
    languages = {edition.pk: edition.language for edition in editions}
    rows = Section.objects.filter(edition__in=languages).order_by("edition", "position")
    labels = _labels(languages, language)
    found: dict[int, list[Chapter]] = defaultdict(list)
    of_section: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows.only("edition_id", "parent_id", "number", "title"):
        # In printed order a parent stands before its children.
        chapter = of_section[row.edition_id].get(row.parent_id or 0, row.pk)
        of_section[row.edition_id][row.pk] = chapter
        if chapter == row.pk:
            text = _text(row.title, languages[row.edition_id], labels.get(row.pk, ""), language)
            found[row.edition_id].append(Chapter(row.pk, row.number, text))
    return {pk: Chapters(tuple(found[pk]), of_section[pk]) for pk in languages}


def _labels(languages: dict[int, str], language: str) -> dict[int, str]:
    foreign = [pk for pk, each in languages.items() if not is_same_language(each, language)]
    labels = SectionLabel.objects.filter(
        label_set__edition__in=foreign, label_set__language=language, section__parent=None
    )
    return dict(labels.values_list("section_id", "title"))


def _text(printed: str, printed_language: str, label: str, language: str) -> PrintedText:
    if not label:
        return PrintedText(printed, printed_language)
    return PrintedText(label, language, printed, printed_language)
