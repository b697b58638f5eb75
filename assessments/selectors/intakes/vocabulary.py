"""The words of a working copy in every language of the interface."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.models import Coverage, Result
from assessments.readers.returning import Vocabulary
from assessments.readers.said import Field
from database.folding import folded

Meant = TypeVar("Meant")

# As reports.rows, reports.duties and reports.opinions head their columns; words.fields for those
# that a workbook does not have.
_HEADINGS: Final[dict[Field, tuple[str | Promise, ...]]] = {
    Field.COVERAGE: (_("Coverage"),),
    Field.REASON: (_("Reason, if not applicable"), _("Reason")),
    Field.UNTIL: (_("Until"),),
    Field.NOTE: (_("Note"),),
    Field.INTERNAL_NOTE: (_("Internal note"),),
    Field.OWNER: (_("Owner"),),
    Field.DUE: (_("Due"),),
    Field.RESULT: (_("Auditor’s result"),),
    Field.OPINION_NOTE: (_("Auditor’s note"),),
    Field.OPINION_ON: (_("Auditor’s date"),),
}


@cache
def vocabulary() -> Vocabulary:
    """Return what headings and words mean, whichever language a file was made in."""
    return Vocabulary(
        headings=dict(_in_all_languages(_headings)),
        coverages=dict(_in_all_languages(_coverages)),
        results=dict(_in_all_languages(_results)),
    )


def _in_all_languages(
    words: Callable[[], Iterator[tuple[str, Meant]]],
) -> Iterator[tuple[str, Meant]]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from words()


def _headings() -> Iterator[tuple[str, Field]]:
    for name, headings in _HEADINGS.items():
        yield from ((folded(str(heading)), name) for heading in headings)


def _coverages() -> Iterator[tuple[str, str]]:
    for code in Coverage.values:
        yield folded(str(Coverage(code).label)), code
        yield folded(code), code
        yield folded(code.replace("_", " ")), code


def _results() -> Iterator[tuple[str, str]]:
    for code in Result.values:
        yield folded(str(Result(code).label)), code
        yield folded(code), code
