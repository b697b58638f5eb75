"""What a person decides about an import: reading, rows, origin, each against a revision."""

from typing import Any

import pytest

from accounts.models import Membership
from jobs.models import Job
from matrix.models import MatrixImport
from matrix.selectors.previewing import Preview
from matrix.services.importing import (
    ImportChanged,
    asked_and_undecided,
    cancel_work,
    choose,
    correct,
    describe,
    look_at,
    write_rows,
)
from matrix.written import WrittenMatrix
from tests.builders import NOW
from tests.matrix.importing.imports import (
    DESCRIBED,
    SHORT_LINE,
    SHORT_PAGE,
    decide,
    make_import,
    make_long_import,
    make_written,
)

pytestmark = pytest.mark.django_db


def preview_of(found: MatrixImport) -> Preview:
    """Return the preview of a file that reads."""
    preview = look_at(found).preview
    assert preview is not None
    return preview


def test_the_preview_says_what_was_understood() -> None:
    preview = preview_of(make_import())

    assert (preview.activities, preview.duties, preview.sections) == (5, 3, 4)
    assert (preview.parties, preview.client_party) == (("Client", "Fournisseur"), "Client")
    assert preview.others == ("Fournisseur",)
    row = preview.rows[2]
    assert (row.section, row.text) == ("2.1. Sauvegarder", "Vérifier l’intégrité des copies")
    assert row.source == ("| Vérifier l’intégrité des copies | A | R |",)
    assert [found.code for found in row.findings] == ["accountable-only"]
    assert preview.legend[0] == ("R", "Réalise")


def test_another_party_changes_the_duties(member: Membership) -> None:
    found = make_import(by=member)

    choose(matrix_import=found, revision=1, chosen={"party": "Fournisseur"}, by=member, at=NOW)

    assert preview_of(found).duties == 3
    assert preview_of(found).client_party == "Fournisseur"
    assert found.revision == 2


def test_a_row_that_lost_a_cell_is_asked_about_until_it_is_decided(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)
    asked = preview_of(found).asked

    decide(found, member, {SHORT_LINE: None})

    assert asked == (SHORT_LINE,)
    assert asked_and_undecided({}, asked) == (SHORT_LINE,)
    assert asked_and_undecided(found.choice, asked) == ()


def test_letters_set_by_hand_are_read_in_place_of_the_printed_ones(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)

    decide(found, member, {SHORT_LINE: {"Client": "", "Fournisseur": "RA"}})

    found.refresh_from_db()
    cells = next(row.cells for row in preview_of(found).rows if row.line == SHORT_LINE)
    assert [cell.letters for cell in cells] == ["", "RA"]
    assert asked_and_undecided(found.choice, (SHORT_LINE,)) == ()


def test_a_row_confirmed_after_a_correction_is_as_printed_again(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)
    decide(found, member, {SHORT_LINE: {"Client": "", "Fournisseur": "RA"}})

    decide(found, member, {SHORT_LINE: None})

    cells = next(row.cells for row in preview_of(found).rows if row.line == SHORT_LINE)
    assert [cell.letters for cell in cells] == ["RA", ""]
    assert found.choice["confirmed"] == [SHORT_LINE]


def test_another_sheet_forgets_what_was_decided_about_rows(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)
    decide(found, member, {SHORT_LINE: None})

    choose(matrix_import=found, revision=2, chosen={"sheet": "B"}, by=member, at=NOW)

    assert "confirmed" not in found.choice
    assert found.choice["sheet"] == "B"


@pytest.mark.parametrize("kind", ["choose", "correct", "describe", "write"])
def test_a_decision_about_an_older_state_is_refused(member: Membership, kind: str) -> None:
    found = make_written(member)
    stale: dict[str, Any] = {"matrix_import": found, "revision": found.revision - 1}
    who: dict[str, Any] = {"by": member, "at": NOW}
    calls = {
        "choose": lambda: choose(**stale, **who, chosen={}),
        "correct": lambda: correct(**stale, **who, corrections={1: None}),
        "describe": lambda: describe(**stale, provenance=DESCRIBED, matrix=None),
        "write": lambda: write_rows(**stale, written=WrittenMatrix(("a", "b")), ours="a"),
    }

    with pytest.raises(ImportChanged):
        calls[kind]()

    found.refresh_from_db()
    assert (found.revision, found.provenance) == (2, {})


def test_a_long_file_is_read_again_by_another_job(member: Membership) -> None:
    found = make_long_import(member)
    first = found.job_key

    choose(matrix_import=found, revision=1, chosen={"party": "Fournisseur"}, by=member, at=NOW)

    assert found.job_key not in {None, first}
    states = dict(Job.objects.values_list("key", "state"))
    assert states == {first: "cancelled", found.job_key: "queued"}


def test_a_choice_that_makes_no_matrix_is_kept_and_said(member: Membership) -> None:
    found = make_import(by=member)

    choose(matrix_import=found, revision=1, chosen={"party": "Nobody"}, by=member, at=NOW)

    refusal = look_at(found).refusal
    assert refusal is not None
    assert refusal.code == "no-role-column"


def test_cancelling_stops_the_job_and_without_one_does_nothing(member: Membership) -> None:
    found, short = make_long_import(member), make_import(by=member)

    cancel_work(matrix_import=found, at=NOW)
    cancel_work(matrix_import=short, at=NOW)
    cancel_work(matrix_import=found, at=NOW)

    assert Job.objects.get().state == Job.State.CANCELLED
