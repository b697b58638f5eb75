"""How each kind of file is read, and what may come of it: a reading, or the refusal by name.

A reading is used as the pages use it: every cell is shown, and every text can be stored, which a
NUL (PostgreSQL) and half a character (both engines) cannot.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assessments.readers.cells import META, CellHash
from assessments.readers.opened import opened_workbook
from assessments.readers.returning import read_rows, said_of, said_of_table
from assessments.readers.said import Said
from assessments.readers.trackers import read_tracker
from assessments.selectors.intakes.vocabulary import vocabulary
from evidence.guard import EvidenceRefused, check_content, checked_url, named
from matrix.readers import Choice, Limits, MatrixRefused, ReadMatrix, read_matrix
from tests.assessments.trackers.reading import adopted
from tests.fuzzing import backups, doors, pieces, seeds
from tests.fuzzing.mutants import Chance, Damage, any_archive, any_bytes, any_text, any_xml
from tests.fuzzing.seeds import File

READ: Final = "read"
REFUSED: Final = "refused"

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_MARKDOWN: Final = any_text((*pieces.SIGNS, *pieces.NUMBERS, *pieces.MARKDOWN, "<", "<!--", "&"))
_MARKUP: Final = any_text((*pieces.SIGNS, *pieces.MARKUP, *pieces.MARKDOWN))
_SEPARATED: Final = any_text((*pieces.SIGNS, *pieces.NUMBERS, *pieces.CELLS))
_HEADS: Final = any_text((*pieces.HEADS, *pieces.SIGNS, *pieces.CONTROLS))
_OTHER_NAMES: Final = (
    "",
    "a",
    "a.md",
    "a.html",
    "a.csv",
    "a.tsv",
    "a.xlsx",
    "a.de.txt",
    ".md",
    "²",
)
_DAMAGES: Final[Mapping[str, Sequence[Damage]]] = {
    "md": (_MARKDOWN,) * 4 + (_MARKUP, any_bytes),
    "html": (_MARKUP, _MARKUP, any_xml, any_bytes),
    "csv": (_SEPARATED,) * 4 + (any_bytes,),
    "xlsx": (any_archive,) * 6 + (any_bytes,),
    "proof": (_HEADS, any_bytes, any_bytes),
    "name": (
        any_text((*pieces.SIGNS, *pieces.CONTROLS, *pieces.HEADS, "/", "\\", "..", ".txt", "con")),
        any_bytes,
    ),
}
# Files that are read as somebody may overrule the reading, too.
_SMALL: Final = 50_000
_KINDS: Final = {"mdx": "md", "txt": "md", "tsv": "csv", "xlsm": "xlsx"}


@dataclass(frozen=True, slots=True)
class Importer:
    """One way in: good files, how they are damaged, and how they are read.

    `read` returns what came of a file, in a word, and raises nothing that is not a defect.
    """

    name: str
    seeds: Callable[[], Sequence[File]]
    read: Callable[[File], str]
    damage: Callable[[Chance, File], File]


def _by_ending(chance: Chance, file: File) -> File:
    ending = file.name.rpartition(".")[2]
    kinds = _DAMAGES.get(_KINDS.get(ending, ending), _DAMAGES["csv"])
    name = chance.choice(_OTHER_NAMES) if chance.random() < 0.1 else file.name
    return File(name, chance.choice(kinds)(chance, file.content))


def _as(kind: str) -> Callable[[Chance, File], File]:
    def damaged(chance: Chance, file: File) -> File:
        return File(file.name, chance.choice(_DAMAGES[kind])(chance, file.content))

    return damaged


def _matrix(file: File) -> str:
    choices = [Choice(file.name)]
    if len(file.content) % 4 == 0 and len(file.content) < _SMALL:
        # What somebody may say of it on the page that shows how it was read.
        choices += [
            Choice(file.name, party="Provider"),
            Choice(file.name, header_row=2, sheet="Matrix"),
            Choice(file.name, corrections={3: {"Customer": "RA"}}),
        ]
    return _all(_matrix_read, ((file.content, choice) for choice in choices))


def _matrix_read(told: tuple[bytes, Choice]) -> str:
    try:
        matrix = read_matrix(*told)
    except MatrixRefused as refused:
        return refused.code
    _check_storable(_texts_of(matrix))
    return READ


def _texts_of(matrix: ReadMatrix) -> Iterable[str]:
    yield from (matrix.title, matrix.language, *matrix.parties)
    yield from (section.title for section in matrix.sections)
    yield from (found.message for found in matrix.findings)
    for activity in matrix.activities:
        yield activity.text
        for cell in activity.cells:
            yield from (cell.party, cell.verbatim)


def _working_copy(file: File) -> str:
    try:
        with opened_workbook(file.content, Limits()) as book:
            digest = CellHash()
            for sheet in book.sheets:
                for cell in book.cells(sheet):
                    digest.add(sheet, cell.address, cell.canonical)
                    # A page shows it.
                    cell.shown.encode("utf-8", "surrogatepass")
            tables = [
                read_rows(book.cells(sheet), vocabulary(), sheet=sheet)
                for sheet in book.sheets
                if sheet != META
            ]
            digest.hexdigest()
    except MatrixRefused as refused:
        return refused.code
    found = [table for table in tables if table is not None]
    _check_said(said_of(found, vocabulary()))
    return READ if found else "no keys"


def _tracker(file: File) -> str:
    try:
        tracker = read_tracker(file.content, name=file.name)
        found = adopted(file.content, name=file.name)
    except MatrixRefused as refused:
        return refused.code
    sheets = [
        [sheet.name, *(cell for row in sheet.rows for cell in row.cells)]
        for sheet in tracker.sheets
    ]
    _check_storable(text for sheet in sheets for text in sheet)
    _check_storable(text for values in found.says.values() for text in values.values())
    said = said_of_table([row.cells for row in tracker.sheets[0].rows], vocabulary())
    if said is not None:
        _check_said(said)
    return READ


def _proof(file: File) -> str:
    return _all(_proof_read, ((file.name, file.content), (file.name.swapcase(), file.content)))


def _proof_read(told: tuple[str, bytes]) -> str:
    try:
        check_content(named(told[0]).form, told[1])
    except EvidenceRefused as refused:
        return refused.reason
    return READ


def _address(file: File) -> str:
    try:
        _check_storable([checked_url(f"https://{file.content.decode('utf-8', 'replace')}")])
    except EvidenceRefused:
        return REFUSED
    return READ


def _all(read: Callable[[object], str] | Callable[..., str], told: Iterable[object]) -> str:
    first, *_others = [read(each) for each in told]
    return first


def _check_said(said: Said) -> None:
    _check_storable(value.text for row in said.rows for value in row.values.values())
    _check_storable(text for notice in said.notices for text in (notice.place, notice.text))


def _check_storable(texts: Iterable[str]) -> None:
    for text in texts:
        if _UNSTORABLE.search(text):
            raise AssertionError(f"no database can store {text[:80]!r}")


IMPORTERS: Final[Mapping[str, Importer]] = {
    each.name: each
    for each in (
        Importer("markdown", seeds.pages, _matrix, _by_ending),
        Importer("html", seeds.copied, _matrix, _by_ending),
        Importer("csv", seeds.separated, _matrix, _by_ending),
        Importer("xlsx", seeds.books, _matrix, _by_ending),
        Importer("working copy", seeds.working_copies, _working_copy, _by_ending),
        Importer("tracker", seeds.trackers, _tracker, _by_ending),
        Importer("evidence", seeds.proofs, _proof, _as("proof")),
        Importer("name", seeds.names, doors.name_read, _as("name")),
        Importer("address", seeds.names, _address, _as("name")),
        Importer("restore", backups.folders, backups.folder_read, backups.damaged),
    )
}
