"""The duty filter: what each key keeps, its words, its canonical query string."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.models import Membership
from assessments.filters import DutyFilter
from assessments.models import Answer, Assessment
from matrix.selectors import printed_edition
from tests.assessments.shared import Shared
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


@pytest.fixture(scope="module")
def shared(module_database: None) -> Shared:
    """Share an assessment with three duties and one message, labels in English, its manager."""
    member, edition = make_member(), make_edition()
    make_labels(edition)
    started = make_assessment(by=member, edition=edition, has_messages=True)
    return Shared(started.pk, member.pk)


@pytest.fixture
def member(shared: Shared) -> Membership:
    """Return a manager."""
    return shared.member


@pytest.fixture
def assessment(shared: Shared) -> Assessment:
    """Return the shared assessment."""
    return shared.assessment


def test_without_a_filter_every_duty_is_kept_and_no_message(
    assessment: Assessment, member: Membership
) -> None:
    found = _filter(assessment, member, "")

    assert found.qs.count() == 3
    assert (found.is_filtered, found.query, found.words) == (False, "", "")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param("rows=duties", 3, id="duties"),
        pytest.param("rows=messages", 1, id="messages"),
        pytest.param("rows=all", 4, id="all"),
        pytest.param("coverage=gap", 1, id="one coverage"),
        pytest.param("coverage=gap&coverage=unanswered", 2, id="two coverages"),
        pytest.param("late=true", 1, id="late"),
        pytest.param("late=false", 2, id="not late"),
        pytest.param("owner=me", 2, id="mine and my teams'"),
        pytest.param("owner=none", 1, id="nobody's"),
        pytest.param("q=REGION", 1, id="text, accents and case aside"),
        pytest.param("q=en+choisir", 1, id="text of the label"),
        pytest.param("q=%25", 0, id="a sign of the database is only text"),
        pytest.param("coverage=gap&q=payer", 0, id="both must hold"),
    ],
)
def test_each_key_keeps_what_it_says(
    assessment: Assessment, member: Membership, query: str, kept: int
) -> None:
    team = make_team(member)
    make_answers(
        assessment,
        {"coverage": "gap", "due_on": date(2026, 11, 1), "owner_membership_id": member.pk},
        {"coverage": "covered", "due_on": date(2026, 11, 1), "owner_team_id": team.pk},
        by=member,
    )

    found = _filter(assessment, member, query)

    assert found.qs.count() == kept


def test_a_chapter_keeps_what_is_beneath_it(assessment: Assessment, member: Membership) -> None:
    chapter = assessment.edition.sections.get(number="1")

    found = _filter(assessment, member, f"section={chapter.pk}")

    assert found.qs.count() == 2


@pytest.mark.parametrize(
    "kind", [pytest.param("member", id="person"), pytest.param("team", id="team")]
)
def test_an_owner_is_kept_by_id(assessment: Assessment, member: Membership, kind: str) -> None:
    team = make_team(member)
    make_answers(
        assessment,
        {"owner_membership_id": member.pk},
        {"owner_team_id": team.pk},
        by=member,
    )
    pk = member.pk if kind == "member" else team.pk

    found = _filter(assessment, member, f"owner={kind}-{pk}")

    assert found.qs.count() == 1


def test_a_person_of_another_organisation_is_no_choice(
    assessment: Assessment, member: Membership
) -> None:
    found = _filter(assessment, member, f"owner=member-{make_member().pk}")

    assert found.errors["owner"]
    assert not found.is_filtered


def test_the_query_string_is_canonical_and_survives_a_second_reading(
    assessment: Assessment, member: Membership
) -> None:
    section = assessment.edition.sections.get(number="2.1")
    found = _filter(
        assessment,
        member,
        f"q=a%26b&late=1&section={section.pk}&coverage=gap&coverage=covered&x=1&rows=duties",
    )

    query = f"coverage=covered&coverage=gap&section={section.pk}&late=true&q=a%26b"
    assert found.query == query
    assert _filter(assessment, member, query).query == query


def test_the_words_name_each_filter(assessment: Assessment, member: Membership) -> None:
    section = assessment.edition.sections.get(number="2.1")
    with translation.override("en"):
        found = _filter(
            assessment, member, f"coverage=gap&section={section.pk}&owner=me&late=true&q=x"
        )
        words = found.words

    assert words == "gap, section 2.1, Mine, late, “x”"


def _filter(assessment: Assessment, reader: Membership, query: str) -> DutyFilter:
    printed = printed_edition(assessment.edition, language="en")
    found = DutyFilter(
        QueryDict(query), assessment=assessment, printed=printed, reader=reader, on=TODAY
    )
    assert set(found.qs) <= set(Answer.objects.of_assessment(assessment))
    return found
