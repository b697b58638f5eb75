"""How high a row must be for its wrapped texts. Pure Python.

Excel computes the height of a row that has none, LibreOffice does not always; a height that is
not marked as chosen by hand is taken by both, and computed anew as soon as somebody edits.
"""

from collections.abc import Iterable

from assessments.readers.cells import Value

# Points, for the font and size in styles.py.
LINE = 12.6
PADDING = 4.5
HIGHEST = 409.0  # Excel takes no more

# The share of a character's width that an average letter of the font takes.
_LETTER = 0.88
# What the edges of a cell take, in characters.
_EDGES = 0.7


def row_height(cells: Iterable[tuple[Value, float]]) -> float:
    """Return points for a row of (value, width of its column in characters)."""
    lines = max((_lines(value, width) for value, width in cells), default=1)
    return min(HIGHEST, round(lines * LINE + PADDING, 1))


def _lines(value: Value, width: float) -> int:
    if not isinstance(value, str):
        return 1
    room = max(1.0, (width - _EDGES) / _LETTER)
    return sum(_wrapped(paragraph, room) for paragraph in value.split("\n"))


def _wrapped(paragraph: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in paragraph.split(" "):
        length = len(word)
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0.0
        used += length + (1 if used else 0)
        if used > room:  # one long word is broken where the cell ends
            lines += int(used // room)
            used %= room
    return lines
