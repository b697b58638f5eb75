"""Workbooks made in the background."""

from accounts.models import Membership
from assessments.models import Assessment, MadeFile
from assessments.services.made import ask_for_workbook
from jobs.services import run_next
from tests.builders.moments import NOW


def make_asked_file(assessment: Assessment, *, by: Membership, query: str = "") -> MadeFile:
    """Ask for a workbook in English, which no worker has made."""
    return ask_for_workbook(assessment=assessment, query=query, language="en", by=by, at=NOW)


def make_made_file(assessment: Assessment, *, by: Membership, query: str = "") -> MadeFile:
    """Ask for a workbook and have it made, as the only job there is."""
    made = make_asked_file(assessment, by=by, query=query)
    run_next()
    made.refresh_from_db()
    return made
