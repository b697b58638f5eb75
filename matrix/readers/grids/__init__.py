"""Tables of cells - a sheet, a CSV file, lines with tabs - from any of the known families."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NoReturn

from matrix.readers.choices import Choice, Progress
from matrix.readers.front_matter import FrontMatter
from matrix.readers.grids.cells import Grid
from matrix.readers.grids.choosing import Chosen, choose_sheet
from matrix.readers.grids.headers import Header, place_of
from matrix.readers.grids.plans import Plan
from matrix.readers.grids.printed import dated_by_name, preamble, sheet_title
from matrix.readers.grids.raci import Part, RaciSheet
from matrix.readers.grids.raci_rows import read_raci
from matrix.readers.grids.reading import derived_columns, read_derived
from matrix.readers.inline import plain
from matrix.readers.judgement import choose_client, choose_product, refuse_no_matrix
from matrix.readers.languages import read_language
from matrix.readers.page_dates import published_on, read_dates
from matrix.readers.reading import ReadLayout, ReadMatrix
from matrix.readers.refusals import MatrixRefused
from matrix.readers.rows import page_parties
from matrix.readers.tables import party_key

# Rows that tell the language of a sheet.
_SAMPLE: Final = 300


def read_grids(
    grids: Sequence[Grid], choice: Choice, *, sha256: str, format: str, progress: Progress
) -> ReadMatrix:
    """Read the sheet that is a matrix, or the one that was chosen.

    `format` is how the cells were written ("xlsx", "csv", "tsv"). Findings name the sheet, and
    lines are row numbers. Raises MatrixRefused when there is no matrix, and what `progress`
    raises.
    """
    chosen = choose_sheet(grids, choice)
    grid = grids[chosen.place]
    try:
        read = _read(grid, chosen, choice, progress)
    except MatrixRefused as refused:
        raise _located(refused, grid) from refused
    layout = replace(read.layout, format=format, sheet=grid.sheet, sheets=chosen.sheets)
    found = [replace(found, sheet=grid.sheet) for found in read.findings]
    found.sort(key=lambda found: found.line or 0)
    whole = replace(read, sha256=sha256, layout=layout, findings=tuple(found))
    return dated_by_name(whole, choice.name)


def _read(grid: Grid, chosen: Chosen, choice: Choice, progress: Progress) -> ReadMatrix:
    understood = chosen.understood
    if understood is None:
        _refuse(grid, chosen.nearest)
    if isinstance(understood.how, RaciSheet):
        return read_raci(grid, understood.how, choice, progress)
    return _derived(grid, understood.header, understood.how, choice, progress)


def _refuse(grid: Grid, part: Part | None) -> NoReturn:
    """Say what the sheet lacks, in the words of the reader of pages."""
    if part is not None:
        table = [(part.table, part.layout)]
        is_matrix = part.layout.is_matrix
        matrices, others = (table, []) if is_matrix else ([], table)
        refuse_no_matrix(matrices, others, [], page_parties([part.layout]), [])
    message = "No row names an activity and a party."
    raise MatrixRefused("no-table", f"line {grid.rows[0].number}", message)


def _derived(
    grid: Grid, header: Header, plan: Plan, choice: Choice, progress: Progress
) -> ReadMatrix:
    parties = {party_key(party): party for party in plan.parties}
    wanted = plan.parties[0] if choice.party is None else choice.party
    client = choose_client(parties, wanted, header.number)
    choose_product({}, choice.product, header.number)
    found = read_derived(plan, header, grid, progress)
    texts = (activity.text for activity in found.activities[:_SAMPLE])
    language = read_language("", texts, choice.name)
    above = preamble(grid, header)
    dates, date_findings = read_dates(FrontMatter(), above, language)
    return ReadMatrix(
        title=sheet_title(grid, header),
        language=language,
        published_on=published_on(dates),
        dates=dates,
        legend=(),
        parties=plan.parties,
        client_party=client,
        sections=tuple(found.sections),
        activities=tuple(found.activities),
        findings=(*date_findings, *found.findings),
        note="\n".join([*(plain(prose.text) for prose in above), *found.remarks]),
        sha256="",
        layout=ReadLayout(
            family=plan.family, header_row=header.number, columns=derived_columns(plan, header)
        ),
    )


def _located(refused: MatrixRefused, grid: Grid) -> MatrixRefused:
    """Name the sheet and the row, where the reader of pages speaks of a line."""
    word, _, number = refused.where.partition(" ")
    if not grid.sheet or word != "line" or not number.isdecimal():
        return refused
    return MatrixRefused(refused.code, place_of(grid, int(number)), refused.message)
