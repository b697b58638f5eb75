"""A sign-off as a list: the rows it froze, and what proves them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.reports.rows import local
from assessments.selectors.signing.comparing import SignedComparison
from assessments.selectors.signing.reading import Signed, SignedRow
from matrix.reports import Column, Value, plain_workbook


def sign_off_workbook(signed: Signed, *, mark: str) -> bytes:
    """Return the frozen rows in printed order, in the language in force, and who signed them."""
    return plain_workbook(
        title=_("Sign-off"),
        columns=_columns(),
        rows=[_values(row) for row in signed.rows],
        mark=mark,
        about=list(_about(signed)),
    )


def changes_workbook(comparison: SignedComparison, *, mark: str) -> bytes:
    """Return what differs between two sign-offs, one line for each field that changed."""
    rows: list[list[Value]] = [
        [_("changed"), row.number, row.activity, each.label, each.then, each.now]
        for row in comparison.changed
        for each in row.changes
    ]
    for kind, lone in ((_("added"), comparison.added), (_("gone"), comparison.gone)):
        for row in lone:
            said = str(Coverage(row.coverage).label)
            values = ("–", said) if lone is comparison.added else (said, "–")
            rows.append([kind, row.number, row.activity, _("Coverage"), *values])
    return plain_workbook(
        title=_("Changes"),
        columns=[
            Column(_("Kind"), 12),
            Column(_("No."), 7),
            Column(_("Activity as printed"), 48),
            Column(_("Field"), 14),
            Column(_("Then"), 40),
            Column(_("Now"), 40),
        ],
        rows=rows,
        mark=mark,
        about=[
            (_("Then"), f"{comparison.old.signed_by} {comparison.old.sha256}"),
            (_("Now"), f"{comparison.new.signed_by} {comparison.new.sha256}"),
            (_("Rows unchanged"), comparison.unchanged),
        ],
    )


def _columns() -> list[Column]:
    return [
        Column(_("No."), 7),
        Column(_("Section"), 30),
        Column(_("Activity as printed"), 48),
        Column(_("Letters"), 8),
        Column(_("Question"), 26),
        Column(_("Coverage"), 14),
        Column(_("Reason"), 40),
        Column(_("Until"), 12),
        Column(_("Note"), 40),
        Column(_("Owner"), 20),
        Column(_("Due"), 12),
        Column(_("Proofs"), 40),
        Column(_("Review"), 14),
        Column(_("Reviewed by"), 20),
    ]


def _values(row: SignedRow) -> list[Value]:
    return [
        row.number,
        row.section,
        row.activity,
        row.letters,
        row.question_text,
        row.coverage_text,
        row.reason,
        row.until,
        row.note,
        row.owner,
        row.due_on,
        "\n".join(map(str, row.proofs)),
        row.review_text,
        row.reviewed_by,
    ]


def _about(signed: Signed) -> Iterable[tuple[str, Value]]:
    sign_off, frozen = signed.sign_off, signed.sign_off.snapshot
    yield _("Organisation"), frozen["organisation"]["name"]
    yield _("Provider"), frozen["provider"]
    yield _("Service"), frozen["service"]
    yield _("Scope"), frozen["scope"]
    yield _("Signed by"), str(sign_off.signed_by)
    yield _("Signed at"), local(sign_off.signed_at).isoformat(sep=" ", timespec="minutes")
    if sign_off.statement:
        yield _("Statement"), sign_off.statement
    if signed.proven:
        yield _("Proven"), signed.proven.proven
    for words in signed.limits:
        yield _("Limited by"), words
    yield _("SHA-256 of the sign-off"), sign_off.sha256
    yield _("The hash holds"), _("yes") if signed.holds else _("no")
    yield _("Head of the log before it"), f"{sign_off.head_sequence} {sign_off.head_seal}"
    if sign_off.reopened_at:
        yield _("Reopened by"), str(sign_off.reopened_by)
        yield _("Why it was reopened"), sign_off.reopen_reason
