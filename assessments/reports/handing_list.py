"""The hand-overs of an organisation as a list."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.models import OfferState
from assessments.selectors.handing_list import HandOverLine
from matrix.reports import Column, Value, plain_workbook


def hand_over_workbook(lines: Iterable[HandOverLine], *, mark: str) -> bytes:
    """Return the lines in their order, one value in each cell, in the language in force."""
    columns = [
        Column(_("Whose duties"), 24),
        Column(_("Go to"), 24),
        Column(_("Because the person"), 26),
        Column(_("Offered at"), 17),
        Column(_("Offered by"), 24),
        Column(_("Starts on"), 12),
        Column(_("Until"), 12),
        Column(_("State"), 24),
        Column(_("Rows"), 8),
        *(Column(str(state.label).capitalize(), 16) for state in OfferState),
        Column(_("A word to the successor"), 40),
    ]
    return plain_workbook(
        title=_("Hand-overs"),
        columns=columns,
        rows=[_values(line) for line in lines],
        mark=mark,
    )


def _values(line: HandOverLine) -> list[Value]:
    hand_over = line.hand_over
    return [
        line.giver,
        line.successor,
        line.reason_text,
        hand_over.proposed_at,
        str(hand_over.proposed_by),
        hand_over.starts_on,
        hand_over.ends_on,
        line.state_text,
        line.rows,
        *(line.numbers[state] for state in OfferState),
        hand_over.note,
    ]
