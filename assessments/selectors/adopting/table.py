"""The tracker that an intake keeps, and how it is read so far."""

from assessments.models import Intake
from assessments.readers.trackers import Layout, Tracker


def tracker_of(intake: Intake) -> Tracker:
    """Return the sheets of a tracker."""
    return Tracker.from_json(intake.table)


def layout_of(intake: Intake) -> Layout:
    """Return how the tracker is read so far."""
    return Layout.from_json(intake.table["layout"])


def is_to_be_mapped(intake: Intake) -> bool:
    """Tell whether an intake is a tracker whose columns and rows are not settled yet."""
    return bool(intake.table) and not intake.said.get("rows")
