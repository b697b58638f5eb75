"""The share links of an assessment, and what was seen through one, as lists."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.selectors.links.listing import LinkLine, ViewLine
from matrix.reports import Column, Value, plain_workbook


def links_workbook(lines: Iterable[LinkLine], *, mark: str) -> bytes:
    """Return the links in their order, one value in each cell, in the language in force."""
    columns = [
        Column(_("For whom"), 32),
        Column(_("State"), 14),
        Column(_("Rows"), 40),
        Column(_("With evidence"), 14),
        Column(_("With password"), 14),
        Column(_("Made by"), 24),
        Column(_("Made at"), 17),
        Column(_("Last day"), 12),
        Column(_("Revoked by"), 24),
        Column(_("Revoked at"), 17),
        Column(_("Views"), 9),
        Column(_("Last view"), 17),
        Column(_("Wrong passwords"), 12),
        Column(_("Link in the log"), 38),
    ]
    return plain_workbook(
        title=_("Share links"),
        columns=columns,
        rows=[_link(line) for line in lines],
        mark=mark,
    )


def views_workbook(lines: Iterable[ViewLine], *, mark: str) -> bytes:
    """Return what was seen through a link, the latest first."""
    columns = [
        Column(_("Last time"), 17),
        Column(_("What"), 24),
        Column(_("Proof"), 40),
        Column(_("Outcome"), 18),
        Column(_("Times within the hour"), 12),
    ]
    rows: list[list[Value]] = [
        [line.at, line.what, line.thing, line.outcome, line.times] for line in lines
    ]
    return plain_workbook(title=_("View log"), columns=columns, rows=rows, mark=mark)


def _link(line: LinkLine) -> list[Value]:
    link = line.link
    return [
        link.label,
        line.state_text,
        link.words or _("all rows"),
        _yes(link.has_evidence),
        _yes(link.has_password),
        line.made_by,
        link.made_at,
        link.last_day,
        line.revoked_by,
        link.revoked_at,
        line.views,
        line.last_at,
        line.refused,
        str(link.key),
    ]


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
