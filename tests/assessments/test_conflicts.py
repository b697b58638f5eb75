"""What is told of two answers to one duty."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.conflicts import Conflict, conflicts_of
from tests.builders import make_answers, make_assessment, make_member, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    """Return a manager."""
    return make_member(user=make_user("Jeanne Goff"))


@pytest.fixture
def assessment(member: Membership) -> Assessment:
    """Return an assessment whose first row has a value in every field."""
    assessment = make_assessment(by=member)
    make_answers(
        assessment,
        {
            "coverage": "not_applicable",
            "reason": "Rien",
            "until": date(2027, 1, 31),
            "note": "La leur",
            "internal_note": "Entre nous",
            "owner_membership_id": member.pk,
            "due_on": date(2026, 12, 12),
        },
        by=member,
    )
    return assessment


def test_each_field_that_differs_is_told_in_words(
    assessment: Assessment, member: Membership
) -> None:
    team = make_team(member)
    wanted = {
        "coverage": "not_applicable",
        "reason": "Rien du tout",
        "until": None,
        "note": "La leur",
        "owner_membership_id": None,
        "owner_team_id": team.pk,
        "due_on": date(2026, 12, 13),
    }

    with translation.override("en"):
        found = _conflict(assessment, member, wanted)

    told = {each.name: (each.mine, each.theirs) for each in found.differences}
    assert told == {
        "reason": ("Rien du tout", "Rien"),
        "until": ("–", "Jan. 31, 2027"),
        "owner": (team.name, "Jeanne Goff"),
        "due_on": ("Dec. 13, 2026", "Dec. 12, 2026"),
    }
    assert (found.by, found.revision) == ("Jeanne Goff", 2)


def test_a_reason_is_told_with_its_coverage_and_not_apart(
    assessment: Assessment, member: Membership
) -> None:
    with translation.override("en"):
        found = _conflict(assessment, member, {"coverage": "gap", "reason": ""})

    assert [(each.mine, each.theirs) for each in found.differences] == [
        ("gap", "not applicable (Rien)")
    ]


def test_who_wanted_the_same_has_nothing_to_decide(
    assessment: Assessment, member: Membership
) -> None:
    found = _conflict(assessment, member, {"coverage": "not_applicable", "reason": "Rien"})

    assert found.differences == ()


def test_an_auditor_is_told_nothing_of_the_internal_note(assessment: Assessment) -> None:
    auditor = make_member(Role.AUDITOR, organisation=assessment.organisation)

    found = _conflict(assessment, auditor, {"internal_note": "x"})

    assert found.differences == ()
    assert "internal_note" not in found.stored


def test_a_row_nobody_has_and_nobody_changed(assessment: Assessment, member: Membership) -> None:
    row = Answer.objects.of_assessment(assessment).in_printed_order()[1]

    (found,) = conflicts_of({row.key: {"coverage": "gap"}}, assessment=assessment, reader=member)

    assert (found.by, found.at, found.owner) == ("", None, None)
    assert found.stored["owner"] == ""


def _conflict(assessment: Assessment, reader: Membership, wanted: Mapping[str, Any]) -> Conflict:
    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    (found,) = conflicts_of({row.key: wanted}, assessment=assessment, reader=reader)
    return found
