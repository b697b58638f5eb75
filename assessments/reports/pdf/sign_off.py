"""A sign-off as a tagged PDF: what was signed, by whom, and what differs from the one before."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import groupby
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.dates import date_format
from assessments import words
from assessments.models import SignOff
from assessments.reports.pdf.compiling import typeset
from assessments.reports.pdf.cover import legend_of, value_lines
from assessments.reports.pdf.document import ON_ONE_LINE, WrittenPdf
from assessments.reports.pdf.pieces import (
    PAGE_WIDTH,
    Cell,
    Column,
    Group,
    Line,
    Paper,
    Part,
    Row,
    Tone,
    lines,
    written,
)
from assessments.reports.pdf.rows import filled, named, worded
from assessments.reports.pdf.signed_changes import changes_parts
from assessments.reports.rows import local
from assessments.reports.summary import Fact, known
from assessments.reports.texts import shortened
from assessments.selectors.signing.paper import SignedPaper
from assessments.selectors.signing.reading import SignedRow

KIND: Final = "sign-off-pdf"


def sign_off_pdf(contents: SignedPaper) -> WrittenPdf:
    """Return the PDF. Asks the database nothing; raises `NotSet` and `TooBusy`."""
    content = typeset(written(signed_paper_of(contents)), at=contents.making.at)
    return WrittenPdf(content, sha256(content).hexdigest())


def signed_paper_of(contents: SignedPaper) -> Paper:
    """Return what the pages say, in the language of their making; what was signed, as it was."""
    making, sign_off = contents.making, contents.signed.sign_off
    frozen = sign_off.snapshot
    with translation.override(making.language):
        whose = f"{frozen['organisation']['name']} · {frozen['scope']}"
        made = worded(local(making.at))
        return Paper(
            language=making.language,
            author=frozen["organisation"]["name"],
            eyebrow=" · ".join([_("Sign-off"), frozen["provider"], _edition(sign_off)]),
            title=whose,
            lead=words.sentence(sign_off.counts),
            hints=list(_hints(contents)),
            counts=sign_off.counts,
            legend=legend_of(sign_off.counts),
            parts=[
                _facts_part(contents),
                _limits_part(contents),
                *changes_parts(contents.comparison),
                _rows_part(contents),
            ],
            head=shortened(whose, ON_ONE_LINE),
            foot=shortened(
                " · ".join([_("Sign-off"), sign_off.short_hash, made, "Remit"]), ON_ONE_LINE
            ),
            mark=sign_off.organisation.classification,
            page=pgettext("of a printed file", "page"),
        )


def _edition(sign_off: SignOff) -> str:
    service, printed = sign_off.snapshot["service"], sign_off.snapshot["edition"]["published_on"]
    if not printed:
        return str(service)
    shown = date_format(date.fromisoformat(printed), "j F Y")
    return _("%(title)s, edition of %(day)s") % {"title": service, "day": shown}


def _hints(contents: SignedPaper) -> Iterator[str]:
    sign_off = contents.signed.sign_off
    yield _("Signed by %(who)s, %(day)s") % {
        "who": sign_off.signed_by,
        "day": worded(local(sign_off.signed_at)),
    }
    if not contents.signed.holds:
        yield _("The hash does not hold: what is stored is not what was signed.")
    if sign_off.reopened_at:
        yield _("Reopened by %(who)s, %(day)s: %(reason)s") % {
            "who": sign_off.reopened_by,
            "day": worded(local(sign_off.reopened_at)),
            "reason": sign_off.reopen_reason,
        }


def _facts_part(contents: SignedPaper) -> Part:
    facts = known([*_signed_facts(contents), *_proving_facts(contents)])
    rows = [[lines(name), value_lines(worded(value))] for name, value in facts]
    columns = [Column(_("Fact"), 38), Column(_("Value"), 94)]
    return Part(_("What was signed"), columns, [Group(None, rows)], is_facts=True)


def _signed_facts(contents: SignedPaper) -> Iterator[Fact]:
    signed, sign_off = contents.signed, contents.signed.sign_off
    frozen = sign_off.snapshot
    yield _("Statement"), sign_off.statement
    yield _("Signed by"), str(sign_off.signed_by)
    yield _("Signed at"), local(sign_off.signed_at)
    yield _("Period from"), _day(frozen["starts_on"])
    yield _("Period to"), _day(frozen["ends_on"])
    yield _("Client on the page"), frozen["client_party"]
    is_on = frozen["four_eyes"]
    yield _("Four eyes"), pgettext("setting", "on") if is_on else pgettext("setting", "off")
    if signed.proven:
        n, applicable = signed.proven.proven, sign_off.counts.applicable
        told = _("%(n)s of %(applicable)s applicable duties")
        yield _("Proven"), told % {"n": n, "applicable": applicable}
    yield _("Rows"), len(signed.rows)


def _proving_facts(contents: SignedPaper) -> Iterator[Fact]:
    sign_off, making = contents.signed.sign_off, contents.making
    holds = contents.signed.holds
    yield _("Hash (SHA-256)"), sign_off.sha256
    yield (
        _("The hash"),
        _("computed again: it holds") if holds else _("computed again: it does not hold"),
    )
    yield _("Head of the log before it"), _("event %(n)s") % {"n": sign_off.head_sequence}
    yield _("Seal of that event"), sign_off.head_seal
    yield _("SHA-256 of the page"), sign_off.snapshot["edition"]["sha256"]
    yield _("Export"), str(making.key)
    yield _("Made by"), str(making.by or "")
    yield _("Made at"), local(making.at)


def _day(printed: str | None) -> date | None:
    return date.fromisoformat(printed) if printed else None


def _limits_part(contents: SignedPaper) -> Part:
    rows: list[Row] = [[lines(limit)] for limit in contents.signed.limits]
    empty = _("Nothing: every row is answered and accepted by somebody else, and no gap is open.")
    return Part(
        _("What limits it"), [Column(_("Limited by"), PAGE_WIDTH)], [Group(None, rows)], empty
    )


def _rows_part(contents: SignedPaper) -> Part:
    signed = contents.signed
    columns = [
        Column(_("Activity"), 76),
        Column(_("Letters"), 16, is_centred=True),
        Column(_("Coverage"), 33),
        Column(_("Note"), 50),
        Column(_("Owner"), 32),
        Column(_("Proofs"), 40),
        Column(_("Review"), 28),
    ]
    placed = groupby(signed.rows, key=lambda row: f"{row.number} {row.section}".strip())
    groups = [
        Group(
            Line(title, Tone.STRONG, signed.language) if title else None,
            [_row(row, signed.language) for row in held],
        )
        for title, held in placed
    ]
    return Part(
        _("The rows as they were signed"),
        filled(columns, 0, to=PAGE_WIDTH),
        groups,
        _("Nothing in scope."),
        turns=True,
    )


def _row(row: SignedRow, language: str) -> list[Cell]:
    proofs = [
        line
        for proof in row.proofs
        for line in (Line(str(proof)), *named(_("Valid until"), proof.valid_until, Tone.HINT))
    ]
    reviewed = lines(row.reviewed_by, tone=Tone.FILLED)
    return [
        [Line(row.activity, Tone.PLAIN, language), Line(row.question_text, Tone.HINT)],
        lines(row.letters, tone=Tone.STRONG),
        [Line(row.coverage_text, row.coverage)],
        [
            *named(_("Reason"), row.reason),
            *named(_("Until"), row.until),
            *lines(row.note, tone=Tone.FILLED),
        ],
        [*lines(row.owner, tone=Tone.FILLED), *named(_("Due"), row.due_on, Tone.HINT)],
        proofs,
        [*lines(row.review_text), *reviewed],
    ]
