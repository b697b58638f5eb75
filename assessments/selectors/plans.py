"""The plan of a gap as pages and workbooks read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from assessments.models import STANDING, Answer, GapPlan, PlanState, Severity


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is planned for a gap, and who accepted it until when.

    `responsible` is "" where the owner of the row acts, `accepted_by` where nobody accepted it.
    `revision` is 0 for a gap nobody has planned yet.
    """

    severity: str = ""
    action: str = ""
    responsible: str = ""
    responsible_id: int | None = None
    by_when: date | None = None
    state: str = PlanState.TO_DO
    ticket_url: str = ""
    accepted_by: str = ""
    accepted_at: datetime | None = None
    expires_on: date | None = None
    acceptance_reason: str = ""
    revision: int = 0

    @property
    def severity_text(self) -> str:
        """Return the severity in the reader's language, "" where it is not rated."""
        return str(Severity(self.severity).label) if self.severity else ""

    @property
    def state_text(self) -> str:
        """Return how far the action is, in the reader's language; "" where there is none."""
        return str(PlanState(self.state).label) if self.action else ""

    @property
    def is_to_come(self) -> bool:
        """Tell whether the date of the action counts."""
        return self.state in STANDING

    @property
    def is_planned(self) -> bool:
        """Tell whether an action with a date is to come. `AnswerQuerySet.planned` keeps such."""
        return self.is_to_come and bool(self.action) and self.by_when is not None

    def is_accepted(self, *, on: date) -> bool:
        """Tell whether an acceptance holds on a day; its last day is one of them."""
        return self.expires_on is not None and self.expires_on >= on

    def is_expired(self, *, on: date) -> bool:
        """Tell whether there was an acceptance that has run out by a day."""
        return self.expires_on is not None and self.expires_on < on


NO_PLAN = PlanFacts()
# What `plan_of` needs to be read along.
PLAN_ALONG = ("gap_plan__responsible__user", "gap_plan__accepted_by__user")


def plan_of(answer: Answer) -> PlanFacts:
    """Return the plan that was read along with an answer, `NO_PLAN` without one. No query."""
    plan = cast("GapPlan | None", answer._state.fields_cache.get("gap_plan"))
    if plan is None:
        return NO_PLAN
    return PlanFacts(
        severity=plan.severity,
        action=plan.action,
        responsible=str(plan.responsible) if plan.responsible else "",
        responsible_id=plan.responsible_id,
        by_when=plan.by_when,
        state=plan.state,
        ticket_url=plan.ticket_url,
        accepted_by=str(plan.accepted_by) if plan.accepted_by else "",
        accepted_at=plan.accepted_at,
        expires_on=plan.expires_on,
        acceptance_reason=plan.acceptance_reason,
        revision=plan.revision,
    )
