"""What the workbook of a long assessment says, read a page at a time and kept on disk.

No transaction is open meanwhile (SECURITY.md, "SQLite"), and people go on writing: what the log
tells of rows since the reading began is read again, until it tells of nothing more. All rows are
then as they were at one moment. Each change has its event in the same transaction, and events have
their numbers in the order in which those end.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final
from uuid import UUID

from django.utils import timezone

from assessments.models import Answer, AnswerQuerySet, Assessment
from assessments.readers.spooling import Spool
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.selectors.history.about import row_keys
from assessments.selectors.workbook import (
    Kept,
    Making,
    ProviderRow,
    Selection,
    WorkbookContents,
    contents_of,
    provider_rows_of,
)
from audit.models import Event, chain_of
from audit.selectors import head_of
from matrix.selectors.paging import PAGE, PagedEdition

TRIES: Final = 3

Told = Callable[[int], None]


class NeverStill(Exception):
    """Rows came or went while they were read, each time: another edition, an option switched."""


class _RowsMoved(Exception):
    """There are other rows than those that were read."""


@contextmanager
def large_contents(
    assessment: Assessment,
    pages: PagedEdition,
    making: Making,
    selection: Selection | None = None,
    *,
    told: Told = lambda _rows: None,
) -> Iterator[WorkbookContents]:
    """Give what `workbook_contents` does, with rows on disk until the block is left.

    `told` is called with the rows read so far after each page; what it raises ends the reading.
    Six queries a page. What changed since a sign-off, proofs and opinions are in memory. Raises
    `NeverStill`.
    """
    with ExitStack() as opened:
        rows = _Reading(assessment, pages, making, told).settled()
        opened.callback(rows.close)
        listed = rows
        if selection is not None:
            keys = set(selection.answers.order_by().values_list("key", flat=True))
            listed = opened.enter_context(Spool[DutyRow]())
            listed.extend(row for row in rows if row.key in keys)
        provider = opened.enter_context(Spool[ProviderRow]())
        count = 0
        for page in pages.pages():
            count += len(page.activities)
            provider.extend(provider_rows_of(assessment, page))
            told(len(rows))
        kept = Kept(
            rows,
            listed,
            query=selection.query if selection else "",
            words=selection.words if selection else "",
            provider=provider,
            activity_count=count,
        )
        yield contents_of(kept, assessment=assessment, printed=pages.frame, making=making)


class _Reading:
    """Reads the rows of one assessment."""

    def __init__(
        self, assessment: Assessment, pages: PagedEdition, making: Making, told: Told
    ) -> None:
        self.assessment = assessment
        self.pages = pages
        self.making = making
        self.told = told
        self.chain = chain_of(assessment.organisation_id)

    def settled(self) -> Spool[DutyRow]:
        """Return all rows as of one moment, on disk."""
        for _ in range(TRIES):
            began = head_of(self.chain).sequence
            if not Assessment.objects.filter(
                pk=self.assessment.pk, edition=self.pages.edition
            ).exists():
                break
            rows: Spool[DutyRow] = Spool()
            try:
                self._read_into(rows)
                return self._caught_up(rows, began)
            except _RowsMoved:
                rows.close()
            except BaseException:
                rows.close()
                raise
        raise NeverStill

    def _read_into(self, rows: Spool[DutyRow]) -> None:
        answers = self._answers()
        last = -1
        while places := list(
            answers.filter(activity__position__gt=last)
            .in_printed_order()
            .values_list("activity__position", flat=True)[:PAGE]
        ):
            first, last = places[0], places[-1]
            here = answers.filter(activity__position__gte=first, activity__position__lte=last)
            rows.extend(self._rows(here, first, last))
            self.told(len(rows))

    def _caught_up(self, rows: Spool[DutyRow], since: int) -> Spool[DutyRow]:
        """Read again what changed since an event, until nothing has."""
        changed: dict[UUID, DutyRow] = {}
        while keys := self._changed(since, until := head_of(self.chain).sequence):
            since = until
            again = self._again(keys)
            if again.keys() != keys:
                raise _RowsMoved
            changed |= again
        if not changed:
            return rows
        found = rows.changed(lambda row: changed.pop(row.key, row))
        if changed:
            found.close()
            raise _RowsMoved
        return found

    def _changed(self, since: int, until: int) -> set[UUID]:
        """Return the rows that the log tells of. Raises `_RowsMoved` when all may be others."""
        events = Event.objects.of_chain(self.chain).filter(sequence__gt=since, sequence__lte=until)
        if events.about("assessment", str(self.assessment.pk)).exists():
            raise _RowsMoved
        told = events.filter(object_kind="answer", object_id__in=row_keys(self.assessment))
        return {UUID(key) for key in told.values_list("object_id", flat=True)}

    def _again(self, keys: set[UUID]) -> dict[UUID, DutyRow]:
        answers = self._answers().filter(key__in=keys)
        places = set(answers.values_list("activity__position", flat=True))
        if not places:
            return {}
        read = self._rows(answers, min(places), max(places))
        return {row.key: row for row in read}

    def _answers(self) -> AnswerQuerySet:
        # Of this edition only: after a move nothing printed is known of the rows.
        found = Answer.objects.of_assessment(self.assessment)
        return found.filter(activity__edition=self.pages.edition)

    def _rows(self, answers: AnswerQuerySet, first: int, last: int) -> tuple[DutyRow, ...]:
        return duty_rows(
            answers,
            assessment=self.assessment,
            printed=self.pages.between(first, last),
            reader=self.making.by,
            on=timezone.localdate(self.making.at),
        )
