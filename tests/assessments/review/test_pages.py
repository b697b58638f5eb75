"""The review on the page: what is shown to whom, and the steps by forms."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Review
from tests.assessments.review.team import COVERED, GAP, ReviewTeam, ask_four_eyes, make_team
from tests.builders import make_reader

pytestmark = pytest.mark.django_db


def url(team: ReviewTeam, step: str = "") -> str:
    """Return the address of the review, or of one of its steps."""
    slug = team.assessment.organisation.slug
    return f"/o/{slug}/assessments/{team.assessment.pk}/review/{step and step + '/'}"


def page(client: Client, team: ReviewTeam, by: Membership) -> str:
    """Return the review as somebody sees it."""
    client.force_login(by.user)
    return client.get(url(team), headers={"accept-language": "en"}).content.decode()


def step(client: Client, team: ReviewTeam, name: str, by: Membership, **data: Any) -> Any:
    """Take a step by its form."""
    client.force_login(by.user)
    return client.post(url(team, name), data, headers={"accept-language": "en"}, follow=True)


def make_submitted() -> ReviewTeam:
    """Make a team whose contributor answered and submitted the first two rows."""
    team = make_team()
    team.answer(COVERED, GAP)
    team.submit()
    return team


def test_a_manager_sees_what_waits_with_true_counts(client: Client) -> None:
    team = make_submitted()

    html = page(client, team, team.manager)

    assert "0 of 2 answers accepted" in html
    assert 'Accept all <span class="count">2</span>' in html
    assert "Seen on site" in html
    assert "1 row is unanswered." in html
    assert "Four eyes are off" in html


def test_under_four_eyes_ones_own_work_has_no_button(client: Client) -> None:
    team = make_submitted()
    ask_four_eyes(team.manager.organisation)
    team.answer(GAP, by=team.manager)
    team.submit(by=team.contributor)

    html = page(client, team, team.manager)

    assert 'Accept all <span class="count">1</span>' in html
    assert "another reviewer accepts it" in html


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER, Role.AUDITOR])
def test_others_read_it_without_buttons(client: Client, role: Role) -> None:
    team = make_submitted()

    html = page(client, team, make_reader(role, team.assessment))

    assert "Seen on site" in html
    assert "review/send-back/" not in html
    assert ">Accept" not in html


@pytest.mark.parametrize(
    ("which", "accepted"),
    [
        pytest.param("all", 2, id="all"),
        pytest.param("section-7", 2, id="a section"),
        pytest.param("chosen", 1, id="the ticked ones"),
        pytest.param("row", 1, id="one row"),
        pytest.param("unchanged", 0, id="none was confirmed before"),
        pytest.param("chosen?", 0, id="nothing that can be read"),
    ],
)
def test_a_button_accepts_its_rows(client: Client, which: str, accepted: int) -> None:
    team = make_submitted()
    first, second, _ = [f"{row.key}:{row.revision}" for row in team.rows]
    data = {"section-7": f"{first} {second} ", "chosen": [second, "x:y", f"{second[:36]}:0"]}

    step(client, team, "accept", team.manager, which=first if which == "row" else which, **data)

    reviews = [row.review for row in team.rows]
    assert reviews.count(Review.ACCEPTED) == accepted


def test_a_stale_row_is_reported_and_left_alone(client: Client) -> None:
    team = make_submitted()
    seen = f"{team.rows[0].key}:{team.rows[0].revision}"
    team.answer(GAP)

    response = step(client, team, "accept", team.manager, which=seen)

    assert "1 row changed since you saw it" in response.content.decode()
    assert team.rows[0].review == Review.NONE


def test_a_row_is_sent_back_with_the_reason_beside_its_button(client: Client) -> None:
    team = make_submitted()
    seen = f"{team.rows[0].key}:{team.rows[0].revision}"
    data = {f"reason-{seen}": "Which site?", "reason-chosen": "Another one"}

    html = step(client, team, "send-back", team.manager, which=seen, **data).content.decode()

    assert team.rows[0].review_reason == "Which site?"
    assert "1 row sent back." in html
    assert "Which site?" in html


def test_without_a_reason_nothing_is_sent_back(client: Client) -> None:
    team = make_submitted()
    seen = f"{team.rows[0].key}:{team.rows[0].revision}"

    response = step(client, team, "send-back", team.manager, which="chosen", chosen=[seen])

    html = response.content.decode()
    assert response.status_code == 422
    assert "say why" in html
    assert f'value="{seen}" aria-label' in html
    assert " checked>" in html


def test_what_is_answered_is_submitted_from_the_page(client: Client) -> None:
    team = make_team()
    rows = team.answer(COVERED)

    response = step(
        client,
        team,
        "submit",
        team.contributor,
        which="all",
        **{"section-0": f"{rows[0].key}:{rows[0].revision}"},
    )

    assert "1 row submitted." in response.content.decode()
    assert team.rows[0].review == Review.SUBMITTED


def test_a_duty_is_submitted_on_its_own_page(client: Client) -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)

    response = step(
        client,
        team,
        "submit",
        team.contributor,
        which=f"{row.key}:{row.revision}",
        back_to=str(row.key),
    )

    assert response.redirect_chain[0][0].endswith(f"/duties/{row.key}/")
    assert 'id="review-title"' in response.content.decode()


@pytest.mark.parametrize("name", ["submit", "accept", "send-back"])
def test_a_step_is_refused_when_signed_and_without_a_button(client: Client, name: str) -> None:
    team = make_submitted()
    seen = f"{team.rows[0].key}:{team.rows[0].revision}"

    empty = step(client, team, name, team.manager)
    Assessment.objects.update(state="signed")
    signed = step(client, team, name, team.manager, which=seen, **{f"reason-{seen}": "Why not"})

    assert (empty.status_code, signed.status_code) == (422, 409)


def test_somebody_elses_work_is_reported(client: Client) -> None:
    team = make_submitted()
    ask_four_eyes(team.manager.organisation)
    team.submit(*team.answer(COVERED, GAP, by=team.manager)[2:])
    rows = team.answer(GAP, by=team.manager)
    team.submit(rows[0])
    seen = f"{rows[0].key}:{rows[0].revision + 1}"

    html = step(client, team, "accept", team.manager, which=seen).content.decode()

    assert "1 row is for somebody else" in html


def test_before_the_first_answer_the_page_says_what_comes_first(client: Client) -> None:
    team = make_team()

    html = page(client, team, team.manager)

    assert "Nothing is answered yet" in html
    assert "Duties are answered first, then submitted, then accepted." in html


@pytest.mark.parametrize("has_four_eyes", [True, False])
def test_a_manager_reviews_a_duty_on_its_own_page(client: Client, has_four_eyes: bool) -> None:
    team = make_team(has_four_eyes=has_four_eyes)
    row, *_ = team.answer(COVERED, by=team.manager)
    team.submit(row)
    client.force_login(team.manager.user)
    slug, pk = team.assessment.organisation.slug, team.assessment.pk

    response = client.get(
        f"/o/{slug}/assessments/{pk}/duties/{row.key}/", headers={"accept-language": "en"}
    )

    html = response.content.decode()
    assert ("another reviewer accepts it" in html) is has_four_eyes
    assert (f'formaction="{url(team, "accept")}"' in html) is not has_four_eyes
