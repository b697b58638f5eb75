"""A history as a plain workbook: one event a row, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from assessments.selectors.history import EventLine
from assessments.words.events import verb_label
from assessments.words.fields import named_value
from assessments.words.kinds import kind_label
from audit.selectors import Head
from matrix.reports import Column, Value, plain_workbook

# A page is answered while somebody waits; a longer history is narrowed by its days.
MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class About:
    """What a history is of: the assessment ("" for the whole organisation), the filter in words.

    `is_numbered` is False for a reader from whom events are hidden: a number that is missing
    among those of one action would tell of them. `mark` is that of the organisation.
    """

    organisation: str
    assessment: str
    kept: str
    head: Head
    is_numbered: bool
    mark: str


def history_workbook(lines: Iterable[EventLine], about: About) -> bytes:
    """Return events as a workbook, with what they are of and the head of their chain."""
    columns = [
        *([Column(_("No."), 9)] if about.is_numbered else []),
        Column(_("When"), 17),
        Column(_("Person"), 24),
        Column(_("What happened"), 24),
        Column(_("In words"), 56),
        Column(_("About"), 14),
        Column(_("Assessment"), 32),
        Column(_("Row or thing"), 48),
        Column(_("Before"), 40),
        Column(_("After"), 40),
        Column(_("Action"), 34),
    ]
    facts: list[tuple[str, Value]] = [
        (_("Organisation"), about.organisation),
        (_("Assessment"), about.assessment),
        (_("Filter"), about.kept),
        (_("Last event of the log"), about.head.sequence),
        (_("Its seal"), about.head.seal),
        (_("At most"), _("the latest %(n)s events") % {"n": MOST_ROWS}),
    ]
    return plain_workbook(
        title=_("History"),
        columns=columns,
        rows=(_cells(line, about) for line in lines),
        mark=about.mark,
        about=[(name, value) for name, value in facts if value],
    )


def _cells(line: EventLine, about: About) -> list[Value]:
    told = line.told
    return [
        *([line.sequence] if about.is_numbered else []),
        line.at,
        line.who,
        verb_label(told.verb),
        line.sentence,
        kind_label(line.thing.kind),
        line.thing.assessment,
        line.thing.name,
        _fields(told.old),
        _fields(told.new),
        line.batch,
    ]


def _fields(values: Mapping[str, str]) -> str:
    return "\n".join(named_value(name, text) for name, text in values.items())
