"""The plain twin of the list of background work."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from accounts.reports.cells import Value
from accounts.reports.plain import Column, plain_workbook
from accounts.selectors.background import WorkLine


def work_workbook(lines: Iterable[WorkLine], *, mark: str) -> bytes:
    """Return background work as one list, in the order of `lines`."""
    columns = [
        Column(_("Work"), 32),
        Column(_("What for"), 40),
        Column(_("Asked for"), 20),
        Column(_("Asked for by"), 28),
        Column(_("State"), 16),
        Column(_("How far, or why not"), 60),
        Column(_("Time taken"), 16),
    ]
    rows: Iterable[Sequence[Value]] = (
        [
            line.name,
            line.place.name if line.place else "",
            line.asked_at,
            line.asker,
            line.state,
            line.text,
            line.spent,
        ]
        for line in lines
    )
    return plain_workbook(title=_("Background work"), columns=columns, rows=rows, mark=mark)
