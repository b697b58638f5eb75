"""Drafts go when nobody came back to them."""

from datetime import datetime, timedelta
from typing import Final

from assessments.models import Intake
from database.transactions import change

KEPT_FOR: Final = timedelta(days=7)


@change
def clear_intakes(*, at: datetime) -> int:
    """Delete what was brought in more than 7 days ago and never applied; return how many."""
    return Intake.objects.unapplied().made_before(at - KEPT_FOR).delete()[0]
