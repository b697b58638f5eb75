"""The pages of comments: the panel on a row, and what mentions one on My duties."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Comment, Mention
from tests.assessments.talking.talk import Row
from tests.builders import make_member

pytestmark = pytest.mark.django_db


def url_of(row: Row, name: str = "answer", *more: int) -> str:
    """Return the URL of a route of the row."""
    slug = row.manager.organisation.slug
    return reverse(f"assessments:{name}", args=[slug, row.assessment.pk, row.key, *more])


def page(client: Client, reader: Membership, url: str) -> str:
    """Return a page as a member sees it."""
    client.force_login(reader.user)
    return client.get(url, headers={"Accept-Language": "en"}).content.decode()


def test_a_member_says_something_and_reads_it_on_the_page(client: Client, row: Row) -> None:
    client.force_login(row.manager.user)

    answer = client.post(url_of(row, "comment"), {"text": "<b>@Karim Benali</b>"})

    shown = page(client, row.contributor, answer["Location"])
    assert answer["Location"] == f"{url_of(row)}#comments"
    assert 'class="comment-person">@Karim Benali</span>' in shown
    assert "&lt;b&gt;" in shown
    assert reverse_of(row, "read_mentions") in shown


def reverse_of(row: Row, name: str) -> str:
    """Return the form target of a route as a page writes it."""
    return f'action="{url_of(row, name)}"'


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param({"text": "  "}, id="nothing"),
        pytest.param({"text": "x" * 2_001}, id="too much"),
        pytest.param({"text": "look", "mention": "0"}, id="nobody here"),
    ],
)
def test_what_cannot_be_said_is_kept_to_be_mended(
    client: Client, row: Row, typed: dict[str, str]
) -> None:
    client.force_login(row.manager.user)

    answer = client.post(url_of(row, "comment"), typed)

    assert answer.status_code == 422
    assert typed["text"] in answer.content.decode()
    assert not Comment.objects.exists()


def test_a_closed_assessment_says_so(client: Client, row: Row) -> None:
    Assessment.objects.filter(pk=row.assessment.pk).update(state=Assessment.State.CLOSED)
    client.force_login(row.manager.user)

    answer = client.post(url_of(row, "comment"), {"text": "look"})

    assert answer.status_code == 409
    assert not Comment.objects.exists()


def test_ones_own_comment_has_a_button_that_deletes_it(client: Client, row: Row) -> None:
    said = row.say("look")
    delete = url_of(row, "delete_comment", said.pk)
    others = page(client, row.contributor, url_of(row))
    own = page(client, row.manager, url_of(row))

    answer = client.post(delete)

    assert delete in own
    assert delete not in others
    assert answer.status_code == 302
    assert not Comment.objects.exists()


def test_the_comment_of_somebody_else_is_not_deleted(client: Client, row: Row) -> None:
    said = row.say("look")
    client.force_login(row.contributor.user)

    answer = client.post(url_of(row, "delete_comment", said.pk))

    assert answer.status_code == 403
    assert Comment.objects.exists()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        pytest.param(Role.VIEWER, True, id="a viewer"),
        pytest.param(Role.AUDITOR, False, id="an auditor"),
    ],
)
def test_who_reads_internal_notes_reads_comments(
    client: Client, row: Row, role: Role, sees: bool
) -> None:
    row.say("The canary sings")
    reader = make_member(role, organisation=row.manager.organisation)

    shown = page(client, reader, url_of(row))

    assert ("canary" in shown) is sees
    assert url_of(row, "comment") not in shown


def test_my_duties_shows_what_mentions_me_until_i_have_read_it(client: Client, row: Row) -> None:
    row.say("@Karim Benali, look")
    mine = reverse("assessments:my_duties", args=[row.manager.organisation.slug])
    before = page(client, row.contributor, mine)

    answer = client.post(
        url_of(row, "read_mentions"), headers={"Referer": f"http://testserver{mine}"}
    )

    assert "@Karim Benali, look" in before
    assert answer["Location"] == mine
    assert "mine-mentions" not in page(client, row.contributor, mine)
    assert Mention.objects.get().read_at is not None


@pytest.mark.parametrize("name", ["answer", "my_duties"])
def test_many_comments_cost_no_more_queries(client: Client, row: Row, name: str) -> None:
    slug = row.manager.organisation.slug
    url = url_of(row) if name == "answer" else reverse("assessments:my_duties", args=[slug])
    counts = []
    for number in (2, 6):
        while Comment.objects.count() < number:
            row.say("@Karim Benali, look")
        counts.append(count_queries(client, row.contributor, url))

    assert counts[0] == counts[1]


def count_queries(client: Client, reader: Membership, url: str) -> int:
    """Return how many queries a page costs."""
    client.force_login(reader.user)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)
