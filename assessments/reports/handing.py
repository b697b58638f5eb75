"""A hand-over as a list: the receipt for the files."""

from itertools import chain

from django.utils.translation import gettext as _

from assessments.reports.mine import edition_facts
from assessments.selectors.handing import HandedRow, Receipt
from matrix.reports import Column, Value, plain_workbook


def receipt_workbook(receipt: Receipt, *, mark: str) -> bytes:
    """Return the rows of a hand-over, with who, when and why, in the language in force."""
    columns = [
        Column(_("Service"), 24),
        Column(_("Scope"), 24),
        Column(_("No."), 7),
        Column(_("Activity"), 48),
        Column(_("Activity as printed"), 48),
        Column(_("Coverage"), 14),
        Column(_("Due"), 12),
        Column(_("State"), 18),
        Column(_("Decided at"), 17),
        Column(_("Decided by"), 20),
    ]
    editions = {row.assessment.edition_id: row.assessment.edition for row in receipt.rows}
    about = chain.from_iterable(edition_facts(edition) for edition in editions.values())
    return plain_workbook(
        title=_("Hand-over"),
        columns=columns,
        rows=[_values(row) for row in receipt.rows],
        mark=mark,
        about=[*_facts(receipt), *about],
    )


def _values(row: HandedRow) -> list[Value]:
    return [
        row.assessment.edition.matrix.service,
        row.assessment.scope,
        row.number,
        row.activity.text,
        row.activity.original or row.activity.text,
        row.coverage_text,
        row.due,
        row.state_text,
        row.decided_at,
        row.decided_by,
    ]


def _facts(receipt: Receipt) -> list[tuple[str, Value]]:
    hand_over = receipt.hand_over
    facts: list[tuple[str, Value]] = [
        (_("Whose duties"), receipt.giver),
        (_("Go to"), receipt.successor),
        (_("Because the person"), receipt.reason_text),
        (_("Starts on"), hand_over.starts_on),
        (_("Last day away"), hand_over.ends_on),
        (_("A word to the successor"), hand_over.note),
        (_("Offered at"), hand_over.proposed_at),
        (_("Offered by"), str(hand_over.proposed_by)),
    ]
    return [(name, value) for name, value in facts if value]
