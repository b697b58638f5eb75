"""What the list of assessments says of their last months and of their chapters."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Membership
from assessments.models import Assessment, Upgrade
from assessments.selectors.listing import assessment_listing
from assessments.services.answering import AnswerValues
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_upgrade,
)

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("on_that_day")
def test_it_says_how_many_more_are_covered_than_30_days_ago(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    earlier = NOW - timedelta(days=40)
    up, down, _ = (make_assessment(member, scope=scope, at=earlier) for scope in "UDS")
    make_answers(up, {"coverage": "covered"}, by=member)
    make_answers(down, {"coverage": "covered"}, by=member, at=earlier)
    make_answers(down, {"coverage": "gap"}, by=member)
    make_assessment(member, scope="young")

    page = page_of(client, member, "?sort=change")
    listing = assessment_listing(Assessment.objects.all(), on=NOW.date())

    changes = {line.assessment.scope: line.change for line in listing.lines}
    assert changes == {"U": 1, "D": -1, "S": 0, "young": None}
    assert "1 fewer covered than 30 days ago" in page
    assert "1 more covered than 30 days ago" in page
    assert "as many covered as 30 days ago" in page


def test_what_changed_since_monday_is_said_in_one_line(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    assessment = make_assessment(member, at=NOW - timedelta(days=40))
    make_answers(assessment, {"coverage": "gap"}, by=member, at=NOW - timedelta(days=30))
    make_answers(assessment, {"coverage": "covered"}, {"coverage": "partial"}, by=member)

    listing = assessment_listing(Assessment.objects.all(), on=NOW.date())

    with translation.override("en"):
        assert listing.shift_words == "answers +1, covered +1, gaps −1"
    assert listing.monday == date(2026, 11, 16)


def test_a_quiet_week_is_not_mentioned(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    make_assessment(member)

    assert "Since Monday" not in page_of(client, member)


def test_moves_to_new_editions_are_marked_unless_their_names_would_meet() -> None:
    member = make_member()
    old, new = make_edition(), make_edition()
    assessment = make_assessment(member, edition=old, at=NOW - timedelta(days=170))
    upgrade = make_upgrade(assessment, by=member, edition=new)
    for ago in (0, 10, 100, 400):
        Upgrade.objects.create(
            **{
                field.attname: getattr(upgrade, field.attname)
                for field in Upgrade._meta.concrete_fields
                if not field.primary_key
            }
            | {"applied_at": NOW - timedelta(days=ago)}
        )

    listing = assessment_listing(Assessment.objects.all(), on=NOW.date())

    assert listing.moves == tuple(NOW.date() - timedelta(days=ago) for ago in (400, 100, 10, 0))
    assert listing.chart is not None
    assert len(listing.chart.marks) == 2


def test_each_chapter_leads_to_its_duties(client: Client) -> None:
    member = make_member()
    client.force_login(member.user)
    assessment = make_assessment(member, edition=make_edition(make_page(20)))
    first = assessment.edition.sections.order_by("position")[0]
    make_answers(assessment, *[AnswerValues(coverage="covered")] * 8, by=member)

    page = page_of(client, member)

    grid = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/duties/"
    link = f'href="{grid}?section={first.pk}" title="Partie 1"'
    assert f'<a class="heat is-most" {link}>8 of 10</a>' in page


def page_of(client: Client, member: Membership, query: str = "") -> str:
    """Return the page in English."""
    address = f"/o/{member.organisation.slug}/assessments/{query}"
    return client.get(address, headers={"accept-language": "en"}).text
