"""What a file says of an auditor's opinion: merged with the auditor's own, and with no other.

The opinion is whole: result, note and date of a row together (`reports.opinions`). What the
export had in the cells is the base where the auditor who returns it made it; in a file made for
anybody else it is somebody's opinion, and what stands against a changed cell is the own one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Assessment, Opinion, Result
from assessments.models.answers import MAX_NOTE
from assessments.readers.returning.texts import plain
from assessments.readers.said import Field, SaidRow, SaidValue
from assessments.selectors.intakes.results import (
    CellState,
    MergedCell,
    MergedRow,
    OpinionMeant,
)
from assessments.selectors.intakes.understanding import Meaning, day, of_length
from assessments.selectors.opinions import own_opinions
from assessments.words.fields import field_name
from assessments.words.intakes import trouble_words

_COLUMNS: Final = {
    Field.RESULT: "result",
    Field.OPINION_NOTE: "note",
    Field.OPINION_ON: "stated_on",
}


@dataclass(frozen=True, slots=True)
class OpinionMerger:
    """Merges opinions for one reader. `own` are the reader's, by row; empty unless an auditor."""

    own: Mapping[UUID, Opinion]
    may_state: bool
    is_own_export: bool
    choices: Mapping[str, str]

    def merged(self, row: MergedRow, said: SaidRow) -> MergedRow:
        """Return a row with what the file says of the opinion on it."""
        own = self.own.get(row.key)
        cells = {
            name: self._cell(row, name, said.values[name], own)
            for name in _COLUMNS
            if name in said.values
        }
        settled = tuple(_settled(cells, own))
        return replace(row, cells=(*row.cells, *settled), opinion=_meant(cells, settled, own))

    def _cell(
        self, row: MergedRow, name: Field, said: SaidValue, own: Opinion | None
    ) -> MergedCell:
        standing = _text_of(own, name)
        base = said.base if self.is_own_export else None
        key = f"{row.key}:{name.value}@{own.revision if own else 0}"
        cell = MergedCell(
            field=name,
            name=key,
            label=field_name(name.value),
            place=said.place,
            state=CellState.SAME,
            base=base if base is None else _meaning(name, base).shown,
            ours=_meaning(name, standing).shown,
            theirs=_meaning(name, said.text).shown,
        )
        if said.is_as_exported:
            is_moved = self.is_own_export and standing != said.text
            return replace(cell, state=CellState.OURS) if is_moved else cell
        if not self.may_state:
            why = _("Only auditors state opinions.")
            return replace(cell, state=CellState.REFUSED, why=why)
        meant = _meaning(name, said.text)
        why = trouble_words(said.trouble) if said.trouble else meant.why
        if why:
            return replace(cell, state=CellState.UNKNOWN, why=why)
        state = _state(meant.text, standing, base)
        choice = self.choices.get(key, "") if state == CellState.CONFLICT else ""
        return replace(cell, state=state, choice=choice, values=meant.values)


def opinion_merger(
    assessment: Assessment,
    said: Iterable[SaidRow],
    *,
    reader: Membership,
    is_own_export: bool,
    choices: Mapping[str, str],
) -> OpinionMerger:
    """Return what merges the opinions of a reader. One query for an auditor, none for others."""
    may_state = reader.may(Action.STATE_OPINIONS)
    keys = [UUID(row.key) for row in said if row.key]
    own = own_opinions(assessment, keys, author=reader) if may_state else {}
    return OpinionMerger(own, may_state, is_own_export, choices)


def _state(text: str, standing: str, base: str | None) -> CellState:
    if text == standing:
        return CellState.SAME if base is None else CellState.ALREADY
    is_as_exported = not standing if base is None else standing == base
    return CellState.THEIRS if is_as_exported else CellState.CONFLICT


def _settled(cells: Mapping[Field, MergedCell], own: Opinion | None) -> Iterator[MergedCell]:
    """Yield the cells of an opinion; without a result there is no note and no date."""
    results = _results(cells.get(Field.RESULT), own)
    for name, cell in cells.items():
        is_meant = cell.state in {CellState.THEIRS, CellState.CONFLICT}
        if name == Field.RESULT or not is_meant or results != {""}:
            yield cell
        elif any(cell.values.values()):
            why = _("An opinion says what was found: give the result.")
            yield replace(cell, state=CellState.UNKNOWN, why=why, choice="", values={})
        else:
            yield replace(cell, state=CellState.SAME)


def _results(cell: MergedCell | None, own: Opinion | None) -> set[str]:
    """Return what the result may be afterwards: two things while nobody has decided."""
    standing = _text_of(own, Field.RESULT)
    if cell is None or "result" not in cell.values:
        return {standing}
    wanted = str(cell.values["result"])
    if cell.is_open:
        return {standing, wanted}
    return {wanted if cell.is_taken else standing}


def _meant(
    cells: Mapping[Field, MergedCell], settled: Iterable[MergedCell], own: Opinion | None
) -> OpinionMeant | None:
    """Return the whole opinion as it would be stated, None where nothing of it is taken."""
    taken: dict[str, object] = {}
    for cell in settled:
        taken |= cell.values if cell.is_taken else {}
    if not taken:
        return None
    result = str(taken.get("result", own.result if own else ""))
    revision = own.revision if own else 0
    if not result:
        return OpinionMeant(revision, "", "", None)
    note = str(taken.get("note", own.note if own else ""))
    # A file that leaves the date blank says today; one that has it, that day.
    standing = own.stated_on if own and Field.OPINION_ON in cells else None
    stated_on = taken.get("stated_on", standing)
    return OpinionMeant(revision, result, note, stated_on if isinstance(stated_on, date) else None)


def _text_of(own: Opinion | None, name: Field) -> str:
    value = getattr(own, _COLUMNS[name]) if own else None
    return value.isoformat() if isinstance(value, date) else plain(value or "")


def _meaning(name: Field, text: str) -> Meaning:
    if name == Field.OPINION_ON:
        return day("stated_on", text)
    if name == Field.OPINION_NOTE:
        return of_length("note", text, MAX_NOTE)
    if text in {"", *Result.values}:
        return Meaning(text, str(Result(text).label) if text else "", {"result": text})
    return Meaning(text, text, why=_("This is none of the results an auditor gives."))
