"""The number of comments on the rows of the grid."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer
from assessments.selectors.comments import with_comments
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.services.comments import read_mentions
from matrix.selectors import printed_edition
from tests.assessments.talking.talk import Row
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db


def test_each_row_has_its_own_number_of_comments(row: Row) -> None:
    row.say("@Karim Benali and @Jeanne Goff, look")
    row.say("@Karim Benali, again")

    counted = [each.comments for each in _rows(row, row.manager)]

    assert counted == [2, 0, 0]


def test_a_mention_stands_out_for_who_is_mentioned_until_it_is_read(row: Row) -> None:
    row.say("@Karim Benali, look")

    before = [
        _rows(row, reader)[0].has_unread_mention for reader in (row.contributor, row.manager)
    ]
    read_mentions(key=row.key, by=row.contributor, at=NOW)
    after = _rows(row, row.contributor)[0].has_unread_mention

    assert (before, after) == ([True, False], False)


def test_an_auditor_is_told_of_no_comment(row: Row) -> None:
    auditor = make_member(Role.AUDITOR, organisation=row.manager.organisation)
    row.say("Not for auditors")

    counted = [each.comments for each in _rows(row, auditor)]

    assert counted == [0, 0, 0]


def test_the_grid_leads_from_the_number_to_the_comments(row: Row, client: Client) -> None:
    row.say("@Karim Benali, look")
    client.force_login(row.contributor.user)
    place = [row.manager.organisation.slug, row.assessment.pk]

    page = client.get(
        reverse("assessments:duties", args=place), headers={"accept-language": "en"}
    ).content.decode()

    assert page.count('class="duty-comments') == 1
    assert f'{reverse("assessments:answer", args=[*place, row.key])}#comments"' in page
    assert "1 comment, mentions you, unread" in page


def _rows(row: Row, reader: Membership) -> tuple[DutyRow, ...]:
    rows = duty_rows(
        Answer.objects.of_assessment(row.assessment),
        assessment=row.assessment,
        printed=printed_edition(row.assessment.edition, language="en"),
        reader=reader,
        on=timezone.localdate(NOW),
    )
    return with_comments(rows, assessment=row.assessment, reader=reader)
