"""From a share link to what it shows: its filter is read as the grid reads it."""

from datetime import date, datetime
from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.filters import DutyFilter
from assessments.models import Answer, AnswerQuerySet, Assessment, ShareLink
from assessments.selectors.links.reading import shared_contents
from assessments.selectors.workbook import Making, Selection, WorkbookContents
from matrix.selectors import PrintedEdition, printed_edition


def read_shared(link: ShareLink, *, at: datetime) -> WorkbookContents:
    """Return what a link shows at a moment, in the reader's language."""
    printed = _printed(link.assessment)
    making = Making(uuid4(), get_language() or "", None, at)
    selection = selection_of(link, printed, on=timezone.localdate(at))
    return shared_contents(link, printed, making, selection)


def rows_of(link: ShareLink, printed: PrintedEdition, *, on: date) -> AnswerQuerySet:
    """Return the rows in play that a link shows."""
    selection = selection_of(link, printed, on=on)
    return selection.answers if selection else Answer.objects.of_assessment(link.assessment)


def selection_of(link: ShareLink, printed: PrintedEdition, *, on: date) -> Selection | None:
    """Return the rows that the filter of a link keeps on a day, None for all of them.

    A filter that is not wholly understood any more, since the assessment moved to another
    edition or an owner is gone, keeps nothing: half of it would keep more than was meant.
    """
    if not link.filter:
        return None
    # The text of a filter is looked for in one language: another one would keep other rows.
    is_same = link.language == get_language()
    read = printed if is_same else printed_edition(link.assessment.edition, language=link.language)
    asked = QueryDict(link.filter)
    narrowed = DutyFilter(asked, assessment=link.assessment, printed=read, reader=None, on=on)
    understood = {name: set(values) for name, values in narrowed.chosen.items()}
    if understood != {name: set(values) for name, values in asked.lists()}:
        nothing = _("nothing: its filter names what is no longer there")
        return Selection(Answer.objects.none(), link.filter, nothing)
    return Selection(narrowed.qs, narrowed.query, narrowed.words)


def _printed(assessment: Assessment) -> PrintedEdition:
    return printed_edition(assessment.edition, language=get_language() or "")
