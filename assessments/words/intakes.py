"""What is said of files that are brought in, in the reader's language."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.readers.said import Notice, NoticeCode, Trouble

_TROUBLES: Final[dict[Trouble, Promise]] = {
    Trouble.FORMULA: _("It is a formula, which is never worked out: write the value."),
    Trouble.ERROR: _("The cell holds an error."),
}
_NOTICES: Final[dict[NoticeCode, Promise]] = {
    NoticeCode.NO_KEY: _("A row without its key says something: nobody knows which row it is."),
    NoticeCode.KEY_UNREADABLE: _("“%(text)s” stands where the key of a row should."),
    NoticeCode.TWICE: _(
        "One row stands several times in the file, and not the same (%(text)s): none is taken."
    ),
    NoticeCode.READ_ONLY: _("“%(text)s” was changed in the file; a file cannot change it."),
    NoticeCode.BASE_UNKNOWN: _(
        "The file does not say which workbook it was: it is compared with the rows as they are."
    ),
    NoticeCode.NOT_IN_EXPORT: _("This row was not in the workbook as it was made."),
    NoticeCode.UNMATCHED: _("“%(text)s” was not matched with an activity."),
    NoticeCode.NOT_IN_PLAY: _("This row was put away or switched off since."),
    NoticeCode.UNKNOWN_KEY: _("There is no such row in this assessment."),
}


def trouble_words(trouble: Trouble) -> str:
    """Return why a cell says nothing that could be taken."""
    return str(_TROUBLES[trouble])


def notice_words(notice: Notice) -> str:
    """Return what is to be told of a file."""
    text = str(_NOTICES[notice.code])
    return text % {"text": notice.text} if "%(text)s" in text else text


def merge_words(*, change: int, decide: int, reject: int, unchanged: int, rows: int) -> str:
    """Return "12 of 57 rows change, 3 to decide, 2 cannot be taken, 43 unchanged".

    `decide` and `reject` count cells, the others rows of the file. What is zero is left out,
    but for the rows that change, of which the denominator is printed.
    """
    parts = [
        ngettext("%(n)s of %(rows)s rows changes", "%(n)s of %(rows)s rows change", change)
        % {"n": change, "rows": rows},
        *_parts(decide=decide, reject=reject, unchanged=unchanged),
    ]
    return ", ".join(parts)


def _parts(*, decide: int, reject: int, unchanged: int) -> Sequence[str]:
    parts = [
        (decide, gettext("%(n)s to decide")),
        (reject, ngettext("%(n)s cannot be taken", "%(n)s cannot be taken", reject)),
        (unchanged, ngettext("%(n)s unchanged", "%(n)s unchanged", unchanged)),
    ]
    return [text % {"n": n} for n, text in parts if n]
