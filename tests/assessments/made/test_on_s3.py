"""Workbooks that are made in the background and kept in S3-compatible storage: a real server."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.rights import Role
from assessments.models import Export, MadeFile
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.results import Standing
from assessments.services.made import FileGone, clear_made_files, opened
from evidence.services import sweep_vault
from jobs.services import run_next
from tests.assessments.workbooks import make_full_assessment
from tests.builders import make_member
from tests.builders.evidence import make_file
from tests.builders.made import make_asked_file, make_made_file
from tests.evidence.conftest import vault_folder as vault_folder
from tests.evidence.test_vault_on_s3 import bucket as bucket
from tests.evidence.test_vault_on_s3 import server as server

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def kept(bucket: Any) -> list[str]:
    """Return the names of what is in the bucket."""
    return sorted(each.key for each in bucket.objects.all())


def test_one_is_asked_for_made_by_a_worker_and_had_as_it_was_made(
    bucket: Any, client: Client
) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    client.force_login(member.user)
    url = f"/o/{member.organisation.slug}/assessments/{assessment.pk}/"
    client.post(f"{url}workbook/later/")
    made = MadeFile.objects.get()
    waiting = client.get(f"{url}made/{made.key}/file/")

    run_next()

    made.refresh_from_db()
    answer = client.get(f"{url}made/{made.key}/file/")
    content = b"".join(answer)
    verified = verify_workbook(content, exports=Export.objects.all())
    assert waiting.status_code == 404
    assert kept(bucket) == [f"remit/made/{made.place}"]
    assert (len(content), answer["Content-Length"]) == (made.size, str(made.size))
    assert verified is not None
    assert verified.standing == Standing.SAME


def test_one_whose_days_are_over_is_swept_and_one_that_nobody_names(bucket: Any) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    made = make_made_file(assessment, by=member)
    bucket.Object(f"remit/made/{member.organisation_id}/nobody.xlsx").put(Body=b"left")

    now = clear_made_files(at=timezone.now())
    later = clear_made_files(at=timezone.now() + timedelta(days=8))

    assert (now.orphans, later.files, later.orphans) == (0, 1, 2)
    assert kept(bucket) == []
    with pytest.raises(FileGone):
        opened(made)


def test_sweeping_proofs_leaves_workbooks_and_the_other_way_round(bucket: Any) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_full_assessment(member)
    make_made_file(assessment, by=member)
    make_file(b"restored", by=member)
    before = kept(bucket)

    swept = sweep_vault(at=timezone.now() + timedelta(days=2))
    cleared = clear_made_files(at=timezone.now() + timedelta(days=2))

    assert (swept.orphans, cleared.files, cleared.orphans) == (0, 0, 0)
    assert kept(bucket) == before
    assert len(before) == 2


def test_one_that_cannot_be_put_on_record_leaves_nothing_in_the_bucket(
    bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(Role.MANAGER)
    made = make_asked_file(make_full_assessment(member), by=member)

    def fail(**_told: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("assessments.background.finish_made_file", fail)
    run_next()

    made.refresh_from_db()
    assert (kept(bucket), made.made_at) == ([], None)
