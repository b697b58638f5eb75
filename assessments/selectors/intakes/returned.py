"""A workbook that somebody brings back: which one it was, proven, and what it says of the rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from operator import attrgetter
from typing import Final

from accounts.models import Membership
from assessments.models import Answer, Assessment, Export, Intake
from assessments.readers.cells import META
from assessments.readers.keeping import kept_cells
from assessments.readers.opened import OpenedWorkbook, opened_workbook
from assessments.readers.returning import Exported, Found, read_rows, said_of, said_of_table
from assessments.readers.returning.reading import exported_of
from assessments.readers.said import Notice, NoticeCode, Said
from assessments.selectors.intakes.vocabulary import vocabulary
from assessments.selectors.verifying.checking import export_of, reading_limits
from assessments.selectors.verifying.proving import ground_of, pieces_of, sealed_event_of
from assessments.selectors.verifying.results import Ground

# The kind of export that has the sheet to come back with.
_KIND: Final = "assessment"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file says, and the export it was made as; None where only its keys are known.

    `kind` is one of `Intake.Kind`, `language` that of the export, "" without one.
    """

    said: Said
    kind: str
    export: Export | None = None
    language: str = ""


class NotReturned(Exception):
    """A file cannot be brought back here. Each kind of it says what to do."""


class NotAWorkingCopy(NotReturned):
    """No sheet has the keys of rows of this assessment: it is a file of somebody's own."""


class UnknownExport(NotReturned):
    """The file names an export that is not known here, or not to this reader."""


class OfAnotherAssessment(NotReturned):
    """The file is a workbook of another assessment, which the reader may see."""

    def __init__(self, assessment: Assessment) -> None:
        """Keep which one."""
        super().__init__(f"a workbook of assessment {assessment.pk}")
        self.assessment = assessment


class UnprovenExport(NotReturned):
    """What was exported cannot be proven, so that nobody knows what was changed since."""

    def __init__(self, ground: Ground) -> None:
        """Keep what is missing."""
        super().__init__(ground.value)
        self.ground = ground


def returned_workbook(content: bytes, *, assessment: Assessment, reader: Membership) -> Returned:
    """Read a workbook as a working copy of an assessment.

    Raises a `NotReturned`, and MatrixRefused for a file that cannot be read at all.
    """
    exports = Export.objects.visible_to(reader.user).of_organisation(reader.organisation)
    with opened_workbook(content, reading_limits()) as book:
        export = export_of(book, exports)
        if export is None:
            return _by_keys_alone(book, assessment)
        if export.assessment is None:
            raise NotAWorkingCopy
        if export.assessment_id != assessment.pk:
            raise OfAnotherAssessment(export.assessment)
        exported = _exported(export)
        found = _found(book, exported)
        if not found:
            raise NotAWorkingCopy
        said = said_of(found, vocabulary(), exported)
    return Returned(said, Intake.Kind.WORKING_COPY, export, export.language)


def returned_rows(table: Sequence[Sequence[str]], *, assessment: Assessment) -> Returned:
    """Read rows that were copied from the grid or from a workbook, their headings first.

    Raises `NotAWorkingCopy` where they have no keys of rows of this assessment.
    """
    said = said_of_table(table, vocabulary())
    if said is None or not _is_of(said, assessment):
        raise NotAWorkingCopy
    return Returned(said, Intake.Kind.ROWS)


def _by_keys_alone(book: OpenedWorkbook, assessment: Assessment) -> Returned:
    # Somebody may have copied the one sheet into a workbook of their own.
    if META in book.sheets:
        raise UnknownExport
    said = said_of(_found(book, None), vocabulary())
    if not _is_of(said, assessment):
        raise NotAWorkingCopy
    notices = (Notice(NoticeCode.BASE_UNKNOWN, book.sheets[0]), *said.notices)
    return Returned(replace(said, notices=notices), Intake.Kind.WORKING_COPY)


def _is_of(said: Said, assessment: Assessment) -> bool:
    keys = [row.key for row in said.rows if row.key]
    return Answer.objects.filter(assessment=assessment, key__in=keys).exists()


def _found(book: OpenedWorkbook, exported: Exported | None) -> list[Found]:
    read = (
        read_rows(book.cells(sheet), vocabulary(), sheet=sheet, exported=exported)
        for sheet in book.sheets
        if sheet != META
    )
    return [each for each in read if each is not None]


def _exported(export: Export) -> Exported:
    if export.kind != _KIND:
        raise NotAWorkingCopy
    event = sealed_event_of(export)
    ground = ground_of(export, event) if event else Ground.EVENT_BROKEN
    if ground != Ground.CELLS:
        raise UnprovenExport(ground)
    found = next(filter(None, _tables(export)), None)
    if found is None:
        raise NotAWorkingCopy
    return exported_of(found)


def _tables(export: Export) -> Iterator[Found | None]:
    for sheet, pieces in groupby(pieces_of(export), key=attrgetter("sheet")):
        cells = chain.from_iterable(map(kept_cells, pieces))
        yield read_rows(cells, vocabulary(), sheet=sheet)
