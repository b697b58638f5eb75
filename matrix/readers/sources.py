"""Rows of a file as they stand in it, to be shown beside what they were understood as."""

from collections.abc import Iterable, Mapping
from typing import Final

from matrix.readers.reading import ReadLayout

MAX_SHOWN: Final = 600
# Formats in which a line of the file is a row somebody can read.
_BY_LINE: Final = frozenset({"markdown", "csv", "tsv", "text"})


def source_rows(
    content: bytes, layout: ReadLayout, lines: Iterable[int]
) -> Mapping[int, tuple[str, ...]]:
    """Return the text of these lines, cut after `MAX_SHOWN` characters.

    Nothing for formats whose lines are no rows: markup, and cells of a workbook.
    """
    if layout.format not in _BY_LINE:
        return {}
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    printed = text.split("\n")
    return {line: (_cut(printed[line - 1]),) for line in lines if 0 < line <= len(printed)}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
