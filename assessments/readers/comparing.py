"""Which cells of two workbooks differ."""

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from math import isclose
from typing import Final

from assessments.readers.cells import CellKind, StoredCell, plain_text

_NUMBERS: Final = frozenset({CellKind.NUMBER, CellKind.MOMENT})
# LibreOffice writes 15 digits of a number, of which the last is rounded.
_DIGITS: Final = 1e-14
# Of a long text so much is shown, and so much of what is before the first difference.
_SHOWN: Final = 300
_BEFORE: Final = 60

Unequal = tuple[str, StoredCell | None, StoredCell | None]


def unequal(exported: Iterable[StoredCell], found: Iterable[StoredCell]) -> Iterator[Unequal]:
    """Yield (address, as exported, in the file) where two sheets differ, None for an empty cell.

    Both in the order of the sheet; neither is held in memory.
    """
    tagged = merge(
        ((cell.place, False, cell) for cell in exported),
        ((cell.place, True, cell) for cell in found),
        key=lambda each: each[:2],
    )
    for _place, cells in groupby(tagged, key=lambda each: each[0]):
        at_place = {is_found: cell for _, is_found, cell in cells}
        one, other = at_place.get(False), at_place.get(True)
        if one is None or other is None or not is_same(one, other):
            yield next(iter(at_place.values())).address, one, other


def is_same(one: StoredCell, other: StoredCell) -> bool:
    """Tell whether two cells say the same, however a program wrote it.

    A number and a day are the same when only the way it is shown differs; a text is never a
    number, and a formula never a value.
    """
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.kind == other.kind and _plain(one) == _plain(other)
    if {one.kind, other.kind} <= _NUMBERS:
        return isclose(one.value, other.value, rel_tol=_DIGITS, abs_tol=0.0)
    return one.kind == other.kind and one.value == other.value


def excerpts(one: str, other: str) -> tuple[str, str]:
    """Return two texts that differ, long ones as what stands around the first difference."""
    unlike = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    start = max(0, next(unlike, min(len(one), len(other))) - _BEFORE)
    return _excerpt(one, start), _excerpt(other, start)


def _excerpt(text: str, start: int) -> str:
    if len(text) <= _SHOWN:
        return text
    end = start + _SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _plain(cell: StoredCell) -> str:
    return plain_text(str(cell.value))
