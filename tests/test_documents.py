"""Documents that are made are as the code and the lock are now, and hold what they should."""

import json
from pathlib import Path

import pytest

from tests.asvs.table import CHAPTERS, ROOT, markers, places, requirements
from tests.documents.every import DOCUMENTS
from tests.documents.licences import is_forbidden, licence_of
from tests.documents.lock import pinned


@pytest.mark.asvs("15.1.2", "8.1.1")
@pytest.mark.parametrize("path", sorted(DOCUMENTS), ids=lambda path: path.name)
def test_a_document_that_is_made_is_up_to_date(path: Path) -> None:
    text = path.read_text()

    assert text == DOCUMENTS[path](), "make documents"


def test_every_requirement_of_the_first_two_levels_is_listed_once() -> None:
    listed = requirements()

    levels = [each.level for each in listed]
    assert (levels.count(1), levels.count(2)) == (70, 183)
    assert len({each.number for each in listed}) == len(listed)
    assert {each.chapter for each in listed} == set(CHAPTERS)


def test_what_is_proved_has_a_test_and_what_a_test_proves_is_listed() -> None:
    proofs = markers()
    states = {each.number: each.state for each in requirements()}

    without = [number for number, state in states.items() if state == "proved"]
    without = [number for number in without if number not in proofs]
    unknown = [number for number in proofs if states.get(number, "absent") == "absent"]
    assert not without
    assert not unknown


def test_what_is_met_otherwise_says_how() -> None:
    silent = [each.number for each in requirements() if each.state != "proved" and not each.how]

    assert not silent


def test_files_that_the_table_points_to_say_so() -> None:
    pointed = [(each.number, *place) for each in requirements() for place in places(each)]

    wrong = [
        (number, file)
        for number, file, words in pointed
        if not (ROOT / file).is_file() or words not in (ROOT / file).read_text()
    ]
    assert pointed
    assert not wrong


@pytest.mark.asvs("15.2.4")
@pytest.mark.parametrize("file", ["requirements.txt", "requirements-s3.txt"])
def test_no_library_has_a_licence_that_we_may_not_take(file: str) -> None:
    refused = {
        each.name: licence_of(each.name)
        for each in pinned(file)
        if is_forbidden(licence_of(each.name))
    }

    assert not refused


@pytest.mark.parametrize(
    ("expression", "is_refused"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only OR MIT", False),
        ("MIT AND AGPL-3.0-only", True),
        ("unknown", True),
    ],
)
def test_a_licence_is_refused_when_no_reading_of_it_is_free(
    expression: str, is_refused: bool
) -> None:
    assert is_forbidden(expression) == is_refused


@pytest.mark.asvs("15.1.2")
def test_the_bill_of_materials_has_every_pin_with_its_hashes() -> None:
    bill = json.loads((ROOT / "docs" / "sbom.json").read_text())

    found = {
        (each["name"], each["version"]): len(each["externalReferences"][0]["hashes"])
        for each in bill["components"]
        if each["type"] == "library"
    }
    wanted = {
        (each.name, each.version): len(each.hashes)
        for file in ("requirements.txt", "requirements-s3.txt")
        for each in pinned(file)
    }
    references = {each["bom-ref"] for each in bill["components"]} | {"remit"}
    assert found == wanted
    assert min(found.values()) > 0
    assert {on for each in bill["dependencies"] for on in each["dependsOn"]} <= references
    assert "://" not in json.dumps(bill["components"])
