"""Assessments, and everything that is done in them."""

from datetime import date, datetime

from accounts.models import Membership, Team
from accounts.rights import Role
from assessments.models import (
    Answer,
    Assessment,
    HandOver,
    HandOverReason,
    Share,
    SignOff,
    Upgrade,
)
from assessments.selectors.signing.limits import fingerprint_of, limits_of
from assessments.services.answering import AnswerValues, Entry, Recorded, record_answers
from assessments.services.handing import Offer, offer_duties
from assessments.services.opinions import OpinionEntry, record_opinions
from assessments.services.options import regroup_option
from assessments.services.signing import reopen_assessment, sign_assessment
from assessments.services.starting import Terms, start_assessment
from assessments.services.upgrading import Move, upgrade_assessment
from matrix.bundles import OptionTerms
from matrix.models import Edition, Option
from tests.builders.matrices import make_edition
from tests.builders.moments import NOW, next_number
from tests.builders.people import make_member


def make_assessment(
    by: Membership | None = None,
    *,
    edition: Edition | None = None,
    scope: str = "",
    has_messages: bool = False,
    at: datetime = NOW,
) -> Assessment:
    """Start an assessment: on `PAGE`, with three duties, if no edition is given."""
    terms = Terms(
        scope=scope or f"Scope {next_number()}",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 2, 28),
        has_messages=has_messages,
    )
    by = by or make_member()
    return start_assessment(edition=edition or make_edition(), terms=terms, by=by, at=at)


def make_reader(role: str, assessment: Assessment) -> Membership:
    """Make a member who may read an assessment: with an auditor it is shared, without an event."""
    member = make_member(role, organisation=assessment.organisation)
    if role == Role.AUDITOR:
        make_share(assessment, member)
    return member


def make_share(assessment: Assessment, auditor: Membership) -> Share:
    """Let an auditor read an assessment, without an event."""
    return Share.objects.create(
        organisation=assessment.organisation,
        assessment=assessment,
        membership=auditor,
        shared_at=NOW,
    )


def make_opinions(
    assessment: Assessment,
    *results: str,
    by: Membership | None = None,
    note: str = "",
    at: datetime = NOW,
) -> Recorded:
    """Let an auditor find `results` on the first rows of an assessment, in printed order.

    "" says nothing of a row. Without `by` it is a new auditor, with whom it is shared.
    """
    by = by or make_reader(Role.AUDITOR, assessment)
    rows = Answer.objects.of_assessment(assessment).in_printed_order()[: len(results)]
    entries = [
        OpinionEntry(row.key, None, result, note)
        for row, result in zip(rows, results, strict=True)
        if result
    ]
    return record_opinions(assessment_id=assessment.pk, entries=entries, by=by, at=at)


def make_upgrade(
    assessment: Assessment,
    *,
    by: Membership,
    edition: Edition | None = None,
    at: datetime = NOW,
) -> Upgrade:
    """Move an assessment to another edition, to `PAGE` as another matrix if none is given."""
    edition = edition or make_edition()
    assessment.refresh_from_db()
    move = Move(edition, edition.parties.get(is_client=True), assessment.revision)
    return upgrade_assessment(assessment_id=assessment.pk, move=move, by=by, at=at)


def make_sign_off(
    assessment: Assessment, *, by: Membership, is_reopened: bool = False, at: datetime = NOW
) -> SignOff:
    """Sign an assessment as it stands, and reopen it if asked to."""
    assessment.refresh_from_db()
    limits = limits_of(assessment, organisation=by.organisation, on=at.date())
    signed = sign_assessment(
        assessment_id=assessment.pk,
        fingerprint=fingerprint_of(assessment, limits),
        statement="As of today",
        by=by,
        at=at,
    )
    if is_reopened:
        reopen_assessment(sign_off_id=signed.pk, reason="To go on", by=by, at=at)
    return signed


def make_option(assessment: Assessment, *, by: Membership, applies: str = "bought") -> Option:
    """Group the first row of an assessment's edition under an option of the organisation."""
    row = assessment.edition.activities.in_printed_order()[0]
    terms = OptionTerms("option", {"fr": "Option d’essai"}, {row.pk: (applies, None)})
    return regroup_option(edition=assessment.edition, terms=terms, by=by, at=NOW)


def make_hand_over(
    by: Membership, *, to: Membership | Team, edition: Edition | None = None
) -> HandOver:
    """Offer the rows of an assessment of their own, which somebody new has, to a successor."""
    assessment = make_assessment(by, edition=edition)
    giver = make_member(Role.CONTRIBUTOR, organisation=by.organisation)
    values = AnswerValues(owner_membership_id=giver.pk)
    rows = Answer.objects.of_assessment(assessment).count()
    make_answers(assessment, *[values] * rows, by=by)
    return offer_duties(offer=Offer(giver, to, HandOverReason.LEAVE), by=by, at=NOW)


def make_answers(
    assessment: Assessment, *changes: AnswerValues, by: Membership, at: datetime = NOW
) -> Recorded:
    """Give the first rows of an assessment, in printed order, the values of `changes`."""
    rows = Answer.objects.of_assessment(assessment).in_printed_order()[: len(changes)]
    entries = [
        Entry(row.key, row.revision, values) for row, values in zip(rows, changes, strict=True)
    ]
    return record_answers(assessment_id=assessment.pk, entries=entries, by=by, at=at)
