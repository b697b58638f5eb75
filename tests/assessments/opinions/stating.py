"""Stating opinions in tests, and looking at what is said then."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.models import Membership
from assessments.models import Answer, Assessment, Opinion
from assessments.services.answering import Recorded
from assessments.services.opinions import OpinionEntry, record_opinions
from audit.models import Event, chain_of
from tests.builders import NOW


def keys_of(assessment: Assessment) -> list[UUID]:
    """Return the keys of an assessment's rows in printed order."""
    rows = Answer.objects.of_assessment(assessment).in_printed_order()
    return list(rows.values_list("key", flat=True))


def record(assessment: Assessment, entries: Sequence[OpinionEntry], by: Membership) -> Recorded:
    """Record opinions of one auditor."""
    return record_opinions(assessment_id=assessment.pk, entries=entries, by=by, at=NOW)


def said_by(key: UUID, by: Membership) -> tuple[str, str, date | None, int]:
    """Return what an auditor says of a row: result, note, day, revision."""
    opinion = Opinion.objects.get(answer__key=key, author=by)
    return opinion.result, opinion.note, opinion.stated_on, opinion.revision


def events_of(assessment: Assessment, verb: str) -> list[Event]:
    """Return the events of one kind, in the order of the log."""
    chain = chain_of(assessment.organisation_id)
    return list(Event.objects.of_chain(chain).filter(verb=verb).in_sequence())
