"""The rows that grid, list and workbook show."""

from datetime import date

import pytest

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.duties import DutyRow, duty_rows
from matrix.selectors import printed_edition
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


def rows(
    assessment: Assessment, reader: Membership | None, language: str = "fr"
) -> tuple[DutyRow, ...]:
    """Return all rows as a reader sees them."""
    return duty_rows(
        Answer.objects.of_assessment(assessment),
        assessment=assessment,
        printed=printed_edition(assessment.edition, language=language),
        reader=reader,
        on=TODAY,
    )


def test_a_row_says_what_was_printed_and_what_is_asked() -> None:
    member = make_member()
    edition = make_edition()
    make_labels(edition)
    assessment = make_assessment(member, edition=edition, has_messages=True)

    found = rows(assessment, member, "en")

    first = found[0]
    assert first.section is not None
    assert (first.section.number, first.section.title.original) == ("1.1", "Commander")
    assert first.activity.text == "en Choisir la région d’hébergement"
    assert first.activity.original == "Choisir la région d’hébergement"
    assert (first.client_letters, first.provider_letters) == ("RA", (("Fournisseur", "I"),))
    assert [row.question for row in found] == ["do", "do", "verify", "receive"]
    assert [row.is_duty for row in found] == [True, True, True, False]
    assert len({row.question_text for row in found}) == 3


def test_a_row_says_what_was_answered_by_whom_and_who_has_it() -> None:
    member = make_member()
    team = make_team(member)
    assessment = make_assessment(member)
    make_answers(
        assessment,
        {"coverage": "gap", "owner_membership_id": member.pk},
        {"coverage": "covered", "owner_team_id": team.pk},
        by=member,
    )

    person, group, nobody = rows(assessment, member)

    assert person.owner is not None
    assert group.owner is not None
    assert (person.owner.value, person.owner.name) == (f"member-{member.pk}", str(member))
    assert (group.owner.value, group.owner.name) == (f"team-{team.pk}", team.name)
    assert (nobody.owner, nobody.changed_by, nobody.is_answered) == (None, "", False)
    assert (person.changed_by, person.is_answered) == (str(member), True)
    assert person.coverage_text != group.coverage_text


def test_days_late_are_of_open_rows_only() -> None:
    member = make_member()
    assessment = make_assessment(member)
    make_answers(
        assessment,
        {"coverage": "gap", "due_on": date(2026, 11, 2)},
        {"coverage": "covered", "due_on": date(2026, 11, 2)},
        {"due_on": TODAY},
        by=member,
    )

    assert [row.days_late for row in rows(assessment, member)] == [20, 0, 0]


@pytest.mark.parametrize(
    ("role", "note"),
    [
        pytest.param(Role.MANAGER, "between us", id="manager"),
        pytest.param(Role.VIEWER, "between us", id="viewer"),
        pytest.param(Role.AUDITOR, "", id="auditor"),
        pytest.param(None, "", id="installation"),
    ],
)
def test_internal_notes_are_for_those_who_may_read_them(role: Role | None, note: str) -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    make_answers(assessment, {"internal_note": "between us"}, by=manager)
    reader = make_member(role, organisation=manager.organisation) if role else None

    assert rows(assessment, reader)[0].internal_note == note


@pytest.mark.parametrize(
    ("role", "writable"),
    [
        pytest.param(Role.MANAGER, [True, True, True], id="manager"),
        pytest.param(Role.CONTRIBUTOR, [False, False, True], id="contributor"),
        pytest.param(Role.VIEWER, [False, False, False], id="viewer"),
        pytest.param(None, [False, False, False], id="installation"),
    ],
)
def test_what_is_somebody_else_s_is_not_a_contributor_s_to_write(
    role: Role | None, writable: list[bool]
) -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    team = make_team(manager)
    make_answers(
        assessment,
        {"owner_membership_id": manager.pk},
        {"owner_team_id": team.pk},
        by=manager,
    )
    reader = make_member(role, organisation=manager.organisation) if role else None

    assert [row.is_writable for row in rows(assessment, reader)] == writable


def test_own_rows_and_the_team_s_are_a_contributor_s_to_write() -> None:
    contributor = make_member(Role.CONTRIBUTOR)
    manager = make_member(organisation=contributor.organisation)
    assessment = make_assessment(manager)
    team = make_team(contributor)
    make_answers(
        assessment,
        {"owner_membership_id": contributor.pk},
        {"owner_team_id": team.pk},
        by=manager,
    )

    assert [row.is_writable for row in rows(assessment, contributor)] == [True, True, True]


def test_nothing_is_writable_in_a_closed_assessment() -> None:
    member = make_member()
    assessment = make_assessment(member)
    assessment.state = Assessment.State.CLOSED

    assert not any(row.is_writable for row in rows(assessment, member))
