"""What a pack says to people: how to check it, and links and statements as texts."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from django.utils.translation import gettext as _

from accounts.dates import date_format
from assessments import words
from assessments.reports.packs.manifest import duties_of
from assessments.reports.rows import local, zone_name
from assessments.reports.summary import edition_facts
from assessments.reports.texts import single_line
from assessments.selectors.packs import PackedProof
from assessments.selectors.workbook import WorkbookContents

SUMS = "SHA256SUMS"
MANIFEST = "manifest.csv"
_WIDTH = 78

Fact = tuple[str, object]


def read_me_name() -> str:
    """Return the name of the text to read first."""
    return _("README.txt")


def read_me(contents: WorkbookContents, proofs: Iterable[PackedProof], workbook: str) -> bytes:
    """Return what the pack is, what is in it, and how to check it. `workbook` is a file name."""
    organisation = contents.assessment.organisation
    title = _("Evidence pack: %(organisation)s, %(scope)s") % {
        "organisation": single_line(organisation.name),
        "scope": single_line(contents.assessment.scope),
    }
    number = sum(1 for _proof in proofs)
    parts = (
        [organisation.classification.upper(), *_wrapped(title)],
        [line for fact in _about(contents, number) for line in _line(*fact)],
        _list(_("In this folder"), _contents(workbook)),
        _list(_("How to check it"), _checks()),
        _list(_("What proves it"), _log(contents)),
        _list(_("What is not in it"), _left_out()),
    )
    return _text("\n\n".join("\n".join(filter(None, part)) for part in parts))


def proof_text(proof: PackedProof) -> bytes:
    """Return a link or a statement, with what is said about it, as a text."""
    evidence, line = proof.evidence, proof.line
    facts: list[Fact] = [
        (_("Type"), line.type_text),
        (_("Address"), evidence.url),
        (_("Period"), line.period),
        (_("Collected by"), line.collected_by),
        (_("Collected at (%(zone)s)") % {"zone": zone_name()}, local(evidence.collected_at)),
        (_("Source"), evidence.source_system),
        (_("Query"), evidence.source_query),
        (_("Population"), evidence.population),
        (_("Sample"), evidence.sample),
        (
            _("Valid until"),
            date_format(evidence.valid_until, "j F Y") if evidence.valid_until else "",
        ),
        (_("Confidentiality"), line.confidentiality_text),
    ]
    parts = (
        [f"{proof.name} {single_line(evidence.title)}"],
        [line for fact in facts for line in _line(*fact)],
        evidence.statement.splitlines(),
        _list(_("Duties"), duties_of(proof)),
    )
    return _text("\n\n".join("\n".join(part) for part in parts if part))


def _about(contents: WorkbookContents, number: int) -> Iterator[Fact]:
    assessment = contents.assessment
    yield from ((_("Period from"), assessment.starts_on), (_("Period to"), assessment.ends_on))
    told = {_("Provider"), _("Service"), _("Edition"), _("Published on")}
    for name, value in edition_facts(assessment.edition, contents.printed):
        if name in told:
            yield name, value
    yield _("Coverage"), words.sentence(contents.counts)
    yield _("Rows kept by the filter"), contents.filter_words
    yield _("Proofs"), number
    yield _("Made by"), contents.made_by or _("the installation itself, by command")
    yield _("Made at (%(zone)s)") % {"zone": zone_name()}, local(contents.made_at)


def _contents(workbook: str) -> Iterator[str]:
    yield _("%(file)s: the assessment. Its sheet Evidence numbers the proofs: E1, E2 …") % {
        "file": workbook
    }
    yield _(
        "evidence/: the proofs, each once, in the folder of the section of its first duty. Files"
        " are as they were brought; links and statements are texts."
    )
    yield _("%(file)s: a line for each file, with its hash and the duties it proves.") % {
        "file": MANIFEST
    }
    yield _("%(file)s: the SHA-256 of every other file.") % {"file": SUMS}


def _checks() -> Iterator[str]:
    yield _("Linux: in this folder, “sha256sum -c %(file)s” says OK for each file.") % {
        "file": SUMS
    }
    yield _("macOS: in this folder, “shasum -a 256 -c %(file)s” does the same.") % {"file": SUMS}
    yield _(
        "Windows: “Get-FileHash FILE” in PowerShell gives the hash of one file, to be compared"
        " with its line in %(file)s."
    ) % {"file": SUMS}
    yield _(
        "The workbook: on the page “Verify a file” of Remit, which says each cell that is not"
        " as it was exported."
    )


def _log(contents: WorkbookContents) -> Iterator[str]:
    yield _("Export %(key)s. Remit’s log keeps the SHA-256 of the file %(file)s under it.") % {
        "key": contents.key,
        "file": SUMS,
    }
    yield _("Last event of the log before it: %(number)s, seal %(seal)s.") % {
        "number": contents.head.sequence,
        "seal": contents.head.seal,
    }


def _left_out() -> Iterator[str]:
    yield _("Proofs that auditors are not shown, proofs that were withdrawn, internal notes.")


def _line(name: str, value: object) -> list[str]:
    """Return a fact on a line of its own, no line where there is nothing to say; a zero is."""
    if value in (None, ""):
        return []
    return _wrapped(_("%(name)s: %(value)s") % {"name": name, "value": single_line(str(value))})


def _list(heading: str, entries: Iterable[str]) -> list[str]:
    return [heading, *(line for entry in entries for line in _wrapped(entry, "- "))]


def _wrapped(text: str, mark: str = "") -> list[str]:
    # A hash, a name or an address is never broken.
    return wrap(
        text,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _text(text: str) -> bytes:
    return f"{text}\n".encode(errors="replace")
