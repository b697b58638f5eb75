"""The first sheet: what this file is about, and how it stands, with its denominator."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.dates import date_format
from assessments import words
from assessments.models import SignOff
from assessments.readers.cells import Value
from assessments.reports.rows import language_name, local, zone_name
from assessments.reports.sheets import Column, Kind, LineLook, Look, Sheet, Table
from assessments.selectors.signing.reading import limits_in_words
from assessments.selectors.workbook import SectionLine, WorkbookContents
from assessments.words.opinions import opinions_sentence
from assessments.words.proofs import proven_words
from matrix.models import Edition
from matrix.selectors import PrintedEdition

Fact = tuple[str, Value]


def summary_sheet(contents: WorkbookContents) -> Sheet:
    """Return the sentence, the facts and the counts of each section."""
    tables: list[Table[Fact] | Table[SectionLine]] = [
        Table("Summary", fact_columns(), [*summary_facts(contents), *known(_hash())]),
        Table("Sections", _section_columns(), contents.sections, _("Nothing in scope.")),
    ]
    return Sheet(_("Summary"), tables, lines=_lines(contents))


def _lines(contents: WorkbookContents) -> list[tuple[LineLook, str]]:
    lines = standing_lines(contents)
    if contents.filter_words:
        lines.append((LineLook.HINT, _filter_line(contents)))
    return lines


def standing_lines(contents: WorkbookContents) -> list[tuple[LineLook, str]]:
    """Return the title, then the sentence, what is said apart; a past day between."""
    assessment = contents.assessment
    lines = [
        (LineLook.TITLE, f"{assessment.organisation.name} · {assessment.scope}"),
        (LineLook.LEAD, words.sentence(contents.counts)),
    ]
    if apart := words.apart(contents.counts):
        lines.append((LineLook.HINT, apart))
    if contents.messages.duties:
        lines.append((LineLook.HINT, words.messages_words(contents.messages)))
    if contents.as_of:
        lines.insert(1, (LineLook.HINT, as_of_line(contents.as_of)))
    return lines


def as_of_line(day: date) -> str:
    """Return that a file tells of a day that is over."""
    words = _("As of %(day)s: how it stood at the end of that day, rebuilt from the log.")
    return words % {"day": date_format(day, "j F Y")}


def _filter_line(contents: WorkbookContents) -> str:
    return _(
        "Filtered: %(filter)s. The sheets Duties, Gaps and Not applicable hold %(n)s of"
        " %(total)s rows; the counts here are of all of them."
    ) % {"filter": contents.filter_words, "n": len(contents.rows), "total": contents.row_count}


def fact_columns() -> list[Column[Fact]]:
    return [
        Column(_("Fact"), 31, lambda fact: fact[0], look=Look.PRINTED),
        Column(_("Value"), 66, lambda fact: fact[1], Kind.ANY, Look.PLAIN),
    ]


def summary_facts(contents: WorkbookContents) -> list[Fact]:
    """Return what is known of the assessment, its page, its figures and the making of a file."""
    edition = edition_facts(contents.assessment.edition, contents.printed)
    parts = (_about(contents), edition, _counts(contents), _making(contents))
    return [fact for part in parts for fact in known(part)]


def known(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out what has no value; a zero is one."""
    return [(name, value) for name, value in facts if value is not None and value != ""]


def _about(contents: WorkbookContents) -> Iterator[Fact]:
    assessment = contents.assessment
    yield _("Organisation"), assessment.organisation.name
    yield _("Classification mark"), assessment.organisation.classification
    yield _("Scope"), assessment.scope
    yield _("Period from"), assessment.starts_on
    yield _("Period to"), assessment.ends_on
    yield _("State"), assessment.get_state_display()
    yield _("Client on the page"), assessment.client_party.name
    if contents.as_of is None:
        yield from _review(contents)
    if contents.since:
        yield _("Changes are told since"), sign_off_words(contents.since.sign_off)


def _review(contents: WorkbookContents) -> Iterator[Fact]:
    signed, has_four_eyes = contents.signed, contents.assessment.organisation.has_four_eyes
    yield (
        _("Four eyes"),
        pgettext("setting", "on") if has_four_eyes else pgettext("setting", "off"),
    )
    if signed is None:
        yield _("Sign-off"), _("not signed")
        return
    yield _("Signed by"), str(signed.signed_by)
    yield _("Signed at (%(zone)s)") % {"zone": zone_name()}, local(signed.signed_at)
    yield _("SHA-256 of the sign-off"), signed.sha256
    yield _("Limited by"), "; ".join(limits_in_words(signed.limits))


def sign_off_words(sign_off: SignOff) -> str:
    """Return when it was signed, by whom, for which period, and its short hash."""
    frozen = sign_off.snapshot
    parts = {
        "day": local(sign_off.signed_at).date().isoformat(),
        "who": str(sign_off.signed_by),
        "from": frozen["starts_on"],
        "to": frozen["ends_on"],
        "hash": sign_off.short_hash,
    }
    text = _("sign-off of %(day)s by %(who)s, period %(from)s to %(to)s (%(hash)s)")
    return text % parts


def edition_facts(edition: Edition, printed: PrintedEdition) -> Iterator[Fact]:
    """Yield which page it is, where it comes from, and under which licence."""
    title = printed.title
    yield _("Provider"), edition.matrix.provider.name
    yield _("Service"), edition.matrix.service
    yield _("Edition"), title.text
    yield _("Edition, as printed"), title.original
    yield _("Language of the page"), language_name(edition.language)
    yield _("Published on"), edition.published_on
    yield _("Dates as printed"), "; ".join(day["verbatim"] for day in edition.dates)
    yield _("Source"), edition.source_name
    yield _("Address of the source"), edition.source_url
    yield _("SHA-256 of the source"), edition.sha256
    yield _("Licence of the page"), edition.licence
    yield _("Address of the licence"), edition.licence_url
    yield _("Attribution"), edition.attribution
    yield _("Translation"), printed.label_notice


def _counts(contents: WorkbookContents) -> Iterator[Fact]:
    counts = contents.counts
    yield _("Rule of the scope"), _scope_rule(contents)
    yield _("Activities on the page"), contents.activity_count
    yield _("Duties in scope"), counts.duties
    yield _("Not applicable"), counts.not_applicable
    yield _("Applicable (denominator)"), counts.applicable
    yield _("Covered"), counts.covered
    yield _("Partial"), counts.partial
    yield _("Gap"), counts.gap
    yield _("Unanswered"), counts.unanswered
    yield _("Declared: covered / applicable"), words.declared_words(counts)
    yield from _proven(contents)
    yield from _opinions(contents)
    yield _("Progress: answered / in scope"), words.progress_words(counts)


def _proven(contents: WorkbookContents) -> Iterator[Fact]:
    if contents.filed is None:
        yield _("Proven: proven / applicable"), _("not kept for past days")
        return
    proven = contents.filed.proven
    yield _("Proven: proven / applicable"), proven_words(proven, contents.counts)
    yield _("Covered, with expired proofs only"), proven.stale


def _opinions(contents: WorkbookContents) -> Iterator[Fact]:
    opinions = contents.opinions
    if opinions is None or not opinions.by_row:
        return
    latest = replace(opinions, own_id=None)
    yield _("Auditor’s opinions"), opinions_sentence(latest.counts(contents.counts.duties))
    yield _("Opinions of"), ", ".join(opinions.authors)


def _scope_rule(contents: WorkbookContents) -> str:
    party = {"party": contents.assessment.client_party.name}
    if contents.assessment.has_messages:
        return (
            _(
                "A duty is an activity on which %(party)s holds R or A. Those on which it is only"
                " consulted or informed are in the file too, and counted apart."
            )
            % party
        )
    return _("A duty is an activity on which %(party)s holds R or A.") % party


def _making(contents: WorkbookContents) -> Iterator[Fact]:
    yield _("As of"), contents.as_of
    yield _("Rows kept by the filter"), contents.filter_words
    yield _("Rows in this file"), len(contents.rows)
    yield _("Made by"), contents.made_by or _("the installation itself, by command")
    yield _("Made at (%(zone)s)") % {"zone": zone_name()}, local(contents.made_at)
    yield _("Export"), str(contents.key)
    yield _("Last event of the log before it"), contents.head.sequence
    yield _("Seal of that event"), contents.head.seal


def _hash() -> Iterator[Fact]:
    yield (
        _("Hash of the cells"),
        _(
            "Remit keeps the SHA-256 of all cells of this file under the export above: a copy can"
            " be compared with what was exported."
        ),
    )


def _section_columns() -> list[Column[SectionLine]]:
    numbers: list[tuple[str, str]] = [
        (_("Duties"), "duties"),
        (_("Covered"), "covered"),
        (_("Partial"), "partial"),
        (_("Gap"), "gap"),
        (_("Unanswered"), "unanswered"),
        (_("Not applicable"), "not_applicable"),
    ]
    return [
        Column(_("No."), 31, lambda line: line.section.number if line.section else ""),
        Column(_("Section"), 66, lambda line: line.section.title.text if line.section else ""),
        *(_number_column(heading, name) for heading, name in numbers),
    ]


def _number_column(heading: str, name: str) -> Column[SectionLine]:
    return Column(
        heading, 13, lambda line: int(getattr(line.counts, name)), Kind.NUMBER, Look.PLAIN
    )
