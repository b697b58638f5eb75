"""The guard before the parser: a hostile workbook is refused before it costs anything.

What passes is copied, part by part and byte for byte as it was checked, into a plain archive
of its own: the parser reads that one, and never a byte that nobody has looked at.
"""

import tempfile
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from matrix.readers.choices import Limits
from matrix.readers.refusals import MatrixRefused, RefusalCode
from matrix.readers.workbooks.archive import Archive, bomb, damaged, open_archive
from matrix.readers.workbooks.scanning import (
    MAX_COLUMN,
    MAX_EMPTY_CELLS,
    MAX_ROW,
    PartCost,
    Scanner,
    refuse_cells,
    whole_tokens,
)

# What reading may take, in bytes: a cell with its value in lists, a place in a table, a shared
# text; and how much of the XML is not text.
MAX_MEMORY: Final = 190_000_000
CELL_BYTES: Final = 140
PLACE_BYTES: Final = 32
STRING_BYTES: Final = 32
CELL_MARKUP: Final = 40
# Of a part without cells or texts: formats, names, relations.
MAX_PLAIN_PART: Final = 10_000_000

_READ: Final = ("[content_types].xml", "_rels/.rels")
_UNREAD: Final = tuple(
    f"xl/{folder}"
    for folder in (
        "activex/", "charts/", "chartsheets/", "comments", "ctrlprops/", "customproperty/",
        "diagrams/", "drawings/", "embeddings/", "externallinks/", "media/", "persons/",
        "pivotcache/", "pivottables/", "printersettings/", "querytables/", "richdata/",
        "slicercaches/", "slicers/", "tables/", "theme/", "threadedcomments/", "vba",
        "webextensions/", "worksheets/_rels/",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that may be parsed: `path` of its checked copy, and what its parts cost."""

    path: str
    parts: tuple[PartCost, ...]


@contextmanager
def checked_copy(content: bytes, limits: Limits) -> Iterator[Checked]:
    """Check a workbook and hand out a plain copy, which is removed at the end.

    Raises MatrixRefused: `too-large`, `unsupported-format`, `encrypted`, `bomb`, `damaged`.
    """
    if len(content) > limits.file_bytes:
        message = f"The file is larger than {limits.file_bytes:,} bytes."
        raise MatrixRefused("too-large", f"byte {limits.file_bytes}", message)
    archive = open_archive(content)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as copy:
            parts = _copy_parts(archive, copy, limits)
        file.flush()
        for part in parts:
            _refuse_table(part, limits)
        refuse_memory(parts, is_streamed=bool(limits.streamed_cells))
        yield Checked(file.name, parts)


def _copy_parts(archive: Archive, copy: zipfile.ZipFile, limits: Limits) -> tuple[PartCost, ...]:
    parts = []
    left = limits.inflated_bytes
    cells = 0
    for name in archive.entries:
        scanner = Scanner(name, streamed_cells=limits.streamed_cells)
        chunks = _within(archive.inflated(name), left)
        if not name.casefold().endswith((".xml", ".rels")):
            left -= sum(map(len, chunks))
            continue
        if _is_read(name):
            with copy.open(name, "w") as part:
                for piece in whole_tokens(name, chunks):
                    scanner.look(piece)
                    part.write(piece)
            parts.append(scanner.cost)
        else:
            scanner.cost.size = sum(map(len, whole_tokens(name, chunks)))
        left -= scanner.cost.size
        cells += scanner.cost.cells
        refuse_cells(name, cells, limits.streamed_cells)
    return tuple(parts)


def _within(chunks: Iterator[bytes], left: int) -> Iterator[bytes]:
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise bomb("byte 0", "The workbook inflates to more than may be read.")
        yield chunk


def _is_read(name: str) -> bool:
    folded = name.casefold()
    return folded in _READ or (folded.startswith("xl/") and not folded.startswith(_UNREAD))


def _refuse_table(part: PartCost, limits: Limits) -> None:
    if part.rows > MAX_ROW or part.columns > MAX_COLUMN:
        raise bomb(part.name, "A cell stands outside of any sheet.")
    if part.rows > limits.rows and part.cells >= part.rows:
        message = f"A sheet has more than {limits.rows:,} rows."
        raise MatrixRefused("too-large", part.name, message)
    is_spread = part.area > MAX_EMPTY_CELLS and not limits.streamed_cells
    if part.rows > limits.rows or is_spread:
        message = f"A sheet of {part.cells:,} cells claims {part.rows:,} × {part.columns:,}."
        raise bomb(part.name, message)
    is_plain = not (part.cells or part.empty_cells or part.strings)
    if is_plain and part.size > MAX_PLAIN_PART:
        raise bomb(part.name, "A part without cells is larger than any workbook needs.")


def refuse_memory(parts: tuple[PartCost, ...], *, is_streamed: bool = False) -> None:
    """Refuse sheets whose texts are short in the file and long in memory.

    A text that is stored once and shown in a hundred thousand cells is copied for each, unless
    its reader `is_streamed` and holds one cell at a time.
    """
    defining = [part for part in parts if part.strings]
    if len(defining) > 1:
        raise damaged(defining[1].name, "The workbook has two lists of texts.")
    strings = defining[0].strings if defining else array("L")
    shared = sum(strings) + STRING_BYTES * len(strings)
    for part in parts:
        if max(part.texts, default=-1) >= len(strings):
            raise damaged(part.name, "A cell points to a text that the workbook lacks.")
        copied, cells = (0, 0) if is_streamed else _held(part, strings)
        if shared + 2 * copied + cells > MAX_MEMORY:
            code: RefusalCode = "bomb" if copied > shared else "too-large"
            message = "The texts of a sheet take more memory than may be used."
            raise MatrixRefused(code, part.name, message)


def _held(part: PartCost, strings: "array[int]") -> tuple[int, int]:
    """Return what tables hold of a sheet: bytes of shared texts, copied, and of all the rest."""
    copied = max(strings, default=0) * part.untold
    copied += sum(map(strings.__getitem__, part.texts))
    inline = 0 if part.strings else max(0, part.size - CELL_MARKUP * part.cells)
    return copied, 2 * inline + CELL_BYTES * part.cells + PLACE_BYTES * part.area
