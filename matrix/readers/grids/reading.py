"""A sheet without letters, read by the plan of its family: every letter derived, and told so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from matrix.readers.choices import Progress
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.grids.headers import Header, place_of
from matrix.readers.grids.plans import Answer, Plan, cell_at
from matrix.readers.inline import folded
from matrix.readers.reading import (
    ReadActivity,
    ReadCell,
    ReadColumn,
    ReadFinding,
    ReadSection,
    finding,
)
from matrix.readers.refusals import MatrixRefused

# Rows between two calls of `progress`.
STEP: Final = 500

# A longer text is a remark, whatever it stands above.
_LONGEST_TITLE: Final = 300


@dataclass(slots=True)
class Derived:
    """What the rows of a sheet give; `remarks` are the rows that are no activity."""

    activities: list[ReadActivity] = field(default_factory=list)
    sections: list[ReadSection] = field(default_factory=list)
    findings: list[ReadFinding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    answered: int = 0
    left_out: int = 0


class DerivedRows:
    """Reads the rows below a header, one after the other."""

    def __init__(self, plan: Plan, header: Header) -> None:
        """Begin above the first row."""
        self.found = Derived()
        self._plan = plan
        self._header = header
        self._places: dict[str, int] = {}
        self._title = ""
        self._title_line = 0

    def read(self, row: GridRow) -> None:
        """Read one row: an activity, the title of a section, a remark, or the header again."""
        plan = self._plan
        if self._header.is_repeated(row):
            return
        number = cell_at(row.cells, plan.number).strip()
        is_numbered = bool(plan.pattern.match(number))
        answer = plan.answer(row.cells)
        texts = [folded(text) for place in plan.text if (text := cell_at(row.cells, place))]
        is_alone = row.is_spanning or sum(map(bool, row.cells)) == 1
        if is_alone and not is_numbered and answer.letters is None:
            self._note_title(row)
        elif plan.is_list and not answer.verbatim:
            self.found.left_out += 1
        elif texts or answer.verbatim or is_numbered:
            self._add(row, texts, answer, number)
        else:
            message = "The row has cells, but no activity is printed in it."
            name = self._names(plan.text)
            self._tell("cell-unknown", row.number, message, name, row.cells)

    def _note_title(self, row: GridRow) -> None:
        text = next(cell for cell in row.cells if cell)
        if self._title:
            self.found.remarks.append(self._title)
        self._title, self._title_line = folded(text), row.number
        if len(self._title) > _LONGEST_TITLE or self._plan.section is not None:
            self.found.remarks.append(text)
            self._title = ""

    def close(self) -> Derived:
        """Return what was read; a title above no row is a remark."""
        if self._title:
            self.found.remarks.append(self._title)
        return self.found

    def _add(self, row: GridRow, texts: Sequence[str], answer: Answer, number: str) -> None:
        plan, found = self._plan, self.found
        section = self._section(row, number)
        if not texts:
            message = "The row has an answer, but no activity is printed in it."
            self._tell("cell-unknown", row.number, message, self._names(plan.text), row.cells)
        self._judge(row, answer)
        letters = answer.letters or ("",) * len(plan.parties)
        cells = tuple(
            ReadCell(party, held, answer.verbatim, derived=True)
            for party, held in zip(plan.parties, letters, strict=True)
        )
        verbatim = "\n".join(cell for place in plan.text if (cell := cell_at(row.cells, place)))
        found.activities.append(
            ReadActivity(
                position=len(found.activities) + 1,
                section=section,
                text=": ".join(texts) or number,
                verbatim=verbatim,
                note="\n".join(self._notes(row)),
                line=row.number,
                cells=cells,
            )
        )

    def _judge(self, row: GridRow, answer: Answer) -> None:
        name = self._names(self._plan.answers)
        if answer.letters is not None:
            self.found.answered += 1
        elif answer.verbatim:
            message = (
                f"The cell of {name} holds “{answer.verbatim[:200]}”, which is no known word."
            )
            self._tell("cell-unknown", row.number, message, name, (answer.verbatim,))
        else:
            message = "No answer is printed in this row."
            self._tell("roles-missing", row.number, message, name, ())

    def _section(self, row: GridRow, number: str) -> int:
        """Return the section of a row: its column's, else the title's above, else its number's.

        A merged cell has its value in the first row only: the rows below belong to it.
        """
        plan, found = self._plan, self.found
        named = folded(cell_at(row.cells, plan.section))
        if self._title:
            return self._new_section(self._take_title(), self._title_line, is_new=True)
        if named:
            return self._new_section(named, row.number)
        if plan.section is not None and found.activities:
            return found.activities[-1].section
        if self._title_line and plan.section is None:
            return len(found.sections) - 1
        match = plan.pattern.match(number)
        prefix = next((group for group in match.groups() if group), "") if match else ""
        return self._new_section(prefix, row.number)

    def _take_title(self) -> str:
        title, self._title = self._title, ""
        return title

    def _new_section(self, title: str, line: int, *, is_new: bool = False) -> int:
        if is_new or title not in self._places:
            self._places[title] = len(self.found.sections)
            self.found.sections.append(ReadSection("", title, title, 1, None, line, ""))
        return self._places[title]

    def _notes(self, row: GridRow) -> Iterator[str]:
        plan, names = self._plan, self._header.names
        read = {*plan.text, *plan.answers, plan.section}
        for place, cell in enumerate(row.cells):
            if cell and place not in read:
                name = names[place] if place < len(names) else ""
                yield f"{name}: {folded(cell)}" if name else folded(cell)

    def _names(self, places: Sequence[int]) -> str:
        """Return the name of one column, the first and last of several."""
        names = [self._header.names[place] for place in places]
        return " … ".join(dict.fromkeys([names[0], names[-1]]))[:200] if names else ""

    def _tell(
        self, code: str, line: int, message: str, cell: str, values: tuple[str, ...]
    ) -> None:
        self.found.findings.append(finding(code, line, message, cell=cell, values=values))


def read_derived(plan: Plan, header: Header, grid: Grid, progress: Progress) -> Derived:
    """Read all rows below a header.

    Raises MatrixRefused: `no-role-column` when no row has an answer, as in a template that
    nobody has filled in; `no-matrix` when there is no row.
    """
    reader = DerivedRows(plan, header)
    rows = grid.rows[header.first :]
    for done, row in enumerate(rows):
        if done % STEP == 0:
            progress(done, len(rows))
        reader.read(row)
    found = reader.close()
    progress(len(rows), len(rows))
    where = place_of(grid, header.number)
    if not found.activities:
        message = "The sheet names its columns, but has no row that is an activity."
        raise MatrixRefused("no-matrix", where, message)
    if not found.answered:
        message = f"None of the {len(found.activities):,} rows is answered: a template."
        raise MatrixRefused("no-role-column", where, message)
    found.findings.append(_derived_finding(plan, header, found))
    return found


def derived_columns(plan: Plan, header: Header) -> tuple[ReadColumn, ...]:
    """Return how each column was understood."""
    kinds = {
        **dict.fromkeys(plan.text, "activity"),
        **dict.fromkeys(plan.answers, "answer"),
        **({} if plan.section is None else {plan.section: "section"}),
    }
    return tuple(
        ReadColumn(name or f"column {place + 1}", kinds.get(place, "note"))
        for place, name in enumerate(header.names)
    )


def _derived_finding(plan: Plan, header: Header, found: Derived) -> ReadFinding:
    columns = plan.answers or plan.text
    names = tuple(header.names[place] for place in columns)
    message = f"No letters are printed; R and A were derived from {', '.join(names)}."
    if found.left_out:
        message += f" {found.left_out} rows without such a text were left out."
    return finding("letters-derived", header.number, message, values=names)
