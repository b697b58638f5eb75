"""Starting an assessment, and copying one to another scope."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from accounts.models import Membership
from assessments.models import (
    GAPS,
    Answer,
    Assessment,
    Attachment,
    Coverage,
    OptionChoice,
    Question,
)
from assessments.services.counting import count_day
from audit.services import Happening, append_events
from database.transactions import change
from matrix.models import Edition, Party
from matrix.selectors import scope_of

_CARRIED = (
    "coverage",
    "reason",
    "until",
    "note",
    "internal_note",
    "due_on",
    "is_to_recheck",
)
_SAID = ("option_id", "is_bought", "reason", "decided_at", "decided_by_id")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an assessment is about: its scope in words, its period, and whether C/I rows count."""

    scope: str
    starts_on: date
    ends_on: date
    has_messages: bool = False


class PeriodReversed(Exception):
    """The period ends before it starts."""


class EditionUnavailable(Exception):
    """The edition is a draft, or belongs to another organisation."""


@change
def start_assessment(
    *,
    edition: Edition,
    terms: Terms,
    by: Membership,
    at: datetime,
    client_party: Party | None = None,
) -> Assessment:
    """Open an assessment with one unanswered row for each activity in scope.

    In scope are the activities on which the client party holds R or A, with `terms.has_messages`
    also
    those on which it holds C, I or S (CONTRACTS.md, "Counting"). Raises `PeriodReversed` and
    `EditionUnavailable`.
    """
    _check(edition, terms, by)
    party = client_party or edition.parties.get(is_client=True)
    assessment = _create(edition, party, terms, by, at)
    Answer.objects.bulk_create(
        Answer(
            organisation_id=by.organisation_id,
            assessment=assessment,
            activity_id=row.activity_id,
            question=row.question,
        )
        for row in scope_of(edition=edition, party=party)
        if row.question and (terms.has_messages or row.question != Question.RECEIVE)
    )
    count_day(assessment=assessment, at=at)
    _tell("assessment-started", assessment, by, at)
    return assessment


@change
def copy_assessment(
    *,
    source: Assessment,
    terms: Terms,
    with_answers: bool,
    by: Membership,
    at: datetime,
) -> Assessment:
    """Open an assessment on the same edition and rows for another scope.

    Which rows there are, and what is said of options, comes from the source. With answers,
    coverage, notes, owners, dates and the proofs that stand come along; otherwise every row is
    unanswered and keeps its owner. Raises like `start_assessment`.
    """
    _check(source.edition, terms, by)
    terms = replace(terms, has_messages=source.has_messages)
    assessment = _create(source.edition, source.client_party, terms, by, at)
    Assessment.objects.filter(pk=assessment.pk).update(copied_from=source)
    copies = Answer.objects.bulk_create(
        _copied(answer, assessment, with_answers, by, at)
        for answer in Answer.objects.all_of(source).in_printed_order()
    )
    if with_answers:
        _copy_proofs(source, copies, by, at)
    _copy_choices(source, assessment)
    count_day(assessment=assessment, at=at)
    _tell("assessment-copied", assessment, by, at, source=source)
    return assessment


def _check(edition: Edition, terms: Terms, by: Membership) -> None:
    if terms.ends_on < terms.starts_on:
        raise PeriodReversed
    if not Edition.objects.available_to(by.organisation).filter(pk=edition.pk).exists():
        raise EditionUnavailable


def _create(
    edition: Edition, party: Party, terms: Terms, by: Membership, at: datetime
) -> Assessment:
    return Assessment.objects.create(
        organisation_id=by.organisation_id,
        edition=edition,
        client_party=party,
        created_at=at,
        **asdict(terms),
    )


def _copied(
    answer: Answer, assessment: Assessment, with_answers: bool, by: Membership, at: datetime
) -> Answer:
    copy = Answer(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        activity_id=answer.activity_id,
        question=answer.question,
        owner_membership_id=answer.owner_membership_id,
        owner_team_id=answer.owner_team_id,
        is_switched_off=answer.is_switched_off,
    )
    if with_answers:
        for name in _CARRIED:
            setattr(copy, name, getattr(answer, name))
        if copy.coverage != Coverage.UNANSWERED:
            copy.changed_at, copy.changed_by, copy.answered_by = at, by, by
        if copy.coverage in GAPS:
            # In this scope it is as old as the copy.
            copy.gap_since = timezone.localdate(at)
    return copy


def _copy_proofs(
    source: Assessment, copies: Iterable[Answer], by: Membership, at: datetime
) -> None:
    """Attach to each row what proves its source; what was withdrawn stays behind."""
    rows = {copy.activity_id: copy for copy in copies}
    proofs = Attachment.objects.filter(answer__in=Answer.objects.all_of(source)).standing()
    Attachment.objects.bulk_create(
        Attachment(
            organisation_id=by.organisation_id,
            answer=rows[activity_id],
            evidence_id=evidence_id,
            attached_by=by,
            attached_at=at,
        )
        for activity_id, evidence_id in proofs.in_order().values_list(
            "answer__activity_id", "evidence_id"
        )
    )


def _copy_choices(source: Assessment, assessment: Assessment) -> None:
    """Say of each option what the source says: the rows that are off come along."""
    OptionChoice.objects.bulk_create(
        OptionChoice(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            **{name: getattr(choice, name) for name in _SAID},
        )
        for choice in OptionChoice.objects.filter(assessment=source)
    )


def _tell(
    verb: str,
    assessment: Assessment,
    by: Membership,
    at: datetime,
    source: Assessment | None = None,
) -> None:
    new = {
        "edition": assessment.edition_id,
        "scope": assessment.scope,
        "starts_on": assessment.starts_on.isoformat(),
        "ends_on": assessment.ends_on.isoformat(),
        "has_messages": assessment.has_messages,
        **({"copied_from": source.pk} if source else {}),
    }
    append_events(
        organisation_id=assessment.organisation_id,
        happenings=[Happening(verb, "assessment", str(assessment.pk), new=new)],
        actor_id=by.user_id,
        at=at,
    )
