"""Exports of organisations that are made in the background."""

from accounts.models import Membership
from backups.services.asking import ask_for_export
from jobs.models import Job
from tests.builders.moments import NOW


def make_asked_export(by: Membership) -> Job:
    """Ask for the export of a member's organisation in English, which no worker has made."""
    return ask_for_export(by=by, language="en", at=NOW)
