"""What becomes of a layout when a person changes it: what hangs on the change is guessed anew."""

from dataclasses import replace

from assessments.readers.trackers.guessing import Known, guess_columns, guess_sheet
from assessments.readers.trackers.layout import Layout
from assessments.readers.trackers.tables import Tracker
from assessments.readers.trackers.vocabulary import Role


def relaid(tracker: Tracker, before: Layout, wanted: Layout, known: Known) -> tuple[Layout, bool]:
    """Return the layout to keep, and whether it is as wanted: else it is to be looked at again.

    Of another sheet everything is guessed, below another row of names the columns. Where another
    column holds the states or the owners, its words have not been seen yet.
    """
    if wanted.sheet != before.sheet:
        return guess_sheet(tracker, wanted.sheet, known), False
    if wanted.header != before.header:
        columns = guess_columns(tracker.sheets[wanted.sheet], wanted.header, known)
        return Layout(wanted.sheet, wanted.header, columns), False
    moved = [
        role
        for role in (Role.COVERAGE, Role.OWNER)
        if wanted.columns.get(role) != before.columns.get(role)
    ]
    if Role.COVERAGE in moved:
        wanted = replace(wanted, words={})
    if Role.OWNER in moved:
        wanted = replace(wanted, owners={})
    return wanted, wanted.columns.keys().isdisjoint(moved)
