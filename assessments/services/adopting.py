"""Adopting a tracker: kept as a draft, its columns and rows settled, then an intake like any.

What takes time - guessing, matching - is done before the one transaction that `bring_in` and `say`
are: nobody waits for it, and a draft that moved meanwhile is told by its revision.
"""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Membership
from assessments.models import Assessment, Intake
from assessments.readers.said import Said
from assessments.readers.trackers import Layout, Tracker, guess
from assessments.readers.trackers.relaying import relaid
from assessments.selectors.adopting import (
    activities_of,
    adopted_said,
    known_of,
    layout_of,
    tracker_of,
)
from assessments.services.intakes import Source, bring_in, say


class NothingAdopted(Exception):
    """No row of the tracker says anything of an activity of this assessment."""


def start_adopting(
    *, assessment: Assessment, tracker: Tracker, source: Source, by: Membership, at: datetime
) -> Intake:
    """Keep a tracker that was read as a draft of `by`, with a guess of how to read it.

    `source` says what it is and how it is called; its `table` is made here. Raises
    `AssessmentClosed`.
    """
    activities = activities_of(assessment, language=source.language)
    layout = guess(tracker, known_of(assessment.organisation, activities))
    table = {**tracker.to_json(), "layout": layout.to_json()}
    kept = Source(source.kind, source.name, source.language, None, table)
    return bring_in(assessment=assessment, said=Said(), source=kept, by=by, at=at)


def settle_columns(*, intake: Intake, wanted: Layout, revision: int, by: Membership) -> bool:
    """Keep how the tracker is read, and tell whether that is as wanted.

    Where sheet, names or the column of states change, what hangs on them is guessed and is to be
    looked at again. Raises `IntakeMoved` and `NotYours`.
    """
    activities = activities_of(intake.assessment, language=intake.language)
    known = known_of(intake.assessment.organisation, activities)
    layout, is_settled = relaid(tracker_of(intake), layout_of(intake), wanted, known)
    table = {**intake.table, "layout": layout.to_json()}
    say(intake=intake, said=Said(), table=table, revision=revision, by=by)
    return is_settled


def settle_rows(
    *, intake: Intake, chosen: Mapping[int, str], revision: int, by: Membership
) -> Intake:
    """Keep what a person chose for the rows that were open, and what the tracker then says.

    `chosen` is the key of an answer by line, "" to leave the line out. No answer changes: the
    intake can be looked at and applied from now on. Raises `NothingAdopted`, `IntakeMoved` and
    `NotYours`.
    """
    layout, said = adopted_said(intake, chosen=chosen)
    if not said.rows:
        raise NothingAdopted
    table = {**intake.table, "layout": layout.to_json()}
    return say(intake=intake, said=said, table=table, revision=revision, by=by)
