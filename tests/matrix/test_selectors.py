"""What the library and its editions say of themselves."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from matrix.models import Activity, Edition
from matrix.selectors import (
    PrintedText,
    ScopeRow,
    edition_page,
    figures_of,
    labels_of,
    library_rows,
    matrix_rows,
    printed_edition,
    question_of,
    scope_of,
)
from matrix.services import load_file
from tests.builders import NOW, PAGE, make_edition, make_labels, make_organisation, make_page

pytestmark = pytest.mark.django_db


def _seed() -> Edition:
    path = settings.FIXTURE_DIR / "public-cloud-instances.fr.json"
    return load_file(path=path, at=NOW).edition


@pytest.mark.parametrize(
    ("letters", "question"),
    [
        pytest.param("R", "do", id="R"),
        pytest.param("RA", "do", id="RA"),
        pytest.param("AI", "verify", id="AI"),
        pytest.param("CI", "receive", id="CI"),
        pytest.param("S", "receive", id="S"),
        pytest.param("", "", id="none"),
    ],
)
def test_the_question_depends_on_the_letters(letters: str, question: str) -> None:
    assert question_of(letters) == question


def test_the_scope_of_a_party_has_every_activity_in_printed_order() -> None:
    edition = make_edition()
    client, provider = edition.parties.order_by("position")

    ours = scope_of(edition=edition, party=client)
    theirs = scope_of(edition=edition, party=provider)

    first = edition.activities.get(position=1)
    assert ours[0] == ScopeRow(first.pk, first.section_id, "RA", "do")
    assert [row.question for row in ours] == ["do", "do", "verify", "receive", ""]
    assert [row.letters for row in theirs] == ["I", "", "R", "RA", "RA"]


def test_the_seed_has_33_duties_to_do_and_3_to_verify() -> None:
    edition = _seed()

    rows = scope_of(edition=edition, party=edition.parties.get(is_client=True))

    asked = [row.question for row in rows]
    assert [asked.count(each) for each in ("do", "verify", "receive", "")] == [33, 3, 13, 8]


def test_an_edition_is_shown_in_the_language_of_the_reader_with_the_printed_text() -> None:
    edition = make_edition()
    make_labels(edition)

    printed = printed_edition(edition, language="en")

    assert printed.title == PrintedText(
        "en Essai - Qui fait quoi", "en", "Essai - Qui fait quoi", "fr"
    )
    assert printed.activities[2].text == PrintedText(
        "en Vérifier l’intégrité des copies", "en", "Vérifier l’intégrité des copies", "fr"
    )
    assert printed.sections[1].title.text == "en Commander"
    assert printed.sections[1].parent_id == printed.sections[0].section_id
    assert printed.legend[0] == ("R", PrintedText("en Réalise", "en", "Réalise", "fr"))
    assert printed.label_notice == "Translated for the tests."
    assert [party.name for party in printed.parties] == ["Client", "Fournisseur"]
    client, provider = printed.parties
    assert printed.activities[0].letters == {client.party_id: "RA", provider.party_id: "I"}


def test_some_rows_of_an_edition_are_shown_as_they_are_among_all() -> None:
    edition = make_edition()
    make_labels(edition)
    whole = printed_edition(edition, language="en")

    some = printed_edition(
        edition, language="en", only=Activity.objects.filter(pk=whole.activities[2].activity_id)
    )

    assert some == replace(whole, activities=whole.activities[2:3])


@pytest.mark.parametrize("language", ["fr", "fr-ca", "de"])
def test_without_a_label_the_printed_text_stands_alone(language: str) -> None:
    edition = make_edition()
    make_labels(edition)

    printed = printed_edition(edition, language=language)

    assert printed.activities[0].text == PrintedText("Choisir la région d’hébergement", "fr")
    assert printed.label_language == ""


def test_labels_are_by_id() -> None:
    edition = make_edition()
    make_labels(edition)

    labels = labels_of(edition, language="en")

    activity = edition.activities.get(position=1)
    assert labels.activities[activity.pk] == f"en {activity.text}"
    assert len(labels.sections) == edition.sections.count()


def test_the_seed_shows_its_seven_findings_worst_first() -> None:
    edition = _seed()

    with translation.override("en"):
        figures = figures_of([edition])[edition.pk]
        named = figures.findings[0].severity_name, figures.findings[1].sentence

    assert [(found.code, found.line) for found in figures.findings] == [
        ("dates-disagree", 7),
        ("several-accountable", 132),
        ("several-responsible", 52),
        ("accountable-only", 91),
        ("accountable-only", 132),
        ("accountable-only", 136),
        ("heading-level", 138),
    ]
    assert named == ("Warning", "A is held by several parties: Client, OVHcloud.")
    assert (figures.activities, figures.duties) == (57, 36)


def test_a_row_that_lost_a_cell_is_suspect() -> None:
    edition = make_edition(PAGE.replace("| RA | |", "| RA |"))

    figures = figures_of([edition])[edition.pk]

    assert "shifted-suspect" in {found.code for found in figures.findings}


def test_derived_letters_say_nothing_about_who_answers() -> None:
    edition = make_edition()
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=NOW)
    for activity in edition.activities.all():
        activity.assignments.update(is_derived=True)

    figures = figures_of([edition])[edition.pk]

    assert figures.findings == ()


def test_the_library_lists_editions_with_their_figures() -> None:
    edition = make_edition(service="Coffre")
    make_labels(edition)

    row = library_rows(Edition.objects.all(), language="en")[0]

    assert (row.service, row.provider) == ("Coffre", "Fournisseur d’essai")
    assert (row.activities, row.duties, row.findings) == (5, 3, 1)
    assert row.title.text == "en Essai - Qui fait quoi"
    assert row.published_on == date(2026, 3, 2)
    assert row.is_bundled


def test_the_newest_edition_of_a_service_comes_first() -> None:
    older = make_edition(service="Coffre")
    newer = make_edition(PAGE.replace("2026-03-02", "2026-08-01"), service="Coffre")
    other = make_edition(service="Archives", organisation=make_organisation())

    rows = library_rows(Edition.objects.all(), language="fr")

    assert [row.edition_id for row in rows] == [other.pk, newer.pk, older.pk]
    assert [row.is_bundled for row in rows] == [False, True, True]
    assert rows[0].title == PrintedText("Essai - Qui fait quoi", "fr")


def test_a_section_counts_what_is_below_it() -> None:
    edition = make_edition()

    page = edition_page(edition, language="fr")

    counts = [(count.section.number, count.activities, count.duties) for count in page.sections]
    assert counts == [("1", 2, 2), ("1.1", 2, 2), ("2", 3, 1), ("2.1", 3, 1)]


def test_dates_are_shown_as_printed() -> None:
    edition = make_edition(
        PAGE.replace("2026-03-02", "2026-03-02\nx: y").replace(
            "## 1. Démarrer", "Dernière mise à jour : 31/02/2026\n\n## 1. Démarrer"
        )
    )

    page = edition_page(edition, language="fr")

    assert [(day.verbatim, day.value) for day in page.dates] == [
        ("2026-03-02", date(2026, 3, 2)),
        ("31/02/2026", None),
    ]


def test_a_row_knows_its_path_and_its_findings() -> None:
    edition = make_edition()
    page = edition_page(edition, language="fr")

    rows = matrix_rows(Activity.objects.filter(edition=edition, position=3), page)

    (row,) = rows
    assert [section.number for section in row.path] == ["2", "2.1"]
    assert row.section == row.path[-1]
    assert [found.code for found in row.findings] == ["accountable-only"]


def test_a_finding_about_the_whole_page_is_on_no_row() -> None:
    edition = make_edition(PAGE.replace("updated: 2026-03-02\n", ""))
    page = edition_page(edition, language="fr")

    rows = matrix_rows(Activity.objects.filter(edition=edition), page)

    assert "date-missing" in {found.code for found in page.figures.findings}
    assert "date-missing" not in {found.code for row in rows for found in row.findings}


def test_a_row_outside_every_section_has_no_path() -> None:
    edition = make_edition()
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=NOW)
    edition.activities.update(section=None)
    page = edition_page(edition, language="fr")

    row = matrix_rows(Activity.objects.filter(edition=edition), page)[0]

    assert row.path == ()
    assert row.section is None


def test_a_page_of_forty_rows_takes_as_many_queries_as_a_page_of_one() -> None:
    counts = []
    for edition in (make_edition(make_page(1)), make_edition(make_page(40))):
        make_labels(edition)
        with CaptureQueriesContext(connection) as queries:
            page = edition_page(edition, language="en")
            matrix_rows(Activity.objects.filter(edition=edition), page)
            scope_of(edition=edition, party=edition.parties.get(is_client=True))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_a_library_of_ten_takes_as_many_queries_as_one_of_one() -> None:
    counts = []
    for number in (1, 9):
        for _ in range(number):
            make_edition()
        with CaptureQueriesContext(connection) as queries:
            library_rows(Edition.objects.all(), language="fr")
        counts.append(len(queries))

    assert counts == [5, 5]
