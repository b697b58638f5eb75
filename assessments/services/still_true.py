"""Saying from a mail that a row to recheck is still true."""

from datetime import datetime

from assessments.selectors.still_true import still_true
from assessments.services.answering import AssessmentClosed, Entry, record_answers
from database.transactions import change


class NothingToConfirm(Exception):
    """The link opens nothing, or the row changed since the mail was written."""


@change
def confirm_still_true(*, link_key: str, at: datetime) -> None:
    """Take the mark off the row that a key is for, as its member. Raises `NothingToConfirm`.

    Told as any change of the row is; its member can undo it.
    """
    found = still_true(link_key)
    if found is None:
        raise NothingToConfirm
    answer, by = found.answer, found.membership
    entry = Entry(answer.key, answer.revision, {"is_to_recheck": False})
    try:
        recorded = record_answers(
            assessment_id=answer.assessment_id, entries=[entry], by=by, at=at
        )
    except AssessmentClosed as closed:
        raise NothingToConfirm from closed
    if recorded.counts is None:
        raise NothingToConfirm
