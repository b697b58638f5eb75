"""The people of an organisation: the list, its twin, inviting, the setting."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership, Organisation
from accounts.rights import Role
from tests.builders import (
    make_former_member,
    make_invitation,
    make_member,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def _url(member: Membership, name: str = "people", *ids: int) -> str:
    return reverse(f"accounts:{name}", args=[member.organisation.slug, *ids])


def _cells(client: Client, url: str) -> list[list[object]]:
    answer = client.get(url, headers=ENGLISH)
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_it_shows_members_former_ones_and_who_is_invited(
    administrator: Membership, signed_in: Client
) -> None:
    member = make_member(Role.VIEWER, organisation=administrator.organisation)
    former = make_former_member(organisation=administrator.organisation)
    team = make_team(member)
    make_invitation("zoe@example.org", by=administrator)

    page = signed_in.get(_url(administrator), headers=ENGLISH)

    assert [row.membership_id for row in page.context["table"].data] == [
        administrator.pk,
        member.pk,
    ]
    assert [person.membership_id for person in page.context["former"]] == [former.pk]
    assert all(word in page.text for word in (member.user.email, team.name, "zoe@example.org"))
    assert "<strong>2 members</strong>, 1 invitation without an answer" in page.text


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMINISTRATOR, 200), (Role.MANAGER, 403), (Role.VIEWER, 403)]
)
def test_only_administrators_see_it(
    administrator: Membership, client: Client, role: str, status: int
) -> None:
    client.force_login(make_member(role, organisation=administrator.organisation).user)

    answers = [client.get(_url(administrator, name)) for name in ("people", "people_xlsx")]

    assert [answer.status_code for answer in answers] == [status, status]


def test_a_stranger_finds_nothing(administrator: Membership, client: Client) -> None:
    client.force_login(make_member(Role.ADMINISTRATOR).user)

    answers = [client.get(_url(administrator, name)) for name in ("people", "teams", "rights")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.asvs("8.4.1")
def test_people_of_another_organisation_are_nowhere(
    administrator: Membership, signed_in: Client
) -> None:
    stranger = make_member(user=make_user("Canary", email="canary@example.org"))
    make_team(stranger)
    make_invitation("canary2@example.org", by=make_member(Role.ADMINISTRATOR))
    make_member(Role.VIEWER, user=stranger.user)

    names = ("people", "teams", "new_team", "rights")
    pages = [signed_in.get(_url(administrator, name)).text for name in names]
    books = [
        str(_cells(signed_in, _url(administrator, name))) for name in ("people_xlsx", "teams_xlsx")
    ]

    assert not [text for text in pages + books if "anary" in text]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param("text=LOVELACE", ["Ada Lovelace"], id="name, whatever the case"),
        pytest.param("text=eglantine", ["Églantine Roy"], id="name, whatever the accents"),
        pytest.param("text=EG@example", ["Églantine Roy"], id="address"),
        pytest.param("role=viewer", ["Églantine Roy"], id="role"),
        pytest.param("role=auditor", ["Ada Lovelace", "Églantine Roy"], id="role nobody has"),
        pytest.param("team=999999", ["Ada Lovelace", "Églantine Roy"], id="team unknown"),
        pytest.param("text=nobody", [], id="nobody"),
    ],
)
def test_filters_narrow_page_and_twin_alike(
    administrator: Membership, signed_in: Client, query: str, names: list[str]
) -> None:
    user = make_user("Églantine Roy", email="eg@example.org")
    make_member(Role.VIEWER, organisation=administrator.organisation, user=user)

    page = signed_in.get(f"{_url(administrator)}?{query}")
    rows = _cells(signed_in, f"{_url(administrator, 'people_xlsx')}?{query}")

    assert sorted(row.name for row in page.context["table"].data) == names
    assert sorted(str(row[0]) for row in rows) == names


def test_no_two_fields_of_a_page_share_an_id(administrator: Membership, signed_in: Client) -> None:
    make_team(administrator)
    pages = [_url(administrator), _url(administrator, "member", administrator.pk)]

    ids = [re.findall(r' id="([^"]+)"', signed_in.get(page).text) for page in pages]

    assert [sorted(found) for found in ids] == [sorted(set(found)) for found in ids]


def test_roles_are_ordered_as_in_the_table_of_rights(
    administrator: Membership, signed_in: Client
) -> None:
    for role in (Role.VIEWER, Role.AUDITOR, Role.MANAGER):
        make_member(role, organisation=administrator.organisation)

    page = signed_in.get(f"{_url(administrator)}?sort=role")

    roles = [row.record.role for row in page.context["table"].page]
    assert roles == [Role.ADMINISTRATOR, Role.MANAGER, Role.VIEWER, Role.AUDITOR]


def test_a_team_can_be_filtered(administrator: Membership, signed_in: Client) -> None:
    member = make_member(organisation=administrator.organisation)
    team = make_team(member)

    page = signed_in.get(f"{_url(administrator)}?team={team.pk}")

    assert [row.membership_id for row in page.context["table"].data] == [member.pk]


@pytest.mark.asvs("1.2.10")
def test_the_twin_has_everybody_and_a_formula_stays_text(
    administrator: Membership, signed_in: Client
) -> None:
    evil = make_user("=HYPERLINK(1)", email="evil@example.org")
    make_member(Role.VIEWER, organisation=administrator.organisation, user=evil)
    make_former_member(organisation=administrator.organisation)
    make_invitation("zoe@example.org", by=administrator)

    rows = _cells(signed_in, _url(administrator, "people_xlsx"))

    states = sorted(str(row[2]) for row in rows)
    assert states == ["Former member", "Invited", "Member", "Member"]
    assert "=HYPERLINK(1)" in [row[0] for row in rows]


def test_the_setting_is_switched_on_and_off(administrator: Membership, signed_in: Client) -> None:
    url = _url(administrator, "set_widening")

    settings = []
    for form in ({"is_on": "on"}, {"is_on": "on"}, {}):
        signed_in.post(url, form)
        settings.append(Organisation.objects.get().contributors_answer_any)

    assert settings == [True, True, False]


@pytest.mark.thorough
def test_it_asks_as_often_for_one_member_as_for_many(
    administrator: Membership, signed_in: Client
) -> None:
    def count() -> list[int]:
        names = ("people", "people_xlsx", "teams", "teams_xlsx", "rights")
        found = []
        for name in names:
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(_url(administrator, name))
            found.append(len(queries))
        return found

    signed_in.get(_url(administrator))
    few = count()
    for _ in range(25):
        member = make_member(Role.VIEWER, organisation=administrator.organisation)
        make_team(member, administrator)
        make_invitation(by=administrator)
        make_former_member(organisation=administrator.organisation)

    many = count()

    assert many == few
