"""What limits a sign-off of an assessment as it stands."""

from datetime import date
from hashlib import sha256
from typing import Final

from django.db.models import Count, F, Q

from accounts.models import Organisation
from assessments.models import (
    GAPS,
    Answer,
    Assessment,
    Attachment,
    Coverage,
    Question,
    Review,
)
from assessments.selectors.upgrading.targets import newer_editions
from audit.sealing import canonical

Limits = dict[str, int]

_IS_GAP: Final = Q(coverage__in=GAPS) & ~Q(question=Question.RECEIVE)
_IS_ANSWERED: Final = ~Q(coverage=Coverage.UNANSWERED)


def limits_of(assessment: Assessment, *, organisation: Organisation, on: date) -> Limits:
    """Return how many rows limit a sign-off, by code; a limit that is not there has no entry.

    `on` is the day, for accepted gaps. Three queries.
    """
    is_accepted_gap = _IS_GAP & Q(gap_plan__expires_on__gte=on)
    is_alone = Q(reviewed_by=F("submitted_by")) | Q(reviewed_by=F("answered_by"))
    standing = Answer.objects.of_assessment(assessment).aggregate(
        unanswered=Count("pk", filter=~_IS_ANSWERED),
        gaps=Count("pk", filter=_IS_GAP),
        gaps_accepted=Count("pk", filter=is_accepted_gap),
        not_reviewed=Count("pk", filter=_IS_ANSWERED & ~Q(review=Review.ACCEPTED)),
        accepted_alone=Count("pk", filter=Q(review=Review.ACCEPTED) & is_alone),
        to_recheck=Count("pk", filter=Q(is_to_recheck=True)),
    )
    gaps = standing.pop("gaps")
    found = {
        "unanswered": standing["unanswered"],
        "gaps_open": gaps - standing["gaps_accepted"],
        **standing,
        "switched_off": Answer.objects.all_of(assessment).filter(is_switched_off=True).count(),
        "four_eyes_off": int(not organisation.has_four_eyes),
        "newer_edition": int(assessment.pk in newer_editions([assessment])),
    }
    return {code: number for code, number in found.items() if number}


def fingerprint_of(assessment: Assessment, limits: Limits) -> str:
    """Return a hash of what somebody is about to sign: whoever changes a row changes it.

    So does whoever attaches, detaches, changes or withdraws a proof of one.
    """
    answers = Answer.objects.of_assessment(assessment).order_by("pk")
    rows = answers.values_list("key", "revision")
    proofs = Attachment.objects.standing().filter(answer__in=answers.order_by().values("pk"))
    seen = {
        "edition": assessment.edition_id,
        "limits": limits,
        "rows": [[str(key), revision] for key, revision in rows],
        "proofs": list(
            proofs.order_by("answer", "evidence").values_list(
                "answer", "evidence", "evidence__revision"
            )
        ),
    }
    return sha256(canonical(seen)).hexdigest()
