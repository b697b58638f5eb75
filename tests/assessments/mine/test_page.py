"""The page of one's own duties: who sees it, what it says, where it leads."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.mine import SHOWN
from assessments.services.answering import AnswerValues
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_former_member,
    make_member,
    make_organisation,
    make_page,
    make_team,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def me(client: Client) -> Membership:
    """Return a contributor, signed in."""
    member = make_member(Role.CONTRIBUTOR)
    client.force_login(member.user)
    return member


@pytest.fixture
def assessment(me: Membership) -> Assessment:
    """Return an assessment of their organisation with four rows, the last a message."""
    manager = make_member(Role.MANAGER, organisation=me.organisation)
    return make_assessment(manager, scope="Production", has_messages=True)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.MANAGER, Role.ADMINISTRATOR])
def test_whoever_can_answer_has_the_page_in_their_menu(client: Client, role: str) -> None:
    member = make_member(role)
    client.force_login(member.user)

    page = _page(client, member)

    address = f"/o/{member.organisation.slug}/my-duties/"
    assert re.search(rf'href="{address}" aria-current="page"', page)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_cannot_answer_has_neither_the_page_nor_the_link(client: Client, role: str) -> None:
    member = make_member(role)
    client.force_login(member.user)
    address = f"/o/{member.organisation.slug}"

    answers = [client.get(f"{address}/my-duties{end}").status_code for end in ("/", ".xlsx")]
    menu = client.get(f"{address}/assessments/").content.decode()

    assert answers == [403, 403]
    assert "/my-duties/" not in menu


@pytest.mark.parametrize("end", ["my-duties/", "my-duties.xlsx"])
def test_strangers_and_former_members_find_nothing(client: Client, end: str) -> None:
    organisation = make_organisation()
    people = [make_member().user, make_former_member(organisation=organisation).user]

    answers = []
    for person in people:
        client.force_login(person)
        answers.append(client.get(f"/o/{organisation.slug}/{end}").status_code)

    assert answers == [404, 404]


def test_a_row_says_what_is_known_and_leads_to_itself_in_the_grid(
    client: Client, me: Membership, assessment: Assessment
) -> None:
    late = timezone.localdate() - timedelta(days=12)
    notes = AnswerValues(note="Première\nSeconde", internal_note="Entre nous")
    _give(assessment, notes | AnswerValues(coverage="partial", due_on=late), owner=me)

    page = _page(client, me)

    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    grid = f"/o/{me.organisation.slug}/assessments/{assessment.pk}/duties/"
    assert f'href="{grid}#duty-{row.key}"' in page
    assert "Choisir la région d’hébergement" in page
    assert "Do you do it?" in page
    assert f"{assessment.edition.matrix.service} · Production" in page
    assert "12 days late" in page
    assert "Première" in page
    assert "Seconde" not in page
    assert "Entre nous" not in page


def test_a_message_leads_to_the_grid_that_shows_it(
    client: Client, me: Membership, assessment: Assessment
) -> None:
    Answer.objects.of_assessment(assessment).update(owner_membership=me)

    page = _page(client, me)

    message = Answer.objects.get(assessment=assessment, question="receive")
    assert f"/duties/?rows=all#duty-{message.key}" in page
    assert f"/duties/#duty-{message.key}" not in page


def test_what_does_not_wait_is_folded(
    client: Client, me: Membership, assessment: Assessment
) -> None:
    _give(assessment, {"coverage": "covered"}, {"coverage": "gap"}, owner=me)

    page = _page(client, me)

    needing, folded = page.index('id="mine-undated"'), page.index('id="mine-done"')
    assert '<section class="panel" aria-labelledby="mine-undated">' in page
    assert page.rindex('<details class="panel mine-folded">', 0, folded) > needing
    assert "1 of your 2 duties needs you</strong>: 1 gap or partial without a date" in page


def test_without_a_row_it_says_how_one_gets_some(client: Client, me: Membership) -> None:
    page = _page(client, me)

    assert "No duty is yours" in page
    assert "A manager assigns duties" in page
    assert "my-duties.xlsx" not in page


def test_when_all_is_done_it_says_that_nothing_needs_you(
    client: Client, me: Membership, assessment: Assessment
) -> None:
    _give(assessment, {"coverage": "covered"}, {"coverage": "covered"}, owner=me)

    page = _page(client, me)

    assert "None of your 2 duties needs you now" in page
    assert "Nothing needs you now" in page
    assert "2 done" in page


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        pytest.param("", [1, 2, 3], id="nothing"),
        pytest.param("owner=me", [1, 2], id="mine without my teams"),
        pytest.param("owner={team}", [3], id="a team"),
        pytest.param("assessment={assessment}", [1, 3], id="an assessment"),
        pytest.param("q=REGISTRE+1", [1], id="text, case aside"),
        pytest.param("q=en+tenir", [], id="text that is nowhere"),
        pytest.param("assessment={assessment}&owner=me", [1], id="both must hold"),
    ],
)
def test_each_filter_keeps_what_it_says(
    client: Client, me: Membership, query: str, kept: list[int]
) -> None:
    edition, team = make_edition(make_page(3)), make_team(me)
    first = make_assessment(_manager(me), edition=edition)
    second = make_assessment(_manager(me), edition=edition)
    _own(first, 1, owner_membership=me)
    _own(second, 2, owner_membership=me)
    _own(first, 3, owner_team=team)

    page = _page(client, me, "?" + query.format(assessment=first.pk, team=f"team-{team.pk}"))

    assert sorted(map(int, re.findall(r">Tenir le registre (\d)<", page))) == kept
    assert ("Clear filters" in page) == bool(query)
    assert "left out" not in page
    assert "3 of your 3 duties need you" in page


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("owner=team-{theirs}", id="a team one is not in"),
        pytest.param("owner=member-{stranger}", id="somebody else"),
        pytest.param("assessment={elsewhere}", id="an assessment elsewhere"),
        pytest.param("assessment=all", id="no number"),
        pytest.param("q=%00", id="no text"),
    ],
)
def test_an_unknown_value_is_left_out_and_said(
    client: Client, me: Membership, assessment: Assessment, query: str
) -> None:
    _give(assessment, {}, owner=me)
    stranger = make_member()
    others = {
        "theirs": make_team(_manager(me)).pk,
        "stranger": stranger.pk,
        "elsewhere": make_assessment(stranger).pk,
    }

    page = _page(client, me, "?" + query.format(**others))

    assert "Part of this filter is not known here and was left out." in page
    assert 'class="mine-row"' in page
    assert "Clear filters" not in page


def test_a_filter_that_keeps_nothing_says_what_it_is(
    client: Client, me: Membership, assessment: Assessment
) -> None:
    _give(assessment, {}, owner=me)

    page = _page(client, me, f"?assessment={assessment.pk}&owner=me&q=xyz")

    assert f"Nothing here: {assessment}, Me, without my teams, “xyz”" in page


@pytest.mark.thorough
def test_a_long_group_is_cut_and_says_so(client: Client, me: Membership) -> None:
    assessment = make_assessment(_manager(me), edition=make_edition(make_page(SHOWN + 1)))
    Answer.objects.of_assessment(assessment).update(owner_membership=me)

    page = _page(client, me)

    assert page.count('class="mine-row"') == SHOWN
    assert f"The first {SHOWN} of {SHOWN + 1} are shown" in page


@pytest.mark.parametrize(
    ("zone", "heading"),
    [
        # The two are 25 hours apart: whatever the time is, it is not the same day in both.
        pytest.param("Pacific/Pago_Pago", "1 due this week", id="still that day"),
        pytest.param("Pacific/Kiritimati", "1 overdue", id="the next day already"),
    ],
)
def test_days_end_in_the_time_zone_of_the_installation(
    client: Client,
    me: Membership,
    assessment: Assessment,
    settings: Settings,
    zone: str,
    heading: str,
) -> None:
    settings.TIME_ZONE = "Pacific/Pago_Pago"
    _give(assessment, {"coverage": "gap", "due_on": timezone.localdate()}, owner=me)

    settings.TIME_ZONE = zone
    page = _page(client, me)

    assert f">{heading}</h2>" in page


def _manager(member: Membership) -> Membership:
    return make_member(Role.MANAGER, organisation=member.organisation)


def _give(assessment: Assessment, *changes: AnswerValues, owner: Membership) -> None:
    owned = [AnswerValues(owner_membership_id=owner.pk) | each for each in changes]
    make_answers(assessment, *owned, by=_manager(owner))


def _own(assessment: Assessment, position: int, **owner: object) -> None:
    rows = Answer.objects.of_assessment(assessment)
    rows.filter(activity__position=position).update(**owner)


def _page(client: Client, member: Membership, query: str = "") -> str:
    address = f"/o/{member.organisation.slug}/my-duties/{query}"
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200
    return response.content.decode()
