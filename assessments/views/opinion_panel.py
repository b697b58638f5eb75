"""What the page of one duty says of what auditors found on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.http import MemberRequest
from accounts.rights import Action
from assessments.forms.opinions import OpinionForm, UndoOpinionsForm
from assessments.models import Assessment, Result
from assessments.selectors.duties import DutyRow
from assessments.selectors.opinions import OpinionRow, opinions_of_row, row_with


@dataclass(frozen=True, slots=True)
class OpinionPanel:
    """The opinions on one row.

    `is_own` tells that the one shown is the reader's, who is an auditor; `may_state` that they
    may state it.
    `form` is what was sent and not saved, None otherwise; `is_stale` that the reader's opinion
    changed meanwhile. `batch` is a change that can be taken back, "" for none.
    """

    row: OpinionRow
    results: Sequence[tuple[str, str | Promise]]
    may_state: bool
    is_own: bool
    batch: str
    form: OpinionForm | None = None
    is_stale: bool = False


def opinion_panel(
    request: MemberRequest,
    assessment: Assessment,
    duty: DutyRow,
    *,
    form: OpinionForm | None = None,
    is_stale: bool = False,
) -> OpinionPanel:
    """Return the panel of a row. One query."""
    opinions = opinions_of_row(assessment, duty.key, reader=request.membership)
    return OpinionPanel(
        row=row_with(opinions, duty),
        results=Result.choices,
        may_state=may_state(request, assessment),
        is_own=request.membership.may(Action.STATE_OPINIONS),
        batch=changed_batch(request),
        form=form,
        is_stale=is_stale,
    )


def may_state(request: MemberRequest, assessment: Assessment) -> bool:
    """Tell whether the reader may state an opinion: an auditor, until the assessment closes."""
    is_closed = assessment.state == Assessment.State.CLOSED
    return request.membership.may(Action.STATE_OPINIONS) and not is_closed


def changed_batch(request: MemberRequest) -> str:
    """Return the batch in the query string, "" for none or what is none."""
    undoable = UndoOpinionsForm({"batch": request.GET.get("changed", "")})
    return str(undoable.cleaned_data["batch"]) if undoable.is_valid() else ""
