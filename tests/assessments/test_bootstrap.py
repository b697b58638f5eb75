"""`bootstrap` without the demo; with it, see test_demo.py."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.mark.asvs("6.3.2")
def test_bootstrap_without_demo_leaves_an_empty_organisation_with_its_administrator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REMIT_ORGANISATION", "Hôpital de Brume")

    call_command("bootstrap", "--no-demo", stdout=StringIO())

    membership = Membership.objects.get()
    assert membership.role == Role.ADMINISTRATOR
    assert membership.organisation.name == "Hôpital de Brume"
    assert not Assessment.objects.exists()
