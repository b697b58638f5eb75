"""Sharing with auditors: they read what was shared with them, and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from accounts.services import change_role
from assessments.models import Answer, Assessment, Share, SignOff
from assessments.services.answering import AnswerValues
from assessments.services.sharing import NotAnAuditor, share_assessment, stop_sharing
from assessments.services.starting import Terms, copy_assessment
from audit.models import Event
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_sign_off,
    make_team,
    make_user,
)
from tests.canaries import texts_of

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
EARLIER = NOW - timedelta(days=30)


@pytest.fixture
def manager() -> Membership:
    """Return who shares."""
    return make_member(Role.MANAGER)


@pytest.fixture
def auditor(manager: Membership) -> Membership:
    """Return an auditor of the same organisation."""
    return make_member(Role.AUDITOR, organisation=manager.organisation)


@pytest.fixture
def assessment(manager: Membership) -> Assessment:
    """Return an assessment of the organisation."""
    return make_assessment(manager, scope="Production")


def test_an_auditor_sees_what_is_shared_with_them_and_nothing_else(
    client: Client, manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    other = make_assessment(manager, edition=assessment.edition, scope="Laboratoire")
    _share(assessment, auditor, by=manager)

    client.force_login(auditor.user)
    pages = [
        client.get(f"{_address(each)}{end}").status_code
        for each in (assessment, other)
        for end in ("", "duties/", "duties.xlsx", "history/")
    ]
    portfolio = client.get(f"/o/{manager.organisation.slug}/assessments/").content.decode()

    assert pages == [200, 200, 200, 200, 404, 404, 404, 404]
    assert "Production" in portfolio
    assert "Laboratoire" not in portfolio


def test_an_auditor_learns_of_nobody_and_nothing_outside_of_what_is_shared(
    client: Client, manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    hidden = make_assessment(manager, edition=assessment.edition, scope="Laboratoire")
    signed = make_sign_off(hidden, by=manager, at=EARLIER)
    copy = copy_assessment(
        source=hidden,
        terms=Terms("Usine", assessment.starts_on, assessment.ends_on),
        with_answers=True,
        by=manager,
        at=NOW,
    )
    outsider = _colleague(manager, "Zoe Outsider")
    team = make_team(outsider)
    later = make_sign_off(copy, by=manager)
    _share(copy, auditor, by=manager)

    shown, told = (_read(client, reader, copy, later) for reader in (manager, auditor))

    secrets = ("Laboratoire", "Zoe Outsider", team.name, signed.short_hash)
    assert [secret for secret in secrets if secret not in "".join(shown)] == []
    assert [secret for secret in secrets if secret in "".join(told)] == []
    assert (shown.count("404"), told.count("404")) == (0, 1)  # nothing earlier to compare with


def test_owners_of_what_is_shared_are_named_to_an_auditor(
    client: Client, manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    owner = _colleague(manager, "Karim")
    team = make_team(owner)
    values = AnswerValues(coverage="gap", owner_membership_id=owner.pk)
    ours = AnswerValues(coverage="gap", owner_team_id=team.pk)
    make_answers(assessment, values, ours, by=manager)
    _share(assessment, auditor, by=manager)
    client.force_login(auditor.user)

    grid = client.get(f"{_address(assessment)}duties/?owner=member-{owner.pk}").content.decode()
    gaps = client.get(
        f"/o/{manager.organisation.slug}/gaps/?owner=team-{team.pk}"
    ).content.decode()

    assert f'value="member-{owner.pk}" selected' in grid
    assert f'value="team-{team.pk}" selected' in gaps
    assert f'value="member-{owner.pk}"' in gaps


def test_rows_are_seen_with_their_assessment(
    manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    before = Answer.objects.visible_to(auditor.user).count()
    _share(assessment, auditor, by=manager)

    assert before == 0
    assert Answer.objects.visible_to(auditor.user).count() == 3
    assert Answer.objects.visible_to(manager.user).count() == 3


def test_it_ends_at_once_and_both_are_events(
    manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    first = _share(assessment, auditor, by=manager)
    again = _share(assessment, auditor, by=manager)

    ended = stop_sharing(assessment=assessment, auditor_id=auditor.pk, by=manager, at=NOW)
    twice = stop_sharing(assessment=assessment, auditor_id=auditor.pk, by=manager, at=NOW)

    assert (first, again, ended, twice) == (True, False, True, False)
    assert not Assessment.objects.visible_to(auditor.user).exists()
    events = Event.objects.filter(verb__in=["assessment-shared", "assessment-unshared"])
    assert [(event.verb, event.new) for event in events.order_by("sequence")] == [
        ("assessment-shared", {"member": auditor.pk}),
        ("assessment-unshared", {"member": auditor.pk}),
    ]


def test_who_is_no_auditor_any_more_needs_no_share_and_gains_none_by_it(
    manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    other = make_assessment(manager, edition=assessment.edition, scope="Laboratoire")
    _share(assessment, auditor, by=manager)
    administrator = make_member(Role.ADMINISTRATOR, organisation=manager.organisation)
    change_role(membership=auditor, role=Role.VIEWER, at=NOW, by=administrator.user)

    seen = set(Assessment.objects.visible_to(auditor.user))

    assert seen == {assessment, other}
    assert not Share.objects.with_auditors().exists()


@pytest.mark.parametrize("who", ["viewer", "elsewhere", "former", "nobody"])
def test_only_an_auditor_of_the_organisation_can_be_named(
    client: Client, manager: Membership, assessment: Assessment, who: str
) -> None:
    people = {
        "viewer": make_member(Role.VIEWER, organisation=manager.organisation).pk,
        "elsewhere": make_member(Role.AUDITOR).pk,
        "former": make_former_member(organisation=manager.organisation).pk,
        "nobody": 999_999,
    }
    client.force_login(manager.user)

    response = client.post(f"{_address(assessment)}sharing/{people[who]}/share/")

    assert response.status_code == 404
    assert not Share.objects.exists()
    with pytest.raises(NotAnAuditor):
        share_assessment(assessment=assessment, auditor_id=people[who], by=manager, at=NOW)


def test_the_page_lists_the_auditors_and_says_who_shared(
    client: Client, manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    client.force_login(manager.user)
    address = f"{_address(assessment)}sharing/"
    before = client.get(address, headers=ENGLISH).content.decode()

    shared = client.post(f"{address}{auditor.pk}/share/", headers=ENGLISH, follow=True)
    ended = client.post(f"{address}{auditor.pk}/stop/", headers=ENGLISH, follow=True)

    assert str(auditor.user) in before
    assert "Not shared" in before
    assert f"Shared by {manager.user}" in shared.content.decode()
    assert "Not shared" in ended.content.decode()


def test_without_an_auditor_the_page_says_where_they_come_from(
    client: Client, manager: Membership, assessment: Assessment
) -> None:
    client.force_login(manager.user)

    page = client.get(f"{_address(assessment)}sharing/", headers=ENGLISH).content.decode()

    assert "An administrator invites one" in page


def test_a_share_by_somebody_unknown_still_has_its_day(
    client: Client, manager: Membership, auditor: Membership, assessment: Assessment
) -> None:
    _share(assessment, auditor, by=manager)
    Share.objects.update(shared_by=None)
    client.force_login(manager.user)

    page = client.get(f"{_address(assessment)}sharing/", headers=ENGLISH).content.decode()

    assert "Shared on 22 Nov. 2026" in page


def _colleague(of: Membership, name: str) -> Membership:
    return make_member(Role.CONTRIBUTOR, organisation=of.organisation, user=make_user(name))


def _read(client: Client, reader: Membership, copy: Assessment, signed: SignOff) -> list[str]:
    """Read what names people, teams, assessments and sign-offs; "404" for what is not there."""
    client.force_login(reader.user)
    changes = f"{_address(copy)}sign-offs/{signed.pk}/changes"
    pages = [
        f"{_address(copy)}duties/",
        f"{_address(copy)}history/",
        f"/o/{copy.organisation.slug}/gaps/",
        f"{changes}/",
        f"{_address(copy)}history.xlsx",
        f"{changes}.xlsx",
    ]
    answers = [client.get(url, headers=ENGLISH) for url in pages]
    return [texts_of(each) if each.status_code == 200 else "404" for each in answers]


def _share(assessment: Assessment, auditor: Membership, *, by: Membership) -> bool:
    return share_assessment(assessment=assessment, auditor_id=auditor.pk, by=by, at=NOW)


def _address(assessment: Assessment) -> str:
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/"
