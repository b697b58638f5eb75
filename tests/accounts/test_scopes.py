"""Which organisations, people, teams, invitations and sessions somebody's question is about."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Invitation, Membership, OpenSession, Organisation, Team, User
from accounts.rights import Role
from accounts.selectors.rights import rights_table
from tests.builders import (
    NOW,
    make_former_member,
    make_invitation,
    make_member,
    make_organisation,
    make_team,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


def _make_session(user: User, key: str, *, hours: int = 1) -> OpenSession:
    Session.objects.create(session_key=key, expire_date=NOW + timedelta(hours=hours))
    return OpenSession.objects.create(user=user, session_key=key, started_at=NOW, seen_at=NOW)


def _deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def test_a_person_sees_the_organisations_they_belong_to_now() -> None:
    mine, other = make_member(), make_member()
    former = make_former_member(organisation=other.organisation)
    both = make_member(user=mine.user)

    assert set(Organisation.objects.visible_to(mine.user)) == {
        mine.organisation,
        both.organisation,
    }
    assert list(Organisation.objects.visible_to(other.user)) == [other.organisation]
    assert list(Organisation.objects.visible_to(former.user)) == []


def test_who_left_one_organisation_still_sees_the_other_alone() -> None:
    former = make_former_member()
    current = make_member(user=former.user)

    assert list(Organisation.objects.visible_to(former.user)) == [current.organisation]


def test_members_are_current_until_they_leave_or_are_locked_out() -> None:
    here = make_organisation()
    member, locked = make_member(organisation=here), make_member(organisation=here)
    make_former_member(organisation=here)
    _deactivate(locked.user)
    elsewhere = make_member()

    assert set(Membership.objects.current()) == {member, elsewhere}
    assert Membership.objects.of_organisation(here).count() == 3
    assert list(Membership.objects.of_organisation(here).current()) == [member]


def test_administrators_are_those_who_manage_people() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    make_member(Role.MANAGER), make_member(Role.AUDITOR)

    assert list(Membership.objects.administrators()) == [administrator]


def test_teams_are_those_of_one_organisation() -> None:
    team = make_team(make_member())
    make_team(make_member())

    assert list(Team.objects.of_organisation(team.organisation)) == [team]


def test_people_and_teams_stand_in_a_menu_by_name() -> None:
    here = make_organisation()
    people = [make_member(user=make_user(name), organisation=here) for name in ("Zoé", "Aline")]
    teams = [make_team(organisation=here) for _ in range(2)]
    Team.objects.filter(pk=teams[0].pk).update(name="Zone")
    Team.objects.filter(pk=teams[1].pk).update(name="Atelier")
    Organisation.objects.filter(pk=here.pk).update(name="Zénith")
    first = make_organisation("Abc")

    assert list(Membership.objects.by_name()) == people[::-1]
    assert list(Team.objects.by_name()) == teams[::-1]
    assert list(Organisation.objects.by_name()) == [first, here]


def test_an_invitation_is_open_until_it_is_accepted_or_withdrawn_and_valid_for_a_time() -> None:
    by = make_member(Role.ADMINISTRATOR)
    waiting, accepted, withdrawn, late = [make_invitation(by=by).invitation for _ in range(4)]
    now = timezone.now()
    Invitation.objects.filter(pk=accepted.pk).update(accepted_at=now)
    Invitation.objects.filter(pk=withdrawn.pk).update(withdrawn_at=now)
    Invitation.objects.filter(pk=late.pk).update(expires_at=now + timedelta(days=90))
    waiting.refresh_from_db()
    late.refresh_from_db()
    other = make_invitation().invitation

    theirs = Invitation.objects.of_organisation(by.organisation)

    assert set(theirs) == {waiting, accepted, withdrawn, late}
    assert set(theirs.open()) == {waiting, late}
    assert set(theirs.valid(now)) == {waiting, late}
    assert set(theirs.valid(waiting.expires_at)) == {late}
    assert not theirs.valid(late.expires_at)
    assert other in Invitation.objects.open()


def test_what_a_page_says_of_an_invitation_is_fetched_with_it(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    make_invitation(team=None)

    [found] = Invitation.objects.with_names()

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert found.organisation.name
        assert found.invited_by is not None
        assert found.invited_by.user.email


def test_sessions_are_those_of_one_person_without_the_one_at_hand() -> None:
    user, other = make_user(), make_user()
    here, there = _make_session(user, "here"), _make_session(user, "there")
    _make_session(other, "other")

    theirs = OpenSession.objects.of_user(user)

    assert set(theirs) == {here, there}
    assert list(theirs.besides("here")) == [there]
    assert set(theirs.besides(None)) == {here, there}


def test_a_session_goes_on_until_it_ends_or_runs_out() -> None:
    user = make_user()
    going_on, _run_out = _make_session(user, "on"), _make_session(user, "out", hours=-1)
    ended = _make_session(user, "ended")
    Session.objects.filter(session_key=ended.session_key).delete()

    assert list(OpenSession.objects.going_on(NOW)) == [going_on]
    assert not OpenSession.objects.going_on(NOW + timedelta(hours=1))


def test_the_latest_session_comes_first() -> None:
    user = make_user()
    first, second = _make_session(user, "first"), _make_session(user, "second")
    OpenSession.objects.filter(pk=first.pk).update(seen_at=NOW + timedelta(minutes=5))

    assert list(OpenSession.objects.latest_first()) == [first, second]


def test_the_table_of_rights_marks_the_column_of_its_reader_and_what_the_setting_decides() -> None:
    contributor = make_member(Role.CONTRIBUTOR)

    lines = {line.action: line.cells for line in rights_table(contributor)}

    own = {cell.role for cells in lines.values() for cell in cells if cell.is_own}
    by_setting = {
        (action.value, cell.role)
        for action, cells in lines.items()
        for cell in cells
        if cell.by_setting
    }
    assert own == {Role.CONTRIBUTOR}
    assert by_setting == {
        ("answer_any", Role.CONTRIBUTOR),
        ("assign_any", Role.CONTRIBUTOR),
    }


def test_the_table_of_rights_is_that_of_the_organisation() -> None:
    contributor = make_member(Role.CONTRIBUTOR)
    contributor.organisation.contributors_answer_any = True

    lines = {line.action.value: line.cells for line in rights_table(contributor)}

    allowed = {cell.role for cell in lines["answer_any"] if cell.is_allowed}
    assert allowed == {Role.ADMINISTRATOR, Role.MANAGER, Role.CONTRIBUTOR}
    assert {cell.role for cell in lines["review"] if cell.is_allowed} == {
        Role.ADMINISTRATOR,
        Role.MANAGER,
    }
