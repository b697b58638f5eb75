"""Merging what a file says with the rows as they are: three sides, field by field.

As exported, here, in the file: what was changed on one side only is that side's; what was changed
on both, and not to the same, is a person's to decide (PRODUCT.md, "Round trip").
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Answer, Assessment, Coverage, Intake
from assessments.readers.said import (
    ANSWER,
    Field,
    Notice,
    NoticeCode,
    Said,
    SaidRow,
    SaidValue,
    said_from_json,
)
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.selectors.intakes.depending import settled
from assessments.selectors.intakes.opining import opinion_merger
from assessments.selectors.intakes.owners import OwnerFinder
from assessments.selectors.intakes.results import (
    CellState,
    Merge,
    MergedCell,
    MergedRow,
    ToldNotice,
)
from assessments.selectors.intakes.understanding import (
    Meaning,
    Reader,
    exported_text,
    here,
    shown_base,
)
from assessments.words.fields import field_name
from assessments.words.intakes import notice_words
from matrix.selectors import printed_edition


def merged(intake: Intake, *, reader: Membership, on: date) -> Merge:
    """Return what would become of each row if `reader` applied it now; `on` is today.

    In the language in force. A fixed number of queries, whatever the number of rows.
    """
    assessment = Assessment.objects.with_matrix().get(pk=intake.assessment_id)
    rows = rows_in_play(assessment, reader, on)
    said = said_from_json(intake.said)
    answers = _Merger(reader, intake.choices)
    opinions = opinion_merger(
        assessment,
        said.rows,
        reader=reader,
        is_own_export=intake.export is not None and intake.export.made_by_id == reader.pk,
        choices=intake.choices,
    )
    found = {row.key: each for each in said.rows for row in _row_of(each, rows)}
    return Merge(
        rows=tuple(
            opinions.merged(answers.row(row, found[key]), found[key])
            for key, row in rows.items()
            if key in found
        ),
        notices=tuple(_notices(said, rows, assessment)),
        in_play=len(rows),
    )


def decisions(intake: Intake, side: str, *, reader: Membership, at: datetime) -> dict[str, str]:
    """Return every conflict decided for one side, as `services.intakes.choose` takes it."""
    merge = merged(intake, reader=reader, on=timezone.localdate(at))
    return {cell.name: side for row in merge.conflicting for cell in row.conflicts}


def rows_in_play(assessment: Assessment, reader: Membership, on: date) -> dict[UUID, DutyRow]:
    """Return the rows of an assessment by key, in printed order and the language in force."""
    printed = printed_edition(assessment.edition, language=get_language() or "")
    answers = Answer.objects.of_assessment(assessment)
    rows = duty_rows(answers, assessment=assessment, printed=printed, reader=reader, on=on)
    return {row.key: row for row in rows}


def _row_of(said: SaidRow, rows: Mapping[UUID, DutyRow]) -> Iterator[DutyRow]:
    if said.key and (row := rows.get(UUID(said.key))):
        yield row


def _notices(
    said: Said, rows: Mapping[UUID, DutyRow], assessment: Assessment
) -> Iterator[ToldNotice]:
    gone = [each for each in said.rows if each.key and UUID(each.key) not in rows]
    known = Answer.objects.filter(
        assessment=assessment, key__in=[each.key for each in gone]
    ).values_list("key", flat=True)
    away = {str(key) for key in known} if gone else set()
    told = [
        Notice(NoticeCode.NOT_IN_PLAY if each.key in away else NoticeCode.UNKNOWN_KEY, each.place)
        for each in gone
        if not all(value.is_as_exported for value in each.values.values())
    ]
    # A row that is not in this assessment was not in its export either: said once.
    is_told = {(NoticeCode.NOT_IN_EXPORT, each.place) for each in told}
    kept = [each for each in said.notices if (each.code, each.place) not in is_told]
    for notice in (*kept, *told):
        yield ToldNotice(notice.code, notice.place, notice_words(notice))


class _Merger:
    """Merges rows for one reader."""

    def __init__(self, reader: Membership, choices: Mapping[str, str]) -> None:
        self._choices = choices
        self._cells = Reader(OwnerFinder(reader.organisation))
        reads_internal = reader.may(Action.READ_INTERNAL_NOTES)
        # What others brought in is shown once it is applied: not its internal notes to auditors.
        self._fields = [each for each in ANSWER if each != Field.INTERNAL_NOTE or reads_internal]

    def row(self, row: DutyRow, said: SaidRow) -> MergedRow:
        """Merge what the file says of one row."""
        is_current = said.revision == row.revision
        cells = {
            name: self._cell(row, name, said.values[name], is_current=is_current)
            for name in self._fields
            if name in said.values
        }
        return MergedRow(
            key=row.key,
            revision=row.revision,
            place=said.place,
            section=row.section,
            activity=row.activity,
            cells=tuple(settled(row, cells)),
        )

    def _cell(self, row: DutyRow, name: Field, said: SaidValue, *, is_current: bool) -> MergedCell:
        standing = here(row, name)
        key = f"{row.key}:{name.value}@{row.revision}"
        cell = MergedCell(
            field=name,
            name=key,
            label=field_name(name.value),
            place=said.place,
            state=CellState.SAME,
            base=shown_base(said.base, name),
            ours=standing.shown,
            theirs=shown_base(said.text, name) or "",
        )
        if said.is_as_exported:
            is_moved = exported_text(row, name) != said.text
            return replace(cell, state=CellState.OURS) if is_moved else cell
        if said.trouble is None and exported_text(row, name) == said.text:
            # Also where it cannot be understood: a name that two people have.
            return cell if said.base is None else replace(cell, state=CellState.ALREADY)
        if not row.is_writable:
            # Before owners are looked for: who may not write learns of nobody by trying names.
            # Who may answer a row may assign it (CONTRACTS.md, "Rights").
            why = _("You may not write in this row.")
            return replace(cell, state=CellState.REFUSED, why=why)
        meant = self._cells.meaning(said, name)
        if meant.why:
            return replace(cell, state=CellState.UNKNOWN, why=meant.why)
        state = _state(row, name, said, meant, is_current=is_current)
        return replace(
            cell,
            state=state,
            theirs=meant.shown,
            choice=self._choices.get(key, "") if state == CellState.CONFLICT else "",
            values=meant.values,
        )


def _state(
    row: DutyRow, name: Field, said: SaidValue, meant: Meaning, *, is_current: bool
) -> CellState:
    standing = here(row, name)
    if meant.text == standing.text:
        return CellState.ALREADY  # an owner, written in another way
    if said.base is not None:
        is_as_exported = exported_text(row, name) == said.base
    else:
        # Read at this very revision: what it said then is what it says now.
        is_as_exported = is_current or standing.text in {"", Coverage.UNANSWERED}
    return CellState.THEIRS if is_as_exported else CellState.CONFLICT
