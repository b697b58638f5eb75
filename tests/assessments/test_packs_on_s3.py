"""Evidence packs of files that are kept in S3-compatible storage."""

from typing import Any

import pytest

from assessments.selectors.packs import damaged_proofs, packed_proofs
from tests.assessments.packs import contents_for, made_for, opened_pack
from tests.assessments.proofs.proving import attach, cover
from tests.builders import make_assessment, make_member
from tests.builders.evidence import make_file
from tests.evidence.conftest import vault_folder as vault_folder
from tests.evidence.test_vault_on_s3 import bucket as bucket
from tests.evidence.test_vault_on_s3 import server as server

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_a_pack_holds_the_files_of_a_bucket_and_names_what_it_has_lost(bucket: Any) -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    content = b"Restored from far away." * 200_000
    attach(make_file(content, by=member, title="Restore test"), row, by=member)

    made, proofs = made_for(assessment, member)
    pack = opened_pack(made)
    bucket.objects.all().delete()
    lost = damaged_proofs(packed_proofs(contents_for(assessment, member), reader=member))

    assert content in pack.files.values()
    assert [proof.name for proof in lost] == [proof.name for proof in proofs] == ["E1"]
