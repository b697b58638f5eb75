"""How to read the file, for somebody who has never seen Remit."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.reports.sheets import Column, Look, Sheet, Table
from assessments.selectors.workbook import WorkbookContents

Entry = tuple[str, str, str]


def read_me_sheet(contents: WorkbookContents) -> Sheet:
    """Return sheets, colours, letters as printed, coverage words, figures and licence."""
    parts = (
        _sheets(contents),
        _looks(),
        _returning(),
        _letters(contents),
        _coverages(),
        _figures(),
        _licence(contents),
        _log(),
    )
    columns: list[Column[Entry]] = [
        Column(_("About"), 20, lambda entry: entry[0], look=Look.PRINTED),
        Column(_("Word"), 30, lambda entry: entry[1], look=Look.PRINTED),
        Column(_("Meaning"), 92, lambda entry: entry[2], look=Look.PLAIN),
    ]
    rows = [entry for part in parts for entry in part if entry[2]]
    return Sheet(_("Read me"), [Table("ReadMe", columns, rows)])


def _sheets(contents: WorkbookContents) -> Iterator[Entry]:
    about = _("Sheets")
    yield about, _("Summary"), _("What is assessed, and how it stands.")
    yield (
        about,
        _("Duties"),
        _("Each activity in scope: what was printed, what is asked, what was answered."),
    )
    yield about, _("Gaps"), _("The duties answered gap or partial, with owner and date.")
    yield about, _("Not applicable"), _("The rows that do not apply, each with its reason.")
    yield (
        about,
        _("Evidence"),
        _(
            "What proves these rows, each piece once, with the duties it is attached to. Files"
            " are known by their SHA-256. What auditors are not shown is not listed."
        ),
    )
    yield (
        about,
        _("Provider’s part"),
        _(
            "Every activity of the page on which another party is responsible or accountable,"
            " with the letters of all parties. A filter does not change this sheet."
        ),
    )
    yield (
        about,
        _("Changes since last sign-off"),
        _(
            "What these rows say otherwise than when somebody last signed: a line for each field"
            " that changed, with who changed it last and when, as far as the log tells."
        ),
    )
    if contents.controls:
        yield (
            about,
            _("Controls"),
            _(
                "The duties of this file by the controls they belong to. A duty of several"
                " controls is under each: lines are not to be summed."
            ),
        )
    if contents.printed.label_language:
        yield (
            about,
            _("As printed"),
            _("The page is in another language. Where the two texts differ, the printed counts."),
        )


def _looks() -> Iterator[Entry]:
    about = _("Looks")
    yield about, _("Near-black on tint"), _("What the provider printed, word for word.")
    yield about, _("Blue on white"), _("What the organisation filled in.")


def _returning() -> Iterator[Entry]:
    about = _("Bringing it back")
    yield (
        about,
        _("Where"),
        _(
            "The sheet Duties can be filled in by any program and brought back on the page of the"
            " assessment. What it would change is shown first, and can be undone."
        ),
    )
    yield (
        about,
        _("What is read"),
        _(
            "Coverage, reason, note, owner and due date; of an auditor’s file, the auditor’s"
            " three columns. What was printed is not changed by the file."
        ),
    )
    yield about, _("Empty cell"), _("Leaves what is there.")
    yield about, _("Dash (-) alone"), _("Clears what is there.")
    yield (
        about,
        _("Order"),
        _(
            "Sort, filter and move rows and columns freely. Keep the hidden columns Key and"
            " Revision and the hidden sheets: by them each row finds its place."
        ),
    )


def _letters(contents: WorkbookContents) -> Iterator[Entry]:
    about = _("Letters")
    for letter, meaning in contents.printed.legend:
        yield about, letter, meaning.text
        if meaning.original:
            yield about, _("%(letter)s, as printed") % {"letter": letter}, meaning.original
    yield about, _("Several letters"), _("The party holds each of them: RA is R and A.")


def _coverages() -> Iterator[Entry]:
    meanings = {
        Coverage.UNANSWERED: _("Nobody has answered yet. It stays in the denominator."),
        Coverage.COVERED: _("The duty is done, or the message reaches us."),
        Coverage.PARTIAL: _("Done in part: it counts as 0, and is a gap."),
        Coverage.GAP: _("Not done."),
        Coverage.NOT_APPLICABLE: _("Out of the denominator, with a reason."),
    }
    for coverage, meaning in meanings.items():
        yield _("Coverage"), str(coverage.label), meaning


def _figures() -> Iterator[Entry]:
    about = _("Figures")
    yield (
        about,
        _("Declared"),
        _("Covered duties / applicable duties, rounded down: what the organisation says."),
    )
    yield (
        about,
        _("Proven"),
        _(
            "Duties that are covered, have an owner and a proof that has not expired, are not to"
            " be rechecked and, with four eyes on, were accepted by a reviewer / applicable"
            " duties, rounded down. Proofs that are not listed count too."
        ),
    )
    yield (
        about,
        _("Progress"),
        _("Answered duties / duties in scope, rounded down; not applicable is an answer."),
    )


def _log() -> Iterator[Entry]:
    yield (
        _("Log"),
        _("Seal of that event"),
        _(
            "Remit keeps a log that is only ever added to, each event sealed over the one before."
            " The sheet Summary names its last event: with that, whoever runs Remit can show"
            " that nothing before it was changed or cut off since (verify_audit --head)."
        ),
    )


def _licence(contents: WorkbookContents) -> Iterator[Entry]:
    edition = contents.assessment.edition
    about = _("Licence of the page")
    yield about, _("Licence"), " · ".join(filter(None, [edition.licence, edition.licence_url]))
    yield about, _("Attribution"), edition.attribution
    yield about, _("Source"), " · ".join(filter(None, [edition.source_name, edition.source_url]))
    yield about, _("Translation"), contents.printed.label_notice
