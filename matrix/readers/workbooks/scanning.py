"""What the XML of a part would cost to read, told from its bytes before any parser sees it.

Every rule errs on the large side: what is not written the usual way is counted as if it were
the worst, so that no way of writing hides a cell.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from matrix.readers.refusals import MatrixRefused
from matrix.readers.workbooks.archive import bomb, damaged

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
# Cells of all sheets together: with a value, and with a style only.
MAX_CELLS: Final = 600_000
MAX_EMPTY_CELLS: Final = 2_000_000
MAX_STRINGS: Final = 1_000_000
MAX_MERGES: Final = 200_000
# Longer than any text or tag of a workbook: a cell holds 32,767 characters.
MAX_TOKEN: Final = 2_000_000
# Errors like #REF! are kept by place; a sheet with more of them is not a matrix.
MAX_ERRORS: Final = 10_000

# A dimension beyond is absurd; a smaller one may be wrong, and is not looked at.
_MAX_DIMENSION: Final = 1 << 32
# How a tag's name ends, and with it what most workbooks write; the rest is walked through.
_ENDS: Final = (b" ", b">", b"/", b"\t", b"\n", b"\r")
_CELL_TAGS: Final = tuple(b"<c" + end for end in _ENDS)
_PREFIXED: Final = (*(b":c" + end for end in _ENDS), b":row", b":v")
_USUAL: Final = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: [a-z]+="[A-Za-z0-9]{0,12}")*(/?)>'
)
_USUAL_TEXT: Final = re.compile(rb' t="s"[^<>]*><v>([0-9]{1,9})')

_P: Final = rb"(?:[^\s<>/:!?=\"']+:)?"
_ATTRIBUTES: Final = rb"((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>"
_CANDIDATE: Final = re.compile(rb"<" + _P + rb"c(?=[\s/>])")
_TAG: Final = re.compile(rb"<" + _P + rb"(c|row)(?=[\s/>])" + _ATTRIBUTES)
_PLACE: Final = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']")
_IS_TEXT: Final = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_TEXT: Final = re.compile(_IS_TEXT.pattern + rb"[^<>]*>\s*<" + _P + rb"v[^<>]*>\s*([0-9]{1,9})")
_FORMULA: Final = rb"(?:<" + _P + rb"f\b[^<]*(?:</" + _P + rb"f>)?)?\s*"
_ERROR: Final = re.compile(
    rb'\sr="([A-Z]{1,3})([0-9]{1,7})"[^<>]*\st="e"[^<>]*>\s*'
    + _FORMULA
    + rb"<" + _P + rb"v>([^<]{1,20})"
)  # fmt: skip
_DIMENSION: Final = re.compile(rb"dimension\s[^<>]*\bref\s*=\s*[\"']([^\"'<>]*)[\"']")
_CORNER: Final = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})")
_STRING: Final = re.compile(rb"<" + _P + rb"si(?=[\s/>])")
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(slots=True)
class PartCost:
    """What one part holds: `rows` and `columns` are those of the last cells with a value.

    `texts` are the numbers of the shared strings its cells point to, `untold` the cells whose
    number could not be seen, `strings` the length of each shared string that it defines.
    """

    name: str
    size: int = 0
    rows: int = 0
    columns: int = 0
    cells: int = 0
    empty_cells: int = 0
    merges: int = 0
    texts: "array[int]" = field(default_factory=lambda: array("L"))
    untold: int = 0
    strings: "array[int]" = field(default_factory=lambda: array("L"))
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def area(self) -> int:
        """Return how many cells a table of this part has, empty ones included."""
        return self.rows * self.columns


def whole_tokens(name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the XML of a part in pieces that end before a tag.

    Raises MatrixRefused: `bomb` for a declaration of entities or a token without end,
    `damaged` for an XML that is not UTF-8.
    """
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(b"<")
        if cut > 0:
            yield _checked(name, rest[:cut])
            rest = rest[cut:]
        if len(rest) > MAX_TOKEN:
            raise bomb(name, f"A part has a token of more than {MAX_TOKEN:,} bytes.")
    yield _checked(name, rest)


def _checked(name: str, piece: bytes) -> bytes:
    is_wide = b"\x00" in piece
    visible = piece.replace(b"\x00", b"") if is_wide else piece
    if b"<!" in visible and _DECLARATION.search(visible):
        raise bomb(name, "A part declares a document type or entities.")
    if is_wide:
        raise damaged(name, "A part is not UTF-8 text.")
    return piece


class Scanner:
    """Adds up what the pieces of one part would cost."""

    def __init__(self, name: str, *, streamed_cells: int = 0) -> None:
        """Begin with nothing; `streamed_cells` as `Limits` has it."""
        self.cost = PartCost(name)
        self._streamed = streamed_cells
        self._row = 0
        self._column = 0

    def look(self, piece: bytes) -> None:
        """Add one piece. Raises MatrixRefused `bomb` or `damaged`."""
        cost = self.cost
        cost.size += len(piece)
        cost.merges += piece.count(b"mergeCell ")
        self._count_strings(piece)
        for dimension in _DIMENSION.findall(piece) if b"dimension" in piece else ():
            _refuse_dimension(cost.name, dimension.decode("utf-8", "replace"))
        if any(mark in piece for mark in _PREFIXED) or not self._count_usual(piece):
            self._walk(piece)
        if cost.merges > MAX_MERGES:
            raise bomb(cost.name, f"A sheet has more than {MAX_MERGES:,} merged cells.")
        refuse_cells(cost.name, cost.cells, self._streamed)
        if cost.empty_cells > self._most_empty:
            raise bomb(cost.name, f"A sheet has more than {self._most_empty:,} empty cells.")
        if b't="e"' in piece and len(cost.errors) < MAX_ERRORS:
            for column, row, text in _ERROR.findall(piece):
                cost.errors[int(row), _column_number(column)] = text.decode("utf-8", "replace")

    @property
    def _most_empty(self) -> int:
        return max(MAX_EMPTY_CELLS, self._streamed)

    def _count_usual(self, piece: bytes) -> bool:
        """Count the cells if all of them are written as most workbooks do, else say False."""
        candidates = sum(map(piece.count, _CELL_TAGS))
        if candidates > self._most_empty - self.cost.empty_cells:
            return False
        usual = _USUAL.findall(piece) if candidates else []
        if len(usual) < candidates:
            return False
        cost = self.cost
        filled = [(column, row) for column, row, slash in usual if not slash]
        cost.cells += len(filled)
        cost.empty_cells += candidates - len(filled)
        cost.columns = max([cost.columns, *map(_column_number, {column for column, _ in filled})])
        cost.rows = max([cost.rows, *map(int, {row for _, row in filled})])
        self._count_texts(piece.count(b' t="s"'), _USUAL_TEXT.findall(piece))
        return True

    def _walk(self, piece: bytes) -> None:
        """Follow rows and cells one by one, as a parser does where places are not printed."""
        cost = self.cost
        self._row, self._column = max(self._row, cost.rows), max(self._column, cost.columns)
        candidates = len(_CANDIDATE.findall(piece))
        for tag in _TAG.finditer(piece):
            place = _PLACE.search(tag[2])
            if tag[1] == b"row":
                self._row = int(place[2][:9] or 0) if place else self._row + 1
                self._column = 0
                continue
            candidates -= 1
            self._move(place)
            if tag[3]:
                cost.empty_cells += 1
            else:
                cost.cells += 1
                cost.rows = max(cost.rows, self._row)
                cost.columns = max(cost.columns, self._column)
        if candidates:
            raise damaged(cost.name, "A cell is not written as XML.")
        self._count_texts(len(_IS_TEXT.findall(piece)), _TEXT.findall(piece))

    def _count_texts(self, cells: int, numbers: Sequence[bytes]) -> None:
        self.cost.texts.extend(map(int, numbers))
        self.cost.untold += max(0, cells - len(numbers))

    def _move(self, place: "re.Match[bytes] | None") -> None:
        if place is None:
            self._column += 1
            return
        if not 1 <= len(place[1]) <= 3 or not 1 <= len(place[2]) <= 9:
            raise bomb(self.cost.name, "A cell stands outside of any sheet.")
        self._row, self._column = int(place[2]), _column_number(place[1])

    def _count_strings(self, piece: bytes) -> None:
        strings = self.cost.strings
        has_strings = b"<si" in piece or b":si" in piece
        starts = [match.start() for match in _STRING.finditer(piece)] if has_strings else []
        if strings:
            strings[-1] += starts[0] if starts else len(piece)
        ends = [*starts[1:], len(piece)]
        strings.extend(end - start for start, end in zip(starts, ends, strict=False))
        if len(strings) > MAX_STRINGS:
            raise bomb(self.cost.name, f"The workbook has more than {MAX_STRINGS:,} texts.")


def refuse_cells(where: str, cells: int, streamed_cells: int = 0) -> None:
    """Raise MatrixRefused `too-large` for more cells with a value than are read."""
    most = streamed_cells or MAX_CELLS
    if cells > most:
        message = f"The workbook has more than {most:,} cells with a value."
        raise MatrixRefused("too-large", where, message)


def _refuse_dimension(name: str, printed: str) -> None:
    area = 1
    for corner in printed.split(":"):
        match = _CORNER.fullmatch(corner.strip())
        row = int(match[2] or 1) if match else MAX_ROW + 1
        column = _column_number(match[1].encode()) if match else MAX_COLUMN + 1
        area = max(area, row * column)
        if row > MAX_ROW or column > MAX_COLUMN or area > _MAX_DIMENSION:
            raise bomb(name, f"The sheet declares the absurd dimension {printed[:40]}.")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
