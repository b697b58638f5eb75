"""Rows that are given to a member, and what that member then has to do."""

from datetime import date

from accounts.models import Membership
from assessments.models import Assessment
from assessments.selectors.mine import MyDuties, my_duties
from assessments.services.answering import AnswerValues
from tests.builders import make_answers, make_assessment, make_edition

TODAY = date(2026, 11, 22)


def mine(reader: Membership, language: str = "fr") -> MyDuties:
    """Return what a member has today."""
    return my_duties(reader, language=language, on=TODAY)


def give(member: Membership, *changes: AnswerValues, by: Membership, page: str = "") -> Assessment:
    """Start an assessment whose first rows are a member's, with the values of `changes`."""
    edition = make_edition(page) if page else make_edition()
    assessment = make_assessment(by, edition=edition, has_messages=True)
    owned = [AnswerValues(owner_membership_id=member.pk) | each for each in changes]
    make_answers(assessment, *owned, by=by)
    return assessment
