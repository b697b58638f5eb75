"""What the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from matrix.models import Activity, ActivityLabel, Assignment, Edition, Finding, Party, Section
from tests.builders import NOW, make_edition, make_labels

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]

TABLES = ("matrix_party", "matrix_section", "matrix_activity", "matrix_assignment")


def _execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_rows_of_a_published_edition_are_neither_changed_nor_deleted(
    table: str, statement: str
) -> None:
    make_edition()

    with pytest.raises(DatabaseError, match="never changes"):
        _execute(statement.format(table))


def test_no_row_is_added_to_a_published_edition() -> None:
    edition = make_edition()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Activity.objects.create(edition=edition, position=9, text="x", verbatim="x", line=99)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Finding.objects.create(edition=edition, position=9, code="no-date", severity="info")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"title": "Autre"}, id="title"),
        pytest.param({"source": b"autre"}, id="source"),
        pytest.param({"published_on": NOW.date()}, id="date"),
        pytest.param({"legend": []}, id="legend"),
        pytest.param({"state": "draft"}, id="state"),
    ],
)
def test_the_printed_facts_of_a_published_edition_stay(change: dict[str, object]) -> None:
    edition = make_edition()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)


def test_the_address_of_the_page_may_be_corrected() -> None:
    edition = make_edition()

    Edition.objects.filter(pk=edition.pk).update(source_url="https://example.org/page")

    edition.refresh_from_db()
    assert edition.source_url == "https://example.org/page"


def test_a_published_edition_is_not_deleted_before_it_is_withdrawn() -> None:
    make_edition()

    with pytest.raises(DatabaseError, match="withdrawn before"):
        _execute("DELETE FROM matrix_edition")


def test_an_activity_stands_in_a_section_of_its_own_edition() -> None:
    other = make_edition().sections.all()[0]
    draft = _draft()

    with pytest.raises(DatabaseError, match="into another edition"), transaction.atomic():
        Activity.objects.create(
            edition=draft, section=other, position=1, text="x", verbatim="x", line=1
        )


def test_a_section_stands_below_a_section_of_its_own_edition() -> None:
    other = make_edition().sections.all()[0]
    draft = _draft()

    with pytest.raises(DatabaseError, match="into another edition"), transaction.atomic():
        Section.objects.create(
            edition=draft, parent=other, position=1, depth=1, title="x", verbatim="x", line=1
        )


def test_letters_belong_to_a_party_of_the_same_edition() -> None:
    other = make_edition().parties.all()[0]
    activity = Activity.objects.create(
        edition=_draft(), position=1, text="x", verbatim="x", line=1
    )

    with pytest.raises(DatabaseError, match="joins two editions"), transaction.atomic():
        Assignment.objects.create(activity=activity, party=other, letters="R")


def test_labels_belong_to_rows_of_the_same_edition() -> None:
    first, second = make_edition(), make_edition()
    make_labels(first)
    label_set, activity = first.label_sets.get(), second.activities.all()[0]

    with pytest.raises(DatabaseError, match="joins two editions"), transaction.atomic():
        ActivityLabel.objects.create(label_set=label_set, activity=activity, text="x", folded="x")
    with pytest.raises(DatabaseError, match="joins two editions"), transaction.atomic():
        label_set.sections.update(section=second.sections.all()[0])


@pytest.mark.parametrize(
    ("model", "change"),
    [
        pytest.param(Assignment, {"letters": "AR"}, id="letters"),
        pytest.param(Finding, {"severity": "bad"}, id="severity"),
        pytest.param(Edition, {"state": "gone"}, id="state"),
        pytest.param(Party, {"is_client": True}, id="one-client"),
    ],
)
def test_constraints_hold_while_it_is_a_draft(
    model: type[Assignment | Finding | Edition | Party], change: dict[str, object]
) -> None:
    draft = _draft()
    activity = Activity.objects.create(edition=draft, position=1, text="x", verbatim="x", line=1)
    Finding.objects.create(edition=draft, position=1, code="date-missing", severity="info")
    for position in (1, 2):
        party = Party.objects.create(edition=draft, position=position, name=f"P{position}")
        Assignment.objects.create(activity=activity, party=party)

    with pytest.raises(DatabaseError), transaction.atomic():
        model._default_manager.update(**change)


def _draft() -> Edition:
    """Return a draft beside a published edition of the same matrix."""
    edition = make_edition()
    edition.pk, edition.state = None, Edition.State.DRAFT
    edition.language, edition.loaded_at = "de", NOW + timedelta(days=1)
    edition._state.adding = True
    edition.save(force_insert=True)
    return edition
