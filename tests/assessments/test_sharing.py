"""Sharing with auditors: they read what was shared with them, and nothing else."""

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from accounts.services import change_role
from assessments.models import Answer, Assessment, Share
from assessments.services.sharing import NotAnAuditor, share_assessment, stop_sharing
from audit.models import Event
from tests.builders import NOW, make_assessment, make_former_member, make_member

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


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


def _share(assessment: Assessment, auditor: Membership, *, by: Membership) -> bool:
    return share_assessment(assessment=assessment, auditor_id=auditor.pk, by=by, at=NOW)


def _address(assessment: Assessment) -> str:
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/"
