"""A page of titles, text and tables, read whole - whatever format its lines were drawn in."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from matrix.readers.alignment import aligned
from matrix.readers.choices import Choice
from matrix.readers.columns import Layout, has_letters, is_bare, layouts
from matrix.readers.front_matter import FrontMatter
from matrix.readers.inline import plain, unescaped
from matrix.readers.judgement import choose_client, choose_product, refuse_no_matrix
from matrix.readers.languages import read_language
from matrix.readers.legends import prose_legend, table_legend
from matrix.readers.lines import Heading, Line
from matrix.readers.notes import Notes, collect_notes, pointers
from matrix.readers.page_dates import published_on, read_dates
from matrix.readers.reading import (
    ReadActivity,
    ReadColumn,
    ReadFinding,
    ReadLayout,
    ReadLegend,
    ReadMatrix,
    ReadSection,
    finding,
)
from matrix.readers.rows import Rows, page_parties, product_columns, read_rows
from matrix.readers.sections import Place, find_sections, heading_findings
from matrix.readers.tables import Table, collect_tables, names_activities_and_client
from matrix.readers.vocabulary import LANGUAGE_KEYS, TITLE_KEYS

# Rows that tell the language of a page.
_SAMPLE: Final = 300


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page as what they are; `source` is the text itself, for what it hides.

    `is_source` says that the cells are Markdown as its author wrote it, to be kept as printed;
    the cells of other formats are escaped. `findings` were made on the way here.
    """

    format: str
    lines: Sequence[Line]
    source: Sequence[str]
    front: FrontMatter = field(default_factory=FrontMatter)
    findings: Sequence[ReadFinding] = ()
    is_source: bool = False


@dataclass(frozen=True, slots=True)
class _Tables:
    matrices: list[tuple[Table, Layout]]
    others: list[tuple[Table, Layout]]
    legends: list[tuple[Table, Layout]]
    legend: tuple[ReadLegend, ...]
    findings: list[ReadFinding]


def read_page(page: Page, choice: Choice, sha256: str) -> ReadMatrix:
    """Read a page. Raises MatrixRefused when there is no matrix to read."""
    tables = _sort_tables(page.lines, choice)
    parties = page_parties([layout for _, layout in tables.matrices])
    refuse_no_matrix(tables.matrices, tables.others, tables.legends, parties, page.source)
    line = tables.matrices[0][0].header.line
    client = choose_client(parties, choice.party, line)
    products = product_columns([layout for _, layout in tables.matrices])
    product = choose_product(products, choice.product, line)
    rows = read_rows(tables.matrices, parties, product)
    headings = [line for line in page.lines if isinstance(line, Heading)]
    places = find_sections(headings, sorted(_table_lines(tables.matrices)))
    notes = collect_notes(page.lines, places)
    language = _language(page.front, rows, choice.name)
    dates, date_findings = read_dates(page.front, page.lines, language)
    findings = [*page.front.findings, *page.findings, *date_findings, *heading_findings(places)]
    findings += rows.findings + tables.findings
    findings += _table_findings(tables.others) + _empty_sections(places, tables.matrices)
    return ReadMatrix(
        title=_title(page.front, headings),
        language=language,
        published_on=published_on(dates),
        dates=dates,
        legend=tables.legend or prose_legend(page.lines),
        parties=tuple(parties.values()),
        client_party=client,
        sections=tuple(_section(place, index, notes) for index, place in enumerate(places)),
        activities=tuple(_activities(rows, places, notes, is_source=page.is_source)),
        findings=tuple(sorted(findings, key=lambda found: found.line or 0)),
        note=notes.text(None),
        sha256=sha256,
        layout=_layout(page.format, tables, products, product),
    )


def _sort_tables(lines: Sequence[Line], choice: Choice) -> _Tables:
    found = collect_tables(lines, choice.header_row)
    detected = layouts(found, choice.party, choice.header_row)
    understood, findings = aligned(found, detected, choice.party)
    pairs = list(zip(found, understood, strict=True))
    # A table of tests or dates may name the client too, but has no letters.
    lettered = {layout.keys for table, layout in pairs if has_letters([(table, layout)])}
    tables = _Tables([], [], [], (), findings)
    legend: tuple[ReadLegend, ...] = ()
    for table, layout in pairs:
        entries = () if names_activities_and_client(table.header) else table_legend(table)
        if entries:
            legend = legend or entries
            tables.legends.append((table, layout))
        elif layout.is_matrix and (layout.keys in lettered or is_bare(table, layout)):
            tables.matrices.append((table, layout))
        else:
            tables.others.append((table, layout))
    return replace(tables, legend=legend)


def _layout(
    kind: str, tables: _Tables, products: Mapping[str, str], product: str | None
) -> ReadLayout:
    table, layout = tables.matrices[0]
    return ReadLayout(
        format=kind,
        family="raci",
        header_row=table.header.line,
        columns=tuple(ReadColumn(column.name, column.kind.value) for column in layout.columns),
        product=products[product] if product else "",
        products=tuple(products.values()),
    )


def _table_lines(matrices: Sequence[tuple[Table, Layout]]) -> Iterator[int]:
    for table, _ in matrices:
        yield table.header.line
        yield from (row.line for row in table.rows)


def _language(front: FrontMatter, rows: Rows, name: str) -> str:
    declared = front.first(LANGUAGE_KEYS)
    texts = (activity.text for activity in rows.activities[:_SAMPLE])
    return read_language(declared.value if declared else "", texts, name)


def _title(front: FrontMatter, headings: Sequence[Heading]) -> str:
    entry = front.first(TITLE_KEYS)
    if entry:
        return plain(entry.value)
    return next((heading.title for heading in headings if heading.level == 1), "")


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


def _activities(
    rows: Rows, places: Sequence[Place], notes: Notes, *, is_source: bool
) -> Iterator[ReadActivity]:
    starts = [place.heading.line for place in places]
    footnotes: dict[int, Mapping[str, str]] = {}
    for position, activity in enumerate(rows.activities, start=1):
        section = bisect_right(starts, activity.line) - 1
        if section not in footnotes:
            footnotes[section] = notes.footnotes(section)
        marks = pointers(activity.text, rows.marks[activity.line])
        pointed = [footnotes[section][mark] for mark in marks if mark in footnotes[section]]
        note = "\n".join(text for text in (activity.note, *pointed) if text)
        found = replace(activity, position=position, section=section, note=note)
        yield found if is_source else _as_shown(found)


def _as_shown(activity: ReadActivity) -> ReadActivity:
    cells = tuple(replace(cell, verbatim=unescaped(cell.verbatim)) for cell in activity.cells)
    return replace(activity, verbatim=unescaped(activity.verbatim), cells=cells)


def _table_findings(others: Sequence[tuple[Table, Layout]]) -> list[ReadFinding]:
    findings = []
    for table, _ in others:
        names = tuple(plain(cell) for cell in table.header.cells)
        message = f"This table of {len(table.rows)} rows is not a matrix and was not read."
        findings.append(finding("not-a-matrix-table", table.header.line, message, values=names))
    return findings


def _empty_sections(
    places: Sequence[Place], matrices: Sequence[tuple[Table, Layout]]
) -> list[ReadFinding]:
    """Return a finding for each section with neither rows nor sections below it."""
    starts = [place.heading.line for place in places]
    filled = {bisect_right(starts, row.line) - 1 for table, _ in matrices for row in table.rows}
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
