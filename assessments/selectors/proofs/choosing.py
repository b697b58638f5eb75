"""Which evidence can be attached: what a member finds by a few letters."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Count

from accounts.models import Membership
from assessments.models import AnswerQuerySet, Assessment, Attachment, AttachmentQuerySet
from assessments.selectors.duties import DutyRow
from assessments.selectors.proofs.lines import ProofLine, holding, lines_of, readable_evidence

OFFERED: Final = 8


def choices_for(reader: Membership, text: str, *, on: date) -> tuple[ProofLine, ...]:
    """Return evidence that stands and holds every word of `text`, the newest first. One query.

    What is expired comes too: it may be attached, and says itself that it proves nothing.
    """
    found = holding(readable_evidence(reader).standing(), text)
    return lines_of(found.in_order()[:OFFERED], on=on)


def counts_of_rows(answers: AnswerQuerySet, *, reader: Membership) -> dict[str, int]:
    """Return how many proofs of each answer a member may see, by key. One query."""
    counted = _seen(reader).filter(answer__in=answers.values("pk"))
    numbers = dict(counted.values_list("answer__key").annotate(n=Count("pk")).order_by())
    return {str(key): numbers.get(key, 0) for key in answers.values_list("key", flat=True)}


def with_proofs(
    rows: Sequence[DutyRow], *, assessment: Assessment, reader: Membership
) -> tuple[DutyRow, ...]:
    """Return rows of an assessment with the number of their proofs. One query."""
    counted = _seen(reader).filter(answer__assessment=assessment)
    found: Mapping[object, int] = dict(
        counted.values_list("answer__key").annotate(n=Count("pk")).order_by()
    )
    return tuple(replace(row, proofs=found.get(row.key, 0)) for row in rows)


def _seen(reader: Membership) -> AttachmentQuerySet:
    return Attachment.objects.visible_to(reader.user).standing()
