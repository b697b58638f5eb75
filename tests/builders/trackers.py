"""Trackers: the sheets in which teams have kept their own state of things."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Membership
from assessments.models import Assessment, Intake
from assessments.readers.trackers import read_tracker
from assessments.services.adopting import start_adopting
from assessments.services.intakes import Source
from tests.builders.moments import NOW

NAMES = ("Section", "Activité", "Statut", "Commentaire")


def make_table(*rows: Sequence[str], names: Sequence[str] = NAMES) -> bytes:
    """Return rows below names as a table that was copied: parted by tabs."""
    return "\n".join("\t".join(row) for row in (names, *rows)).encode()


def make_tracker(
    assessment: Assessment,
    *rows: Sequence[str],
    by: Membership,
    names: Sequence[str] = NAMES,
    at: datetime = NOW,
) -> Intake:
    """Bring in a tracker: without rows, one that says "en cours" of every activity."""
    printed = assessment.edition.activities.in_printed_order()
    table = rows or [("", activity.text, "en cours", "à revoir") for activity in printed]
    return start_adopting(
        assessment=assessment,
        tracker=read_tracker(make_table(*table, names=names), name="suivi.tsv"),
        source=Source(Intake.Kind.TRACKER, "suivi.tsv", "fr"),
        by=by,
        at=at,
    )
