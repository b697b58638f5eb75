"""Comparing two editions of the library on a page, and its workbook."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership
from matrix.bundles import Provenance
from matrix.models import Edition
from matrix.readers import Choice, read_matrix
from matrix.selectors import Change, EditionComparison, compare_editions
from matrix.services import publish_edition
from tests.builders import (
    NOW,
    make_edition,
    make_labels,
    make_member,
    make_organisation,
    make_page,
)

pytestmark = pytest.mark.django_db

HEAD = """---
title: Essai
updated: {day}
---

## 1. {section}

| Activité | Client | Fournisseur |
| --- | --- | --- |
"""
OLD = HEAD.format(day="2026-03-02", section="Exploiter") + (
    "| Choisir la région d’hébergement | RA | I |\n"
    "| Payer la première facture du service | RA | |\n"
    "| Vérifier l’intégrité des copies | A | R |\n"
    "| Recevoir l’avis d’entretien | I | RA |\n"
    "| Entretenir les bâtiments | | RA |\n"
    "| Détruire les supports | RA | |\n"
    "| Tester la reprise | RA | I |\n"
)
NEW = HEAD.format(day="2026-09-02", section="Exploiter") + (
    "| Choisir la région d’hébergement | RA | I |\n"
    "| Payer la première facture mensuelle du service | RA | |\n"
    "| Vérifier l’intégrité des copies | R | A |\n"
    "| Recevoir l’avis d’entretien | RA | I |\n"
    "| Entretenir les bâtiments | | R |\n"
    "| Purger les journaux | RA | |\n"
    "| Tester la reprise | I | RA |\n"
)


def compared(old: str, new: str, *, language: str = "fr") -> EditionComparison:
    """Publish two pages and compare them."""
    return compare_editions(make_edition(old), make_edition(new), language=language)


def signed_in(member: Membership | None = None) -> Client:
    """Return the browser of a member, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login((member or make_member(organisation=make_organisation(language="en"))).user)
    return client


def look(
    old: Edition | str, new: Edition | str, *, member: Membership | None = None, suffix: str = "/"
) -> Any:
    """Open the comparison of two editions, of an organisation if a member is given."""
    start = f"/o/{member.organisation.slug}" if member else ""
    ids = {
        name: str(each.pk) if isinstance(each, Edition) else each
        for name, each in (("old", old), ("new", new))
        if each
    }
    return signed_in(member).get(f"{start}/matrices/compare{suffix}", ids)


def test_each_activity_is_in_the_bucket_that_weighs_most() -> None:
    comparison = compared(OLD, NEW)

    shown = {
        change.value: [row.shown.text.text for row in rows if row.shown]
        for change, rows in comparison.changes.items()
    }
    assert shown == {
        "yours": ["Recevoir l’avis d’entretien"],
        "new": ["Purger les journaux"],
        "reworded": ["Payer la première facture mensuelle du service"],
        "role": ["Vérifier l’intégrité des copies", "Entretenir les bâtiments"],
        "gone": ["Tester la reprise", "Détruire les supports"],
        "same": ["Choisir la région d’hébergement"],
    }


def test_the_figures_say_what_appears_vanishes_and_is_ready() -> None:
    comparison = compared(OLD, NEW)

    assert (comparison.unchanged, comparison.activities) == (1, 7)
    assert (comparison.appeared, comparison.vanished) == (2, 2)
    assert (comparison.ready, comparison.duties) == (1, 5)


def test_words_are_the_printed_ones_with_the_readers_label_beside() -> None:
    old, new = make_edition(OLD), make_edition(NEW)
    make_labels(new)

    [row] = compare_editions(old, new, language="en").changes[Change.REWORDED]

    assert [(each.op, each.new.strip()) for each in row.words if each.op != "equal"] == [
        ("insert", "mensuelle")
    ]
    assert row.new
    assert row.new.text.text == "en Payer la première facture mensuelle du service"
    assert row.new.text.original_language == "fr"


def test_pages_of_two_languages_are_compared_by_the_labels_of_the_readers() -> None:
    french, english = make_edition(OLD), _english(OLD)
    make_labels(french, "en")

    for_english = compare_editions(french, english, language="en")
    for_french = compare_editions(french, english, language="fr")

    assert (for_english.unchanged, for_english.language) == (7, "en")
    assert not for_english.is_of_one_language
    assert for_french.unchanged == 0


def _english(page: str) -> Edition:
    """Publish in English what the labels of `page` say."""
    words = page.replace("## 1. ", "## 1. en ").replace("\n| ", "\n| en ")
    words = words.replace("| en Activité", "| Activity").replace("| en ---", "| ---")
    source = words.encode()
    provenance = Provenance("Provider", "In English", "", "", "", "")
    reading = replace(read_matrix(source, Choice("page.en.md")), language="en")
    return publish_edition(
        reading=reading, source=source, provenance=provenance, organisation=None, at=NOW
    )


def test_rows_outside_every_section_are_compared_too() -> None:
    bare = "\n".join(line for line in OLD.splitlines() if not line.startswith("##"))

    comparison = compared(bare, bare.replace("2026-03-02", "2026-04-02"))

    assert comparison.unchanged == 7
    assert comparison.listed == ()


def test_the_page_shows_both_editions_worst_first() -> None:
    response = look(make_edition(OLD), make_edition(NEW))

    page = response.content.decode()
    assert response.status_code == 200
    assert "<strong>1 of 7 activities unchanged</strong>" in page
    assert "2 duties appear" in page
    assert "answers are ready for 1 of 5 duties" in page
    assert "<ins> mensuelle</ins>" in page
    assert "only the provider’s part changed" in page
    found = [page.index(f'id="{change.value}"') for change in Change]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            ("Détruire les supports", "Détruire les suports"), "spelling only", id="slip"
        ),
        pytest.param(("## 1. Exploiter", "## 1. Entretenir"), "before:", id="moved"),
        pytest.param(("2026-03-02", "2026-03-03"), "Nothing changed", id="equal"),
    ],
)
def test_the_page_says_what_a_change_means(change: tuple[str, str], said: str) -> None:
    longer = OLD.replace("Détruire les supports", "Détruire les supports de stockage du service")
    before, after = longer, longer.replace(*change)
    response = look(make_edition(before), make_edition(after))

    assert said in response.content.decode()


def test_the_readers_label_stands_above_the_printed_words() -> None:
    old, new = make_edition(OLD), make_edition(NEW)
    make_labels(old)
    make_labels(new)

    page = look(old, new).content.decode()

    assert 'lang="en">en Payer la première facture mensuelle du service' in page
    assert 'lang="fr">Payer la première facture<ins> mensuelle</ins>' in page
    assert 'lang="fr">Purger les journaux' in page


def test_the_page_says_when_less_can_be_believed() -> None:
    french, english = make_edition(OLD), _english(OLD)

    assert "Two different matrices" in look(french, english).content.decode()
    assert "different languages" in look(french, english).content.decode()
    assert "This is one edition twice" in look(french, french).content.decode()


@pytest.mark.parametrize(("has_old", "has_new"), [(False, False), (True, False), (False, True)])
def test_without_two_editions_the_page_asks_for_them(has_old: bool, has_new: bool) -> None:
    edition = make_edition(OLD)

    response = look(edition if has_old else "", edition if has_new else "")

    assert "Choose an earlier and a later edition" in response.content.decode()
    kept = f'<option value="{edition.pk}" selected>' in response.content.decode()
    assert kept == (has_old or has_new)


def test_editions_are_offered_by_provider_service_date_and_language() -> None:
    make_edition(OLD, service="Instances")
    make_edition(OLD.replace("updated: 2026-03-02", "x: y"), service="Sans date")

    page = look("", "").content.decode()

    assert '<optgroup label="Fournisseur d’essai">' in page
    assert "Instances · 2 March 2026 (fr)" in page
    assert "Sans date · no date (fr)" in page


@pytest.mark.parametrize("wrong", ["0", "x", "999999999999999999999", "-1"])
def test_an_edition_that_is_not_there_is_404(wrong: str) -> None:
    edition = make_edition(OLD)

    assert look(edition, wrong).status_code == 404
    assert look(wrong, edition, suffix=".xlsx").status_code == 404


def test_an_edition_of_another_organisation_is_404() -> None:
    bundled, private = make_edition(OLD), make_edition(NEW, organisation=make_organisation())
    member = make_member()

    assert look(bundled, private, member=member).status_code == 404
    assert look(bundled, private).status_code == 404


def test_an_organisation_compares_its_own_editions() -> None:
    member = make_member(organisation=make_organisation(language="en"))
    own = make_edition(NEW, organisation=member.organisation)

    bundled = make_edition(OLD)
    response = look(bundled, own, member=member)

    assert response.status_code == 200
    assert look(bundled, own, member=member, suffix=".xlsx").status_code == 200
    assert f"/o/{member.organisation.slug}/matrices/compare.xlsx?old=" in response.content.decode()


def test_the_twin_has_a_row_for_every_activity_of_both() -> None:
    response = look(make_edition(OLD), make_edition(NEW), suffix=".xlsx")

    book = load_workbook(BytesIO(response.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + 8
    assert rows[1] == (
        *("Became yours", "Recevoir l’avis d’entretien", "Recevoir l’avis d’entretien"),
        *("I", "RA", "Fournisseur RA", "Fournisseur I", "1 Exploiter", "1 Exploiter"),
        *(13, 13, "no"),
    )
    assert rows[-1][0] == "Unchanged"
    assert rows[-1][-1] == "yes"
    assert book.worksheets[1]["A1"].value == "Earlier: Source"


def test_the_twin_without_two_editions_leads_to_the_page() -> None:
    response = look("", "", suffix=".xlsx")

    assert (response.status_code, response["Location"]) == (302, "/matrices/compare/?")


@pytest.mark.thorough
def test_a_comparison_asks_as_often_for_200_activities_as_for_2() -> None:
    asked: list[int] = []
    client = signed_in()
    for size in (2, 200):
        pages = make_page(size), make_page(size).replace("registre", "grand registre")
        old, new = map(make_edition, pages)
        make_labels(old)
        make_labels(new)
        client.get(reverse("matrix:library"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("matrix:compare"), {"old": old.pk, "new": new.pk})
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] <= 20
