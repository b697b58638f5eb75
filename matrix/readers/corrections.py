"""Letters that a person has set right, where the page itself leaves a row in doubt."""

from collections.abc import Mapping
from dataclasses import replace

from matrix.readers.reading import ReadActivity, ReadCell, ReadMatrix
from matrix.readers.refusals import MatrixRefused
from matrix.readers.tables import party_key
from matrix.readers.vocabulary import LETTERS


def corrected(matrix: ReadMatrix, corrections: Mapping[int, Mapping[str, str]]) -> ReadMatrix:
    """Return the reading with these letters, by line and party.

    What is printed stays, in the cells and in the findings, so that whoever looks at the row
    later sees both. Raises MatrixRefused for a line without activity (`no-matrix`), a party
    that is none of the page (`no-role-column`) and letters that are none (`damaged`).
    """
    if not corrections:
        return matrix
    lines = {activity.line for activity in matrix.activities}
    for line in sorted(corrections):
        if line not in lines:
            message = f"There is no activity on line {line} whose letters could be corrected."
            raise MatrixRefused("no-matrix", f"line {line}", message)
    activities = tuple(
        _corrected(activity, corrections[activity.line])
        if activity.line in corrections
        else activity
        for activity in matrix.activities
    )
    return replace(matrix, activities=activities)


def _corrected(activity: ReadActivity, letters: Mapping[str, str]) -> ReadActivity:
    places = {party_key(cell.party): place for place, cell in enumerate(activity.cells)}
    cells = list(activity.cells)
    for party, printed in letters.items():
        place = places.get(party_key(party))
        if place is None:
            names = ", ".join(cell.party for cell in activity.cells)
            message = f"No party is called “{party}”; the parties are: {names}."
            raise MatrixRefused("no-role-column", f"line {activity.line}", message)
        cells[place] = _with_letters(cells[place], printed, activity.line)
    return replace(activity, cells=tuple(cells))


def _with_letters(cell: ReadCell, printed: str, line: int) -> ReadCell:
    if printed.strip(LETTERS) or len(set(printed)) < len(printed):
        message = f"“{printed}” is not a set of the letters {', '.join(LETTERS)}."
        raise MatrixRefused("damaged", f"line {line}", message)
    letters = "".join(letter for letter in LETTERS if letter in printed)
    return replace(cell, letters=letters, derived=False)
