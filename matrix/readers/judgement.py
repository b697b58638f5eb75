"""Whether a page has a matrix at all, and which column is the client's; else why not."""

from collections.abc import Mapping, Sequence
from typing import Final

from matrix.readers.columns import Layout, has_letters
from matrix.readers.inline import normalised
from matrix.readers.letters import read_letters
from matrix.readers.refusals import MatrixRefused
from matrix.readers.rows import find_key
from matrix.readers.tables import Table, is_activity_name, is_client_name
from matrix.readers.vocabulary import ACTIVITY_NAMES, ACTIVITY_WORDS, CLIENT_WORDS

_MAX_GLUED: Final = 100
_MAX_NAMES: Final = 6
_ACTIVITIES: Final = tuple(sorted(ACTIVITY_WORDS | ACTIVITY_NAMES))
# Short words ("you") are inside too many others.
_CLIENTS: Final = tuple(sorted(word for word in CLIENT_WORDS if len(word) > 4))

_Tables = Sequence[tuple[Table, Layout]]


def refuse_no_matrix(
    matrices: _Tables,
    others: _Tables,
    legends: _Tables,
    parties: Mapping[str, str],
    lines: Sequence[str],
) -> None:
    """Raise MatrixRefused unless two parties share rows with letters.

    The code says how near the page came: `one-party`, `no-role-column`,
    `no-activity-column`, `no-matrix` (tables, none of them one), `glued`, `no-table`.
    """
    if not matrices:
        _refuse_glued(lines)
        _refuse_others(others, legends)
    where = f"line {matrices[0][0].header.line}"
    if not any(table.rows for table, _ in matrices):
        message = "The table names activities and parties, but has no row."
        raise MatrixRefused("no-matrix", where, message)
    if not has_letters(matrices):
        message = "No column of this page holds RACI letters."
        raise MatrixRefused("no-role-column", where, message)
    if len(parties) < 2:
        message = f"Only one party has a column: {', '.join(parties.values())}."
        raise MatrixRefused("one-party", where, message)


def choose_client(parties: Mapping[str, str], wanted: str | None, line: int) -> str:
    """Return the name of the client party: the wanted one, else the one named as a client.

    Raises MatrixRefused `no-role-column` when there is none, with the names to choose from.
    """
    names = ", ".join(parties.values())
    if wanted is not None:
        key = find_key(parties, wanted)
        if key is None:
            message = f"No column is called “{wanted}”; the parties are: {names}."
            raise MatrixRefused("no-role-column", f"line {line}", message)
        return parties[key]
    for is_wanted in (_is_exactly_client, is_client_name):
        for name in parties.values():
            if is_wanted(name):
                return name
    message = f"No column is known as the client's; say which party is: {names}."
    raise MatrixRefused("no-role-column", f"line {line}", message)


def choose_product(products: Mapping[str, str], wanted: str | None, line: int) -> str | None:
    """Return the key of the wanted product's column, None when no product is wanted.

    Raises MatrixRefused `no-matrix` when the page has no column for it.
    """
    if wanted is None:
        return None
    key = find_key(products, wanted)
    if key is None:
        names = ", ".join(products.values()) or "none"
        message = f"No column is for the product “{wanted}”; the products are: {names}."
        raise MatrixRefused("no-matrix", f"line {line}", message)
    return key


def _is_exactly_client(name: str) -> bool:
    return normalised(name) in CLIENT_WORDS


def _refuse_others(others: _Tables, legends: _Tables) -> None:
    if not others and not legends:
        raise MatrixRefused("no-table", "line 1", "The page has no table.")
    for table, layout in others:
        where = f"line {table.header.line}"
        if any(is_activity_name(column.name) for column in layout.columns):
            message = "The table has activities, but no column with the letters of a party."
            raise MatrixRefused("no-role-column", where, message)
        if has_letters([(table, layout)]):
            message = "The table has letters, but no column is named as the activities."
            raise MatrixRefused("no-activity-column", where, message)
    where = f"line {(*others, *legends)[0][0].header.line}"
    message = "The page has tables, but none of them says who does what."
    raise MatrixRefused("no-matrix", where, message)


def _refuse_glued(lines: Sequence[str]) -> None:
    below = ""
    for number in range(len(lines), 0, -1):
        text = lines[number - 1][:_MAX_GLUED].strip()
        words = normalised(text)
        if "|" not in text and (_is_glued(words) or _is_run_together(words, below)):
            message = (
                "The columns are glued together, as copying a page as text does, and empty cells"
                " are lost; copy the table itself, or save the page's source."
            )
            raise MatrixRefused("glued", f"line {number}", message)
        below = text or below


def _is_glued(words: str) -> bool:
    """Say whether a line begins with the name of two columns in one word."""
    first = words.partition(" ")[0]
    return any(
        first.startswith(activity) and first[len(activity) :].startswith(_CLIENTS)
        for activity in _ACTIVITIES
    )


def _is_run_together(words: str, below: str) -> bool:
    """Say whether a line names the columns, and the one below is a row without separators.

    So it is where blanks part the columns ("Activity Customer Us", "Choose the size RA I"),
    and where each cell has a line of its own.
    """
    names = words.split()
    if not names or names[0] not in ACTIVITY_WORDS or len(names) > _MAX_NAMES:
        return False
    if len(names) == 1:
        return is_client_name(below) and len(below.split()) <= _MAX_NAMES
    has_client = not CLIENT_WORDS.isdisjoint(names[1:])
    last = below.rpartition(" ")[2]
    return has_client and bool(read_letters(last).letters) and " " in below
