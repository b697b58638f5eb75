"""The sections of a page: which headings are one, how deep, below which."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matrix.readers.lines import Heading
from matrix.readers.reading import ReadFinding, finding


@dataclass(frozen=True, slots=True)
class Place:
    """A heading as a section; `parent` is an index among the sections of the page."""

    heading: Heading
    depth: int
    parent: int | None


def find_sections(headings: Sequence[Heading], table_lines: Sequence[int]) -> list[Place]:
    """Return the sections in the order of the page.

    `table_lines` are the lines of matrix rows and column names, in order. On a page with
    numbers a heading is a section when it has a number or a matrix; on a page without, when
    it or a heading below it has one. A single top heading is the title of the page. Rows
    before every section get one of level 0, without title.
    """
    owners = _owners(headings, table_lines)
    kept = _numbered(headings, owners) or _unnumbered(headings, owners)
    if -1 in owners:
        kept.insert(0, Heading(table_lines[0], 0, "", "", ""))
    return _placed(kept)


def _owners(headings: Sequence[Heading], table_lines: Sequence[int]) -> set[int]:
    starts = [heading.line for heading in headings]
    return {bisect_right(starts, line) - 1 for line in table_lines}


def _numbered(headings: Sequence[Heading], owners: set[int]) -> list[Heading]:
    if not any(heading.number and place in owners for place, heading in enumerate(headings)):
        return []
    return [heading for place, heading in enumerate(headings) if heading.number or place in owners]


def _unnumbered(headings: Sequence[Heading], owners: set[int]) -> list[Heading]:
    levels = Counter(heading.level for heading in headings)
    kept: list[Heading] = []
    # Read from below: a heading of a rank above this one has the last kept one below it.
    wanted = 0
    for place in range(len(headings) - 1, -1, -1):
        heading = headings[place]
        is_title = place == 0 and heading.level == levels[1] == 1
        if place in owners or (heading.level < wanted and not is_title):
            kept.append(heading)
            wanted = heading.level
    return kept[::-1]


def _placed(kept: Sequence[Heading]) -> list[Place]:
    places: list[Place] = []
    by_number: dict[str, int] = {}
    open_places: list[int] = []
    for index, heading in enumerate(kept):
        while open_places and kept[open_places[-1]].level >= heading.level:
            open_places.pop()
        if heading.number:
            parent = _parent_by_number(heading.number, by_number)
            depth = heading.number.count(".") + 1
            by_number[heading.number] = index
        else:
            parent = open_places[-1] if open_places else None
            depth = 1 if parent is None else places[parent].depth + 1
        places.append(Place(heading, depth, parent))
        if heading.level:
            open_places.append(index)
    return places


def _parent_by_number(number: str, by_number: dict[str, int]) -> int | None:
    while "." in number:
        number = number.rpartition(".")[0]
        if number in by_number:
            return by_number[number]
    return None


def heading_findings(places: Sequence[Place]) -> list[ReadFinding]:
    """Return what is odd in the marks and numbers of the headings."""
    numbered = [place for place in places if place.heading.number]
    return [*_odd_levels(numbered), *_odd_numbers(numbered)]


def _odd_levels(numbered: Sequence[Place]) -> list[ReadFinding]:
    levels: dict[int, Counter[int]] = {}
    for place in numbered:
        levels.setdefault(place.depth, Counter())[place.heading.level] += 1
    findings = []
    for place in numbered:
        usual = levels[place.depth].most_common(1)[0][0]
        heading = place.heading
        if heading.level != usual:
            printed, expected = "#" * heading.level, "#" * usual
            message = (
                f"Section {heading.number} is printed with {printed}"
                f" where its siblings have {expected}; its depth was read from its number."
            )
            values = (heading.number, printed, expected)
            findings.append(finding("heading-level", heading.line, message, values=values))
    return findings


def _odd_numbers(numbered: Sequence[Place]) -> list[ReadFinding]:
    findings = []
    seen: set[str] = set()
    last: dict[str, int] = {}
    for place in numbered:
        number, line = place.heading.number, place.heading.line
        above, _, own = number.rpartition(".")
        if number in seen:
            message = f"The number {number} is printed more than once."
            findings.append(finding("number-repeated", line, message, values=(number,)))
        elif gap := _gap(above, last.get(above, 0), int(own)):
            message = f"{gap} is missing before {number}."
            findings.append(finding("number-skipped", line, message, values=(number,)))
        seen.add(number)
        last[above] = max(last.get(above, 0), int(own))
    return findings


def _gap(above: str, last: int, own: int) -> str:
    if own <= last + 1:
        return ""
    prefix = f"{above}." if above else ""
    first, end = f"{prefix}{last + 1}", f"{prefix}{own - 1}"
    return f"Section {first}" if first == end else f"Everything from {first} to {end}"
