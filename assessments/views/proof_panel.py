"""What the page of one duty says of its proofs, and the form of a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.http import MemberRequest
from assessments.forms.proofs import NewProofForm
from assessments.selectors.duties import DutyRow
from assessments.selectors.proofs.lines import ProofLine, proofs_of_answer
from assessments.views.gap_panel import People, people_to_act


@dataclass(frozen=True, slots=True)
class ProofPanel:
    """The proofs of one duty; `form` is None for whoever may not attach any."""

    row: DutyRow
    lines: tuple[ProofLine, ...]
    form: NewProofForm | None


def proof_panel(
    request: MemberRequest, row: DutyRow, *, people: People | None = None
) -> ProofPanel:
    """Return the panel of a row. At most three queries, one less with `people`."""
    lines = proofs_of_answer(row.key, reader=request.membership, on=timezone.localdate())
    form = new_proof_form(request, rows=[row.key], people=people) if row.is_writable else None
    return ProofPanel(row, lines, form)


def new_proof_form(
    request: MemberRequest,
    *,
    rows: Sequence[UUID] = (),
    is_sent: bool = False,
    people: People | None = None,
) -> NewProofForm:
    """Return the form of a new proof for some rows, empty or as it was sent.

    One query, for who can have collected it: `people_to_act`; none where `people` are known.
    """
    people = people_to_act(request) if people is None else people
    if is_sent:
        return NewProofForm(request.POST, request.FILES, people=people)
    initial = {"rows": [str(key) for key in rows], "collected_by": request.membership.pk}
    return NewProofForm(people=people, initial=initial)
