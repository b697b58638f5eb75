"""Names of the files of a pack: every system can keep them, whatever somebody wrote."""

import csv
import re
import unicodedata
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.reports.packs.manifest import manifest
from assessments.reports.packs.names import proof_path
from assessments.reports.packs.parts import made_part
from assessments.selectors.packs import PackedProof
from assessments.selectors.proofs.lines import ProofLine
from evidence.models import Evidence
from tests import needs

WINDOWS_FORBIDS = re.compile(r'[<>:"|?*\\\x00-\x1f]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
NASTY = st.sampled_from(["../", "..\\", "CON", "nul.txt", "\u202egpj", "e\u200d\u0301", ". ", "é"])
TEXTS = st.text(max_size=300) | st.lists(NASTY | st.text(max_size=9), max_size=40).map("".join)


@pytest.mark.asvs("5.4.1")
@settings(max_examples=needs.examples(200), deadline=None)
@given(title=TEXTS, section=TEXTS, extension=st.sampled_from(["pdf", "TXT", "7z", "jsonl"]))
def test_every_name_can_be_kept_everywhere(title: str, section: str, extension: str) -> None:
    path = proof_path("E12", title, section=section, extension=extension)

    folder, middle, name = path.split("/")
    assert folder == "evidence"
    assert name.startswith("E12")
    assert name.endswith(f".{extension.lower()}")
    assert unicodedata.normalize("NFC", path) == path
    for each in (middle, name):
        assert 0 < len(each) <= 120
        assert len(each.encode()) <= 200
        assert not WINDOWS_FORBIDS.search(each)
        assert not RESERVED.fullmatch(each)
        assert each == each.strip(". ")
        assert not any(unicodedata.category(sign)[0] == "C" for sign in each)


@pytest.mark.parametrize(
    ("title", "section", "path"),
    [
        pytest.param("Rapport.pdf", "2.3", "2.3/E1 Rapport.pdf", id="an extension stands once"),
        pytest.param("Accès à 8/10", "A/1", "A-1/E1 Accès à 8-10.pdf", id="no part of a path"),
        pytest.param("", "", "0/E1.pdf", id="neither title nor section"),
        pytest.param("x" * 300, "y" * 90, f"{'y' * 40}/E1 {'x' * 113}.pdf", id="too long"),
        pytest.param("a", "2. ", "2/E1 a.pdf", id="a folder ends with no dot"),
    ],
)
def test_a_name_stays_readable(title: str, section: str, path: str) -> None:
    found = proof_path("E1", title, section=section, extension="pdf")

    assert found == f"evidence/{path}"


@pytest.mark.asvs("1.2.10")
@settings(max_examples=needs.examples(100), deadline=None)
@given(title=TEXTS, who=TEXTS)
def test_no_cell_of_a_manifest_is_a_formula_and_each_proof_is_one_line(
    title: str, who: str
) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    evidence = Evidence(title=title, kind="statement", collected_at=at)
    proof = PackedProof("E1", ProofLine(evidence, at.date(), who), ())

    text = manifest([(made_part("evidence/0/E1.txt", b"x"), proof)]).decode()

    headings, line = csv.reader(StringIO(text, newline=""), strict=True)
    assert len(line) == len(headings) == 15
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
