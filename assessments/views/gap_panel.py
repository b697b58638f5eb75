"""What the page of one duty says of its gap: the plan, and whether somebody accepted it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.http import MemberRequest
from accounts.models import Membership
from accounts.rights import Action
from assessments.forms.gaps import AcceptanceForm, PlanForm
from assessments.models import GAPS
from assessments.selectors.conflicts import Difference
from assessments.selectors.duties import DutyRow, Owner
from assessments.selectors.plans import PlanFacts
from assessments.words import gaps as words

# Id of a membership and name, as choices of a form.
People = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GapPanel:
    """One gap on the page of its duty. A form is None for whoever may not send it.

    `differences` are those of a plan that somebody changed since it was read.
    """

    row: DutyRow
    plan: PlanFacts
    age: str
    is_accepted: bool
    is_expired: bool
    form: PlanForm | None
    acceptance_form: AcceptanceForm | None
    differences: Sequence[Difference] = ()
    is_stale: bool = False


def gap_panel(
    request: MemberRequest,
    row: DutyRow,
    *,
    form: PlanForm | None = None,
    acceptance_form: AcceptanceForm | None = None,
    differences: Sequence[Difference] = (),
    is_stale: bool = False,
) -> GapPanel | None:
    """Return the panel of a row, None where it is no gap. `form` is one that was sent or made."""
    if not row.is_duty or row.coverage not in GAPS or row.gap_since is None:
        return None
    today = timezone.localdate()
    may_accept = row.is_writable and request.membership.may(Action.REVIEW)
    return GapPanel(
        row=row,
        plan=row.plan,
        age=words.age_words(max(0, (today - row.gap_since).days)),
        is_accepted=row.plan.is_accepted(on=today),
        is_expired=row.plan.is_expired(on=today),
        form=(form or plan_form(request, row)) if row.is_writable else None,
        acceptance_form=(acceptance_form or AcceptanceForm(plan=row.plan)) if may_accept else None,
        differences=differences,
        is_stale=is_stale,
    )


def plan_form(
    request: MemberRequest,
    row: DutyRow,
    *,
    is_sent: bool = False,
    people: People | None = None,
) -> PlanForm:
    """Return the form of a plan, filled in with it, or with what was sent.

    One query, for who can act: `people_to_act`; none where `people` are known.
    """
    people = [*(people_to_act(request) if people is None else people)]
    named = (str(row.plan.responsible_id or ""), row.plan.responsible)
    if named[0] and named not in people:
        people.append(named)  # somebody who left stays until another is chosen
    return PlanForm(request.POST if is_sent else None, plan=row.plan, people=people)


def people_among(owners: Iterable[Owner]) -> People:
    """Return the people among owners who were read already, as `people_to_act` does."""
    return [(str(owner.pk), owner.name) for owner in owners if owner.kind == "member"]


def people_to_act(request: MemberRequest) -> People:
    """Return the present members of the organisation, by name, as choices. One query."""
    members = Membership.objects.current().filter(organisation=request.membership.organisation)
    return [(str(member.pk), str(member.user)) for member in members.by_name()]
