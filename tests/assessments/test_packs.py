"""What an evidence pack holds, under which names, and with which hashes."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import translation

from accounts.rights import Role
from assessments.models import Answer, evidence_shown_to
from assessments.reports.packs import ContentChanged, Part, evidence_pack, length_of, zipped
from assessments.selectors.packs import damaged_proofs, packed_proofs
from assessments.selectors.workbook import Selection
from tests.assessments.packs import (
    checked_by_sha256sum,
    contents_for,
    made_for,
    opened_pack,
    path_of,
)
from tests.assessments.proofs.proving import attach, cover
from tests.builders import make_assessment, make_member, make_reader
from tests.builders.evidence import make_evidence, make_file, make_link
from tests.builders.moments import next_number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def content() -> bytes:
    """Return a content that nothing else has."""
    return f"Restored {next_number()} of them.".encode()


def test_each_file_is_there_once_under_the_number_and_the_title_the_workbook_gives_it() -> None:
    member = make_member()
    assessment = make_assessment(member)
    rows = cover(assessment, by=member, number=2)
    scan = make_file(content(), by=member, name="Scan 4.PDF.txt", title="Restore test / March")
    attach(scan, *rows, by=member)

    pack = opened_pack(made_for(assessment, member)[0])

    section = rows[0].activity.section
    assert section is not None
    path = f"evidence/{section.number}/E1 Restore test - March.txt"
    assert pack.files[path] == path_of(scan).read_bytes()
    (line,) = [line for line in pack.manifest if line["number"]]
    assert (line["path"], line["sha256"], line["size"]) == (path, scan.sha256, str(scan.size))
    assert (line["title"], line["file_name"]) == ("Restore test / March", "Scan 4.PDF.txt")
    assert line["duties"].split("; ") == [
        f"{row.activity.section.number} {row.activity.text}"
        for row in rows
        if row.activity.section
    ]


def test_links_and_statements_are_texts_that_say_what_is_known_of_them() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    about = {"period_from": date(2026, 9, 1), "valid_until": date(2027, 1, 31), "sample": 12}
    link = make_link("https://tickets.example.org/7", by=member, title="Ticket 7", **about)
    visit = make_evidence("Seen on site.\nAll of it.", by=member, title="Visit", population=40)
    attach(link, row, by=member)
    attach(visit, row, by=member)

    pack = opened_pack(made_for(assessment, member)[0])

    texts = [pack.text(line["path"]) for line in pack.manifest if line["number"]]
    assert texts[0].startswith("E1 Ticket 7\n")
    assert "Address: https://tickets.example.org/7\n" in texts[0]
    assert "Sample: 12\n" in texts[0]
    assert "\n\nSeen on site.\nAll of it.\n\nDuties\n- " in texts[1]
    assert [line["kind"] for line in pack.manifest] == ["", "", "link", "statement"]
    assert pack.manifest[2]["valid_until"] == "2027-01-31"


def test_every_other_file_is_in_the_list_of_hashes_with_its_hash() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    attach(make_file(content(), by=member, title="Épreuve d’été"), row, by=member)
    made, _proofs = made_for(assessment, member, language="fr")

    pack = opened_pack(made)

    hashes = {path: sha256(each).hexdigest() for path, each in pack.files.items()}
    assert hashes.pop("SHA256SUMS") == made.sums_sha256
    assert pack.sums == hashes
    told = {line["path"]: line["sha256"] for line in pack.manifest}
    assert told == {path: each for path, each in hashes.items() if path != "manifest.csv"}


def test_sha256sum_agrees_and_finds_a_file_that_was_changed(tmp_path: Path) -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    attach(make_file(content(), by=member, title="Épreuve d’été"), row, by=member)
    pack = opened_pack(made_for(assessment, member)[0])
    for path, each in pack.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(each)

    before, said_before = checked_by_sha256sum(tmp_path)
    next(tmp_path.glob("*.xlsx")).write_bytes(b"another")
    after, said_after = checked_by_sha256sum(tmp_path)

    assert (before, said_before.count(b": OK\n")) == (0, 4)
    assert (after, said_after.count(b": FAILED\n")) == (1, 1)


def test_the_length_is_told_before_the_first_byte_and_is_exact() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    attach(make_file(content(), by=member, title="Épreuve"), row, by=member)
    made, _proofs = made_for(assessment, member)

    length = length_of(made.folder, made.parts)

    assert length == len(b"".join(zipped(made.folder, made.parts)))


def test_the_length_of_what_passes_four_gigabytes_counts_the_longer_records() -> None:
    small = [Part("a", 1, ""), Part("b", 1, "")]
    large = [Part("a", 5 << 30, ""), Part("b", 1, "")]

    longer = length_of("x", large) - length_of("x", small) - (5 << 30) + 1

    # ZIP64: fields of the first file's header (20), descriptor (8) and entry (20), of where the
    # second begins (12), and the two records at the end (56 + 20).
    assert longer == 20 + 8 + 20 + 12 + 56 + 20


def test_the_read_me_names_the_export_and_the_head_of_the_log_in_the_language_of_the_file() -> (
    None
):
    member = make_member()
    member.organisation.classification = "Diffusion restreinte"
    member.organisation.save(update_fields=["classification"])
    assessment = make_assessment(member)
    contents = contents_for(assessment, member, language="fr")

    pack = opened_pack(evidence_pack(contents, (), b"workbook"))

    text = pack.text(next(path for path in pack.files if path.endswith(".txt")))
    assert text.startswith("DIFFUSION RESTREINTE\n")
    assert str(contents.key) in text
    assert contents.head.seal in text
    assert member.organisation.name in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_pack_holds_the_proofs_of_its_rows_that_auditors_are_shown() -> None:
    member = make_member()
    assessment = make_assessment(member)
    first, second = cover(assessment, by=member, number=2)
    hidden = make_evidence(by=member, title="Not for auditors", is_visible_to_auditor=False)
    attach(hidden, second, by=member)
    attach(make_evidence(by=member, title="Of the first"), first, by=member)
    attach(make_evidence(by=member, title="Of the second"), second, by=member)
    selection = Selection(Answer.objects.filter(pk=second.pk), "q=x", "“x”")

    proofs = packed_proofs(contents_for(assessment, member, selection=selection), reader=member)

    assert [(proof.name, proof.evidence.title) for proof in proofs] == [("E2", "Of the second")]


def test_an_auditor_gets_what_is_shown_to_them_and_the_installation_what_auditors_see() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    attach(make_evidence(by=member, title="Visit"), row, by=member)
    auditor = make_reader(Role.AUDITOR, assessment)
    stranger = make_member(Role.AUDITOR, organisation=assessment.organisation)

    kept = [
        packed_proofs(contents_for(assessment, reader), reader=reader)
        for reader in (auditor, stranger, None)
    ]

    assert [len(proofs) for proofs in kept] == [1, 0, 1]
    assert set(evidence_shown_to(auditor.user)) == {proof.evidence for proof in kept[0]}


def test_a_file_that_the_vault_lost_or_cut_is_found_before_anything_is_sent() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    whole, lost, cut = (make_file(content(), by=member, title=name) for name in "abc")
    for each in (whole, lost, cut, make_link(by=member, title="d")):
        attach(each, row, by=member)
    path_of(lost).unlink()
    path_of(cut).write_bytes(b"?")

    damaged = damaged_proofs(packed_proofs(contents_for(assessment, member), reader=member))

    assert [proof.evidence.title for proof in damaged] == ["b", "c"]


@pytest.mark.parametrize("change", ["other bytes", "more bytes", "fewer bytes", "gone"])
def test_a_file_that_is_not_of_its_hash_ends_the_pack_before_it_is_whole(change: str) -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    proof = make_file(content(), by=member, title="Restored")
    attach(proof, row, by=member)
    made, _proofs = made_for(assessment, member)
    path, was = path_of(proof), path_of(proof).read_bytes()
    others = {"other bytes": was[::-1], "more bytes": was * 2, "fewer bytes": was[:3]}
    path.unlink()
    if change in others:
        path.write_bytes(others[change])
    given: list[bytes] = []

    with pytest.raises(ContentChanged) as raised:
        given.extend(zipped(made.folder, made.parts))

    assert raised.value.part.evidence == proof.pk
    assert len(b"".join(given)) < length_of(made.folder, made.parts)
