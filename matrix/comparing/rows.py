"""One side of a comparison: the activities of an edition, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass

from matrix.readers.reading import DUTY_LETTERS, ReadActivity, ReadMatrix


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One activity of one side. Nothing of it is a key on the page; `key` is the caller's own.

    `section` holds the titles of the sections above it from the chapter down, without numbers;
    `number` is the printed number of the last of them, "" for none. `client` are the letters of
    the client party, `others` those of the other parties in the order of the columns.
    """

    key: int
    line: int
    section: tuple[str, ...]
    number: str
    text: str
    client: str
    others: tuple[tuple[str, str], ...]

    @property
    def is_duty(self) -> bool:
        """Tell whether the client holds R or A here (CONTRACTS.md, "Counting")."""
        return not DUTY_LETTERS.isdisjoint(self.client)

    @property
    def is_held(self) -> bool:
        """Tell whether any party holds any letter here."""
        return bool(self.client) or any(letters for _party, letters in self.others)

    @property
    def section_label(self) -> str:
        """Return "3.1.2. Access", the title alone without number, "" outside every section."""
        title = self.section[-1] if self.section else ""
        return f"{self.number}. {title}".strip() if self.number else title


def compared_rows(matrix: ReadMatrix) -> tuple[ComparedRow, ...]:
    """Return the rows of a page that was just read; the key of a row is its line."""
    return tuple(_row(matrix, activity) for activity in matrix.activities)


def _row(matrix: ReadMatrix, activity: ReadActivity) -> ComparedRow:
    titles = tuple(_titles_upwards(matrix, activity.section))
    return ComparedRow(
        key=activity.line,
        line=activity.line,
        section=titles[::-1],
        number=matrix.sections[activity.section].number,
        text=activity.text,
        client=matrix.client_letters(activity),
        others=tuple(
            (cell.party, cell.letters)
            for cell in activity.cells
            if cell.party != matrix.client_party
        ),
    )


def _titles_upwards(matrix: ReadMatrix, index: int | None) -> Iterator[str]:
    while index is not None:
        yield matrix.sections[index].title
        index = matrix.sections[index].parent
