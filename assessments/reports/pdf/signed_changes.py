"""What differs between a sign-off and the one before, as parts of its paper."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from accounts.dates import date_format
from assessments.models import Coverage
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Group, Line, Part, Row, Tone, lines
from assessments.reports.pdf.rows import filled
from assessments.reports.rows import local
from assessments.selectors.signing.comparing import ChangedRow, LoneRow, SignedComparison

_DUTIES: Final = "duties"


def changes_parts(comparison: SignedComparison | None) -> list[Part]:
    """Return the counts then and now, and what changed, is new, is gone; of no earlier one none.

    Of a first sign-off one part says that it is the first.
    """
    if comparison is None:
        return [Part(_("What changed"), [], [], _("This is the first sign-off."))]
    signed_on = local(comparison.old.signed_at).date()
    title = _("What changed since the sign-off of %(day)s")
    return [
        _counters_part(comparison, title % {"day": date_format(signed_on, "j F Y")}),
        _changes_part(comparison),
    ]


def _counters_part(comparison: SignedComparison, title: str) -> Part:
    columns = [
        Column(_("Duties"), 60),
        Column(_("Then"), 30, is_centred=True),
        Column(_("Now"), 30, is_centred=True),
    ]
    rows = [
        [_counter(name), lines(str(then)), lines(str(now))]
        for name, then, now in comparison.counters
    ]
    old = comparison.old
    hint = _("Compared with %(hash)s, signed by %(who)s. Rows unchanged: %(n)s.")
    told = hint % {"hash": old.short_hash, "who": old.signed_by, "n": comparison.unchanged}
    return Part(title, columns, [Group(None, rows)], hint=told)


def _counter(name: str) -> list[Line]:
    if name == _DUTIES:
        return lines(_("Duties in scope"), tone=Tone.STRONG)
    return [Line(str(Coverage(name).label), name)]


def _changes_part(comparison: SignedComparison) -> Part:
    columns = [
        Column(_("Activity"), 100),
        Column(_("Field"), 34),
        Column(_("Then"), 68),
        Column(_("Now"), 68),
    ]
    later, earlier = (
        str(each.snapshot["edition"]["language"]) for each in (comparison.new, comparison.old)
    )
    groups = [
        _group(_("Changed"), _changed(comparison.changed, later)),
        _group(_("Added"), _lone(comparison.added, later, is_new=True)),
        _group(_("Gone"), _lone(comparison.gone, earlier, is_new=False)),
    ]
    empty = _("No row changed.")
    return Part(_("Rows that differ"), filled(columns, 0, to=PAGE_WIDTH), groups, empty)


def _group(title: str, rows: Iterator[Row]) -> Group:
    return Group(Line(title, Tone.STRONG), list(rows))


def _changed(rows: Sequence[ChangedRow], language: str) -> Iterator[Row]:
    for row in rows:
        for change in row.changes:
            yield [
                _named(row, language),
                lines(change.label),
                lines(change.then, tone=Tone.FILLED),
                lines(change.now, tone=Tone.FILLED),
            ]


def _lone(rows: Sequence[LoneRow], language: str, *, is_new: bool) -> Iterator[Row]:
    for row in rows:
        said, nothing = [Line(str(Coverage(row.coverage).label), row.coverage)], lines("–")
        sides = (nothing, said) if is_new else (said, nothing)
        yield [_named(row, language), lines(_("Coverage")), *sides]


def _named(row: ChangedRow | LoneRow, language: str) -> list[Line]:
    return [Line(f"{row.number} {row.activity}".strip(), Tone.PLAIN, language)]
