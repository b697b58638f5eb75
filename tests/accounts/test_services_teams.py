"""Teams: renamed, regrouped, deleted."""

import pytest

from accounts import services
from accounts.models import Membership, Team
from assessments.models import Answer
from assessments.services.answering import AnswerValues
from audit.models import Event, chain_of
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db


def _events(team: Team) -> list[tuple[str, object, object]]:
    events = Event.objects.of_chain(chain_of(team.organisation_id)).filter(object_kind="team")
    return [(event.verb, event.old, event.new) for event in events.in_sequence()]


def _change(team: Team, name: str, *members: Membership, by: Membership) -> bool:
    return services.change_team(team=team, name=name, members=members, at=NOW, by=by.user)


def test_a_team_is_renamed_and_regrouped_in_one_change(administrator: Membership) -> None:
    leaving, staying, coming = (
        make_member(organisation=administrator.organisation) for _ in range(3)
    )
    team = make_team(leaving, staying)
    old_name = team.name

    changed = _change(team, "Réseau", staying, coming, by=administrator)

    kept = Team.objects.get(pk=team.pk)
    assert changed
    assert (kept.name, set(kept.members.all())) == ("Réseau", {staying, coming})
    assert _events(team)[1:] == [
        (
            "team-members-changed",
            {"members": [leaving.pk, staying.pk]},
            {"members": [staying.pk, coming.pk]},
        ),
        ("team-renamed", {"name": old_name}, {"name": "Réseau"}),
    ]


def test_a_team_saved_as_it_was_is_no_event(administrator: Membership) -> None:
    team = make_team(administrator)

    changed = _change(team, team.name, administrator, by=administrator)

    assert not changed
    assert [verb for verb, _old, _new in _events(team)] == ["team-created"]


def test_a_team_changed_meanwhile_is_not_overwritten(administrator: Membership) -> None:
    team = make_team(administrator)
    read_before = Team.objects.get(pk=team.pk)
    _change(team, "First", administrator, by=administrator)

    with pytest.raises(services.StaleTeam):
        _change(read_before, "Second", by=administrator)

    assert Team.objects.get(pk=team.pk).name == "First"


@pytest.mark.parametrize("name", ["Plateforme", "PLATEFORME"])
def test_two_teams_of_an_organisation_never_share_a_name(
    administrator: Membership, name: str
) -> None:
    organisation = administrator.organisation
    services.create_team(organisation=organisation, name="Plateforme", members=[], at=NOW)
    other = make_team(administrator)

    with pytest.raises(services.TeamNameTaken):
        services.create_team(organisation=organisation, name=name, members=[], at=NOW)
    with pytest.raises(services.TeamNameTaken):
        _change(other, name, by=administrator)


def test_a_team_changes_the_case_of_its_own_name(administrator: Membership) -> None:
    team = make_team(administrator)

    changed = _change(team, team.name.upper(), administrator, by=administrator)

    assert changed


def test_a_team_that_owns_nothing_is_deleted(administrator: Membership) -> None:
    team = make_team(administrator)
    pk, name = team.pk, team.name

    services.delete_team(team=team, at=NOW, by=administrator.user)

    event = Event.objects.get(verb="team-deleted")
    assert not Team.objects.filter(pk=pk).exists()
    assert (event.object_id, event.old["name"]) == (str(pk), name)


def test_a_team_that_owns_rows_stays_and_so_do_they(administrator: Membership) -> None:
    team = make_team(administrator)
    assessment = make_assessment(administrator)
    owned = AnswerValues(coverage="covered", owner_team_id=team.pk)
    make_answers(assessment, owned, owned, by=administrator)

    with pytest.raises(services.TeamInUse) as refused:
        services.delete_team(team=team, at=NOW, by=administrator.user)

    assert refused.value.things == 2
    assert Answer.objects.filter(owner_team=team).count() == 2


def test_a_team_changed_meanwhile_is_not_deleted(administrator: Membership) -> None:
    team = make_team(administrator)
    read_before = Team.objects.get(pk=team.pk)
    _change(team, "Changed", administrator, by=administrator)

    with pytest.raises(services.StaleTeam):
        services.delete_team(team=read_before, at=NOW, by=administrator.user)

    assert Team.objects.filter(pk=team.pk).exists()


def test_a_member_is_put_into_other_teams_and_each_says_so(administrator: Membership) -> None:
    organisation = administrator.organisation
    left, kept = make_team(administrator), make_team(administrator)
    joined, untouched = (make_team(organisation=organisation) for _ in range(2))

    changed, again = (
        services.set_teams(
            membership=administrator, teams=[kept, joined], at=NOW, by=administrator.user
        )
        for _ in range(2)
    )

    told = Event.objects.filter(verb="team-members-changed").values_list("object_id", flat=True)
    assert (changed, again) == (True, False)
    assert set(administrator.teams.all()) == {kept, joined}
    assert set(told) == {str(left.pk), str(joined.pk)}
    assert Team.objects.get(pk=left.pk).revision == 2
    assert Team.objects.get(pk=untouched.pk).revision == 1


def test_a_member_who_left_is_put_into_no_team(administrator: Membership) -> None:
    team = make_team(administrator)
    former = make_former_member(organisation=administrator.organisation)

    with pytest.raises(services.StaleMembership):
        services.set_teams(membership=former, teams=[team], at=NOW, by=administrator.user)

    assert list(team.members.all()) == [administrator]


def test_joining_a_team_twice_is_one_place(administrator: Membership) -> None:
    team = make_team(organisation=administrator.organisation)

    for _ in range(2):
        services.join_team(team=team, membership=administrator, at=NOW, by=administrator.user)

    assert list(team.members.all()) == [administrator]
    assert [verb for verb, _old, _new in _events(team)] == ["team-created", "team-joined"]
