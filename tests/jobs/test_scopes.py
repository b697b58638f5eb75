"""Whose jobs somebody's question is about."""

import pytest

from jobs.models import Job
from tests.jobs.asking import make_job

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


def test_jobs_are_those_of_one_organisation() -> None:
    ours = make_job(organisation_id=7)
    make_job(organisation_id=8)

    assert list(Job.objects.of_organisation(7)) == [ours]
