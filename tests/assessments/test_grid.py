"""The grid page."""

import pytest
from django.test import Client

from tests.builders import make_assessment, make_member

pytestmark = pytest.mark.django_db


def test_smoke(client: Client) -> None:
    member = make_member()
    assessment = make_assessment(by=member)
    client.force_login(member.user)
    page = client.get(f"/o/{member.organisation.slug}/assessments/{assessment.pk}/duties/")
    assert page.status_code == 200
