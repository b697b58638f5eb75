"""Hostile uploads are refused by name, or stored whole and served inert."""

import hashlib
import re
from pathlib import Path
from time import monotonic

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from evidence.guard import EvidenceRefused
from evidence.http import BYTES, SAFE, serve
from evidence.models import Evidence
from evidence.services import EvidenceFacts, add_file
from tests.builders import NOW, make_assessment, make_member, make_upload
from tests.evidence.hostile import Upload, families
from tests.evidence.serving import pieces_of

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]
FAMILIES = (
    *("pages", "drawings", "polyglots", "path names", "bombs", "false lengths", "macros"),
    *("external links", "entities", "programs"),
)
NEVER_KEPT = ("pages", "drawings", "macros", "programs")
SECONDS = 5.0
JSON = {"Accept": "application/json"}


def _kept(upload: Upload, by: Membership) -> Evidence | None:
    name, content = upload
    sent = make_upload(content, name=name)
    sent.size = 10**12 if len(content) % 2 else 0  # what a client announces counts for nothing
    try:
        return add_file(upload=sent, about=EvidenceFacts(), by=by, at=NOW)
    except EvidenceRefused:
        return None


def _is_inert(evidence: Evidence, content: bytes) -> bool:
    response = serve(evidence)
    return (
        b"".join(pieces_of(response)) == content
        and response["Content-Disposition"].startswith("attachment; filename")
        and response["Content-Type"] in SAFE | {BYTES}
        and response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        and response["X-Content-Type-Options"] == "nosniff"
        and not re.search(r"[\x00-\x1f/\\\u202a-\u202e\u2066-\u2069]", evidence.filename)
    )


def test_there_are_enough_of_them() -> None:
    found = families()

    assert tuple(found) == FAMILIES
    assert sum(map(len, found.values())) >= 150


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize("family", FAMILIES)
def test_each_is_refused_or_stored_inert(family: str, vault_folder: Path) -> None:
    by = make_member()

    for upload in families()[family]:
        begun = monotonic()
        evidence = _kept(upload, by)
        assert monotonic() - begun < SECONDS, upload[0]
        assert evidence is None or _is_inert(evidence, upload[1]), upload[0]

    files = [path for path in vault_folder.rglob("*") if path.is_file()]
    address = re.compile(rf"{by.organisation_id}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")
    assert all(address.fullmatch(str(path.relative_to(vault_folder))) for path in files)
    assert not (vault_folder.parent / "outside.txt").exists()


@pytest.mark.asvs("1.3.4")
def test_what_a_browser_or_an_office_would_run_is_not_kept_under_its_name() -> None:
    by = make_member()
    runs = re.compile(r"\.(html?|xhtml|svgz?|docm|xlsm|pptm|xlsb|doc|xls|ppt|exe|js|jar)$", re.I)
    found = families()
    sent = [upload for family in NEVER_KEPT for upload in found[family] if runs.search(upload[0])]

    kept = [upload[0] for upload in sent if _kept(upload, by)]

    assert len(sent) > 15
    assert not kept


@pytest.mark.parametrize("family", FAMILIES)
def test_each_is_answered_and_what_is_kept_leaves_inert(family: str, client: Client) -> None:
    by = make_member()
    assessment = make_assessment(by)
    row = assessment.answers.earliest("pk")
    slug = by.organisation.slug
    url = reverse("assessments:attach_new", args=[slug, assessment.pk])
    client.force_login(by.user)

    for name, content in families()[family]:
        # A client that is none of ours can send any name; half a character is no UTF-8.
        sendable = name.encode("utf-8", "replace").decode()
        facts = {"rows": str(row.key), "evidence_type": "other", "confidentiality": "internal"}
        upload = make_upload(content, name=sendable)
        sent = client.post(url, facts | {"file": upload}, headers=JSON)
        assert sent.status_code < 500, name

    kept = Evidence.objects.of_organisation(by.organisation)
    for evidence in kept:
        file = reverse("assessments:evidence_file", args=[slug, evidence.key])
        response = client.get(file)
        body = response.getvalue()
        assert hashlib.sha256(body).hexdigest() == evidence.sha256
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Content-Type"] in SAFE | {BYTES}
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]
    assert kept.exists()
