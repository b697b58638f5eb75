"""The rows of a sheet with RACI letters, read in steps by the reader of a page's rows."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from matrix.readers.choices import Choice, Progress
from matrix.readers.columns import ColumnKind
from matrix.readers.front_matter import FrontMatter
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.grids.plans import cell_at
from matrix.readers.grids.printed import sheet_title
from matrix.readers.grids.raci import Part, RaciSheet
from matrix.readers.grids.titles import (
    aside_text,
    find_asides,
    named_heading,
    title_heading,
)
from matrix.readers.inline import folded, unescaped
from matrix.readers.judgement import choose_client, choose_product, refuse_no_matrix
from matrix.readers.languages import read_language
from matrix.readers.legends import prose_legend
from matrix.readers.lines import Heading, Line, Prose
from matrix.readers.notes import Notes, collect_notes, pointers
from matrix.readers.page_dates import published_on, read_dates
from matrix.readers.reading import (
    ReadActivity,
    ReadCell,
    ReadColumn,
    ReadFinding,
    ReadLayout,
    ReadMatrix,
    ReadSection,
    finding,
)
from matrix.readers.rows import page_parties, product_columns, read_rows
from matrix.readers.sections import Place, find_sections, heading_findings
from matrix.readers.tables import Table

# Rows that are read between two calls of `progress`.
STEP: Final = 500
# Rows that tell the language of a sheet.
_SAMPLE: Final = 300


@dataclass(slots=True)
class _Read:
    """What the rows gave so far; `marks` are those printed with letters, by line."""

    activities: list[ReadActivity] = field(default_factory=list)
    findings: list[ReadFinding] = field(default_factory=list)
    marks: dict[int, list[str]] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)


def read_raci(grid: Grid, sheet: RaciSheet, choice: Choice, progress: Progress) -> ReadMatrix:
    """Read the tables of a sheet. Raises MatrixRefused as the reader of a page does."""
    line = sheet.parts[0].header.number
    columns = [part.layout for part in sheet.parts]
    parties = page_parties(columns)
    matrices = [(part.table, part.layout) for part in sheet.parts]
    refuse_no_matrix(matrices, [], [], parties, [])
    client = choose_client(parties, choice.party, line)
    products = product_columns(columns)
    product = choose_product(products, choice.product, line)
    read = _Read(prose=[*map(aside_text, grid.rows[: sheet.parts[0].header.top])])
    total = len(grid.rows)
    for part in sheet.parts:
        for done, rows in _steps(grid, part, read):
            progress(done, total)
            _add(read, part, rows, parties, product)
    progress(total, total)
    texts = (activity.text for activity in read.activities[:_SAMPLE])
    language = read_language("", texts, choice.name)
    dates, date_findings = read_dates(FrontMatter(), read.prose, language)
    places = find_sections(read.headings, [activity.line for activity in read.activities])
    notes = _notes(read, places)
    return ReadMatrix(
        title=sheet_title(grid, sheet.parts[0].header),
        language=language,
        published_on=published_on(dates),
        dates=dates,
        legend=prose_legend(read.prose),
        parties=tuple(parties.values()),
        client_party=client,
        sections=tuple(_section(place, index, notes) for index, place in enumerate(places)),
        activities=tuple(_placed(read, places, notes)),
        findings=(
            *sheet.findings,
            *date_findings,
            *heading_findings(places),
            *read.findings,
            *_empty_sections(read, places),
        ),
        note=notes.text(None),
        sha256="",
        layout=_layout(sheet.parts[0], products, product),
    )


def _steps(grid: Grid, part: Part, read: _Read) -> Iterator[tuple[int, list[GridRow]]]:
    """Yield the activities of a table in steps; headings and prose go where they belong."""
    rows = grid.rows[part.header.first : part.last]
    asides = find_asides(rows, part)
    printed = [""] * len(part.sections)
    step: list[GridRow] = []
    for done, row in enumerate(rows):
        if done and done % STEP == 0:
            yield part.header.first + done, step
            step = []
        if row.number in asides.titles:
            read.headings.append(title_heading(row))
        elif row.number in asides.remarks:
            read.prose.append(aside_text(row))
        elif not part.header.is_repeated(row):
            read.headings += _section_headings(row, part, printed)
            step.append(row)
    yield part.last, step


def _section_headings(row: GridRow, part: Part, printed: list[str]) -> Iterator[Heading]:
    """Yield the headings that begin with this row; a merged cell is printed in its first row."""
    for depth, place in enumerate(part.sections):
        name = folded(cell_at(row.cells, place))
        if name and name != printed[depth]:
            printed[depth:] = [name, *[""] * (len(printed) - depth - 1)]
            yield named_heading(row.number, depth + 2, name)


def _add(
    read: _Read,
    part: Part,
    rows: Sequence[GridRow],
    parties: Mapping[str, str],
    product: str | None,
) -> None:
    sources = {row.number: row for row in rows}
    table = Table(part.table.header, [part.row(row) for row in rows])
    step = read_rows([(table, part.layout)], parties, product)
    read.marks.update(step.marks)
    places = {
        column.key: place for column, place in zip(part.layout.columns, part.columns, strict=False)
    }
    shown = [places.get(key) for key in parties]
    activity = part.places(ColumnKind.ACTIVITY)[0]
    # What concerns the table as a whole is said again with every step.
    findings = [found for found in step.findings if found not in read.findings[-len(parties) :]]
    told = {found.line for found in findings}
    read.findings += [
        replace(found, values=tuple(map(unescaped, found.values))) for found in findings
    ]
    for row in step.activities:
        source = sources[row.line].cells
        cells = tuple(
            ReadCell(cell.party, cell.letters, cell_at(source, place))
            for cell, place in zip(row.cells, shown, strict=True)
        )
        verbatim = cell_at(source, activity)
        kept = row.text if row.text == verbatim else verbatim
        read.activities.append(replace(row, verbatim=kept, cells=cells))
        if row.line not in told and not any(cell.verbatim for cell in cells):
            message = "No role is printed in this row."
            read.findings.append(finding("roles-missing", row.line, message))


def _notes(read: _Read, places: Sequence[Place]) -> Notes:
    lines: list[Line] = [*read.headings, *read.prose]
    return collect_notes(sorted(lines, key=lambda line: line.line), places)


def _section(place: Place, index: int, notes: Notes) -> ReadSection:
    heading = place.heading
    return ReadSection(
        number=heading.number,
        title=heading.title,
        verbatim=heading.verbatim,
        depth=place.depth,
        parent=place.parent,
        line=heading.line,
        note=notes.text(index),
    )


def _placed(read: _Read, places: Sequence[Place], notes: Notes) -> Iterator[ReadActivity]:
    """Yield the activities in their sections, with the footnotes they point to."""
    starts = [place.heading.line for place in places]
    # A sheet has its footnotes at its end, whatever the section.
    footnotes = Notes({0: [*chain.from_iterable(notes.paragraphs.values())]}).footnotes(0)
    for position, activity in enumerate(read.activities, start=1):
        section = bisect_right(starts, activity.line) - 1
        marks = pointers(activity.text, read.marks[activity.line]) if footnotes else []
        pointed = [footnotes[mark] for mark in marks if mark in footnotes]
        note = "\n".join(text for text in (activity.note, *pointed) if text)
        yield replace(activity, position=position, section=section, note=note)


def _empty_sections(read: _Read, places: Sequence[Place]) -> list[ReadFinding]:
    starts = [place.heading.line for place in places]
    filled = {bisect_right(starts, activity.line) - 1 for activity in read.activities}
    filled.update(place.parent for place in places if place.parent is not None)
    return [
        finding(
            "section-empty",
            place.heading.line,
            f"Section {place.heading.number or place.heading.title} has no activity.",
            values=(place.heading.number, place.heading.title),
        )
        for index, place in enumerate(places)
        if index not in filled
    ]


def _layout(part: Part, products: Mapping[str, str], product: str | None) -> ReadLayout:
    kinds = {
        place: column.kind.value
        for place, column in zip(part.columns, part.layout.columns, strict=True)
    } | dict.fromkeys(part.sections, "section")
    names = {
        place: column.name for place, column in zip(part.columns, part.layout.columns, strict=True)
    }
    return ReadLayout(
        family="raci",
        header_row=part.header.number,
        columns=tuple(
            ReadColumn(names.get(place, part.header.names[place]), kinds[place])
            for place in sorted(kinds)
        ),
        product=products[product] if product else "",
        products=tuple(products.values()),
    )
