"""What the letters of a row say about who answers for it: computed, never stored.

The rule of a RACI chart is one A and at least one R per activity. A matrix that breaks it is
not misread; the reader of the page has a question for the provider. Letters that were derived
from another format say nothing about accountability, so such rows are passed over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matrix.readers.reading import DUTY_LETTERS, ReadFinding, ReadMatrix, finding


@dataclass(frozen=True, slots=True)
class RowLetters:
    """One row: the letters of each party, in the order of the columns.

    `is_short` when the row was printed with fewer cells than columns (`row-short`),
    `is_derived` when any of its letters was synthesised.
    """

    line: int
    letters: tuple[tuple[str, str], ...]
    is_short: bool = False
    is_derived: bool = False


def rows_of(matrix: ReadMatrix) -> Iterator[RowLetters]:
    """Yield the rows of a page that was just read."""
    short = {found.line for found in matrix.findings if found.code == "row-short"}
    for activity in matrix.activities:
        yield RowLetters(
            activity.line,
            tuple((cell.party, cell.letters) for cell in activity.cells),
            is_short=activity.line in short,
            is_derived=any(cell.derived for cell in activity.cells),
        )


def accountability_findings(rows: Iterable[RowLetters], client: str) -> tuple[ReadFinding, ...]:
    """Return the findings of all rows, in their order; `client` is the name of the client party.

    - `nobody`: no party holds any letter; then nothing else is said of the row.
    - `no-responsible`, `no-accountable`: some party holds letters, none holds R (or A).
    - `several-accountable`, `several-responsible`: more than one party holds A (or R).
    - `accountable-only`: the client holds A without R: its task is to verify, not to do.
    - `shifted-suspect`: the row lost a cell, and the only letters are R or A of the client:
      where copying drops empty cells, they may be those of the next party. A complete row
      never is suspect: an empty provider beside the client's RA is the usual case.
    """
    return tuple(
        found for row in rows if not row.is_derived for found in _row_findings(row, client)
    )


def _row_findings(row: RowLetters, client: str) -> Iterator[ReadFinding]:
    held = [(party, letters) for party, letters in row.letters if letters]
    if not held:
        yield finding("nobody", row.line, "No party holds any letter in this row.")
        return
    yield from _counted(row.line, held, "R", "responsible")
    yield from _counted(row.line, held, "A", "accountable")
    own = dict(held).get(client, "")
    if "A" in own and "R" not in own:
        message = f"{client} is accountable here and not responsible: to verify, not to do."
        yield finding("accountable-only", row.line, message, cell=client, values=(own,))
    if row.is_short and len(held) == 1 and DUTY_LETTERS.intersection(own):
        message = (
            f"The row lost a cell, and only {client} holds letters: {own} may be another party's."
        )
        yield finding("shifted-suspect", row.line, message, cell=client, values=(own,))


def _counted(
    line: int, held: Iterable[tuple[str, str]], letter: str, word: str
) -> Iterator[ReadFinding]:
    holders = tuple(party for party, letters in held if letter in letters)
    if not holders:
        yield finding(f"no-{word}", line, f"Nobody is {word} in this row.")
    elif len(holders) > 1:
        message = f"More than one party is {word}: {', '.join(holders)}."
        yield finding(f"several-{word}", line, message, values=holders)
