"""A member's own duties as a list."""

from collections.abc import Iterable, Sequence
from itertools import chain

from django.utils.translation import gettext as _

from assessments.selectors.mine import MyRow, group_name
from matrix.models import Edition
from matrix.reports import Column, Value, plain_workbook


def my_duties_list(rows: Sequence[MyRow], *, mark: str) -> bytes:
    """Return the rows in their order, in the language in force, and where their texts are from."""
    editions = {row.assessment.edition_id: row.assessment.edition for row in rows}
    about = chain.from_iterable(edition_facts(edition) for edition in editions.values())
    return plain_workbook(
        title=_("My duties"),
        columns=_columns(),
        rows=[_values(row) for row in rows],
        mark=mark,
        about=list(about),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Group"), 22),
        Column(_("Service"), 24),
        Column(_("Scope"), 24),
        Column(_("No."), 7),
        Column(_("Activity"), 48),
        Column(_("Activity as printed"), 48),
        Column(_("Question"), 26),
        Column(_("Coverage"), 14),
        Column(_("To recheck"), 11),
        Column(_("Due"), 12),
        Column(_("Days late"), 10),
        Column(_("Owner"), 20),
        Column(_("Note"), 40),
    ]


def _values(row: MyRow) -> list[Value]:
    return [
        group_name(row.group),
        row.assessment.edition.matrix.service,
        row.assessment.scope,
        row.number,
        row.activity.text,
        row.activity.original or row.activity.text,
        row.question_text,
        row.coverage_text,
        _("to recheck") if row.is_to_recheck else "",
        row.due_on,
        row.days_late or None,
        row.owner.name if row.owner else "",
        row.note,
    ]


def edition_facts(edition: Edition) -> Iterable[tuple[str, Value]]:
    """Return where the texts of an edition are from, as far as it is known."""
    facts = [
        (_("Service"), edition.matrix.service),
        (_("Provider"), edition.matrix.provider.name),
        (_("Published on"), edition.published_on),
        (_("Source"), edition.source_name),
        (_("Licence"), edition.licence),
        (_("Address of the licence"), edition.licence_url),
        (_("Attribution"), edition.attribution),
    ]
    return [(name, value) for name, value in facts if value]
