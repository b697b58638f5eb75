"""A tracker that somebody brings, as sheets of text: any workbook, CSV or table that was copied.

Formats are told and read by the readers of matrices, behind their guard. The sheets are kept as
compact JSON between two pages, so that the file itself need not be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from matrix.readers import Limits, MatrixRefused
from matrix.readers.decoding import text_lines
from matrix.readers.formats import is_workbook, text_format
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.inline import plain
from matrix.readers.lines import Heading, Row
from matrix.readers.markdown import html_page, markdown_page
from matrix.readers.pasted.markup import is_markup
from matrix.readers.pasted.separated import comma_or_semicolon, read_separated
from matrix.readers.workbooks import read_workbook

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 8_000
MAX_CHARACTERS: Final = 2_000_000

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF8: Final = b"\xef\xbb\xbf"

What: TypeAlias = Literal["rows", "columns", "cell", "characters"]
_MOST: Final[Mapping[What, int]] = {
    "rows": MAX_ROWS,
    "columns": MAX_COLUMNS,
    "cell": MAX_CELL,
    "characters": MAX_CHARACTERS,
}


class TrackerTooLarge(MatrixRefused):
    """No sheet is small enough to be mapped; `what` there is too much of, and the `most`."""

    def __init__(self, what: What, where: str) -> None:
        """Keep what is too large; "cell" is the length of one, "characters" of all together."""
        self.what: Final = what
        self.most: Final = _MOST[what]
        super().__init__("too-large", where, f"More than {self.most:,} ({what}).")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, `name` "" of a text. Rows without any text are left out; their numbers stay."""

    name: str
    rows: tuple[GridRow, ...]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Tracker:
    """The sheets that can be mapped, at least one; `left_out` are names of those too large."""

    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the sheets as JSON holds them."""
        sheets = [
            [sheet.name, [[row.number, int(row.is_spanning), *row.cells] for row in sheet.rows]]
            for sheet in self.sheets
        ]
        return {"sheets": sheets, "left_out": list(self.left_out)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Tracker":
        """Return what `to_json` kept."""
        sheets = (
            Sheet(name, tuple(GridRow(row[0], tuple(row[2:]), bool(row[1])) for row in rows))
            for name, rows in kept["sheets"]
        )
        return cls(tuple(sheets), tuple(kept["left_out"]))


def read_tracker(content: bytes, *, name: str = "", limits: Limits | None = None) -> Tracker:
    """Read any table: .xlsx, .xlsm, CSV, copied cells, HTML, Markdown; UTF-8, UTF-16 or cp1252.

    Raises MatrixRefused on what cannot be read or holds no table, `TrackerTooLarge` where every
    sheet has more rows, columns or text than is mapped by hand; nothing else.
    """
    limits = limits or Limits()
    if len(content) > limits.file_bytes:
        message = f"The file is larger than {limits.file_bytes:,} bytes."
        raise MatrixRefused("too-large", f"byte {limits.file_bytes}", message)
    if content.startswith(_UTF16) or not is_workbook(content, name):
        return _bounded([_text_grid(_in_utf8(content), name, limits)])
    return _bounded(read_workbook(content, limits))


def _in_utf8(content: bytes) -> bytes:
    """Return a text in UTF-8: what Excel saves is UTF-16 or, in France, often Windows' cp1252."""
    wide = content.startswith(_UTF16)
    for encoding in ("utf-16",) if wide else ("utf-8", "cp1252"):
        try:
            return content.removeprefix(_UTF8).decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    message = "The text is neither in UTF-8 nor in UTF-16 or Windows-1252."
    raise MatrixRefused("not-text", "byte 0", message)


def _text_grid(content: bytes, name: str, limits: Limits) -> Grid:
    lines = text_lines(content, limits.rows)
    ending = name.lower().rpartition(".")[2]
    if is_markup("\n".join(lines), ending):
        return _page_grid(lines, "html")
    filled = [line for line in lines if line.strip()]
    if 2 * sum("\t" in line for line in filled) > len(filled):
        return read_separated(lines, "\t", limits)
    kind = text_format(lines, name)
    if kind == "markdown":
        return _page_grid(lines, "markdown")
    if kind == "tsv" or any("\t" in line for line in filled):
        return read_separated(lines, "\t", limits)
    return read_separated(lines, comma_or_semicolon(lines, "csv") or ";", limits)


def _page_grid(lines: Sequence[str], kind: Literal["html", "markdown"]) -> Grid:
    """Return the tables of a page one below the other, with the titles between them."""
    page = html_page(lines) if kind == "html" else markdown_page(lines, kind)
    return Grid("", tuple(_page_rows(page.lines)))


def _page_rows(lines: Sequence[object]) -> Iterator[GridRow]:
    for line in lines:
        if isinstance(line, Heading):
            yield GridRow(line.line, (f"{line.number} {line.title}".strip(),), is_spanning=True)
        if isinstance(line, Row) and any(cells := tuple(map(plain, line.cells))):
            yield GridRow(line.line, cells)


def _bounded(grids: Sequence[Grid]) -> Tracker:
    """Keep the sheets that are tables and small enough, in their order."""
    sheets: list[Sheet] = []
    too_large: list[TrackerTooLarge] = []
    left = MAX_CHARACTERS
    for grid in grids:
        sheet = Sheet(grid.sheet, tuple(map(_trimmed, grid.rows)))
        refusal = _refusal(sheet, left)
        if refusal:
            too_large.append(refusal)
        elif len(sheet.rows) > 1 and sheet.width > 1:
            sheets.append(sheet)
            left -= _characters(sheet)
    if not sheets:
        raise next(iter(too_large), MatrixRefused("no-table", "line 1", "There is no table."))
    return Tracker(tuple(sheets), tuple(refusal.where for refusal in too_large))


def _trimmed(row: GridRow) -> GridRow:
    cells = [cell.strip() for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return GridRow(row.number, tuple(cells), row.is_spanning)


def _refusal(sheet: Sheet, left: int) -> TrackerTooLarge | None:
    longest = max((len(cell) for row in sheet.rows for cell in row.cells), default=0)
    found: dict[What, int] = {"rows": len(sheet.rows), "columns": sheet.width, "cell": longest}
    for what, count in found.items():
        if count > _MOST[what]:
            return TrackerTooLarge(what, sheet.name)
    return TrackerTooLarge("characters", sheet.name) if _characters(sheet) > left else None


def _characters(sheet: Sheet) -> int:
    return sum(len(cell) for row in sheet.rows for cell in row.cells)
