"""The same page in two languages: which row is which, and attaching one to the other."""

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.rights import Role
from matrix.aligning import AlignedRow, AlignedSection, align
from matrix.models import Edition
from matrix.selectors.aligning import other_languages, translation_of
from matrix.services import LabelsDoNotFit, attach_translation
from tests import needs
from tests.builders import NOW, PAGE, make_edition, make_member

ENGLISH = """---
title: Test - Who does what
lang: en
updated: 2026-03-02
---

## 1. To start

### 1.1. To order

| Activity | Customer | Provider |
| --- | --- | --- |
| Choose the region of the hosting | RA | I |
| Pay the first invoice for the service | RA | |

## 2. To run

### 2.1. To back up

| Activity | Customer | Provider |
| --- | --- | --- |
| Receive the notice of the maintenance | I | RA |
| Verify the integrity of the copies | A | R |
| Maintain the buildings of the provider | | RA |
"""


def section(number: str, *letters: str) -> AlignedSection:
    """Return a section whose rows have keys from 1, with the client's letters."""
    rows = tuple(AlignedRow(key, (held,)) for key, held in enumerate(letters, start=1))
    return AlignedSection(hash(number), number, 1, rows)


def pairs(own: AlignedSection, other: AlignedSection) -> list[tuple[int | None, bool]]:
    """Return the counterpart of each row and whether it is certain."""
    [found] = align([own], [other])
    return [(pair.other, pair.is_sure) for pair in found.pairs]


def test_rows_with_the_same_letters_in_the_same_places_are_paired_for_certain() -> None:
    assert pairs(section("1", "RA", "I"), section("1", "RA", "I")) == [(1, True), (2, True)]


def test_a_row_more_on_one_side_leaves_the_section_to_confirm() -> None:
    found = pairs(section("1", "RA", "A", "I"), section("1", "RA", "I"))

    assert found == [(1, False), (None, False), (2, False)]


def test_other_letters_in_the_same_place_are_proposed_only() -> None:
    assert pairs(section("1", "RA", "A"), section("1", "RA", "I")) == [(1, False), (2, False)]


def test_sections_are_paired_by_number_whatever_is_missing_between() -> None:
    own = [section("1", "RA"), section("1.1", "A"), section("2", "I")]
    other = [section("1", "RA"), section("2", "I")]

    found = align(own, other)

    assert [each.other.number if each.other else None for each in found] == ["1", None, "2"]
    assert [each.is_sure for each in found] == [True, False, True]


@pytest.fixture
def member() -> Membership:
    """Return a manager, who may publish."""
    return make_member(Role.MANAGER)


@pytest.fixture
def edition(member: Membership) -> Edition:
    """Return a French page of the manager's organisation."""
    return make_edition(PAGE, organisation=member.organisation)


@pytest.fixture
def english(member: Membership) -> Edition:
    """Return the same page in English, where two rows stand in another order."""
    return make_edition(ENGLISH, organisation=member.organisation)


@pytest.mark.django_db
def test_confirmed_rows_and_certain_ones_become_labels(edition: Edition, english: Edition) -> None:
    translation = translation_of(edition, english)
    unsure = [row for each in translation.sections for row in each.rows if not row.is_sure]
    by_text = {row.text: row.pk for row in english.activities.all()}
    chosen: dict[int, int | None] = {
        unsure[0].own.activity_id: by_text["Verify the integrity of the copies"],
        unsure[1].own.activity_id: None,
    }

    labels = attach_translation(translation=translation, chosen=chosen, at=NOW)

    texts = dict(labels.activities.values_list("activity__text", "text"))
    assert texts == {
        "Choisir la région d’hébergement": "Choose the region of the hosting",
        "Payer la première facture": "Pay the first invoice for the service",
        "Vérifier l’intégrité des copies": "Verify the integrity of the copies",
    }
    assert (labels.language, labels.title) == ("en", "Test - Who does what")
    assert set(labels.sections.values_list("title", flat=True)) == {
        "To start",
        "To order",
        "To run",
        "To back up",
    }


@pytest.mark.django_db
def test_a_row_of_another_section_is_refused(edition: Edition, english: Edition) -> None:
    translation = translation_of(edition, english)
    row = next(row for each in translation.sections for row in each.rows if not row.is_sure)
    foreign = english.activities.get(position=1)

    with pytest.raises(LabelsDoNotFit):
        attach_translation(
            translation=translation, chosen={row.own.activity_id: foreign.pk}, at=NOW
        )

    assert not edition.label_sets.exists()


@pytest.mark.django_db
def test_only_pages_in_another_language_are_offered(edition: Edition, english: Edition) -> None:
    offered = other_languages(edition, Edition.objects.published())

    assert offered == (english,)


@pytest.mark.django_db
def test_attaching_on_the_page(
    client: Client, member: Membership, edition: Edition, english: Edition
) -> None:
    client.force_login(member.user)
    base = f"/o/{member.organisation.slug}/matrices/{edition.pk}/translation/"
    page = client.get(f"{base}?other={english.pk}")
    fields = page.context["form"].fields
    answers = {
        name: field.choices[place + 1][0] for place, (name, field) in enumerate(fields.items())
    }

    twice = client.post(
        f"{base}attach/",
        {"other": english.pk} | dict.fromkeys(fields, next(iter(answers.values()))),
    )
    attached = client.post(f"{base}attach/", {"other": english.pk} | answers)

    assert twice.status_code == 422
    assert attached.status_code == 302
    assert edition.label_sets.get().activities.count() == 2 + len(fields)


@pytest.mark.django_db
def test_a_bundled_page_and_unknown_ones_are_hidden(client: Client, member: Membership) -> None:
    bundled = make_edition(PAGE)
    own = make_edition(PAGE, organisation=member.organisation)
    client.force_login(member.user)
    base = f"/o/{member.organisation.slug}/matrices"

    answers = [
        client.get(f"{base}/{bundled.pk}/translation/").status_code,
        client.get(f"{base}/{own.pk}/translation/").status_code,
        client.get(f"{base}/{own.pk}/translation/?other=99999").status_code,
        client.post(f"{base}/{own.pk}/translation/attach/").status_code,
    ]

    assert answers == [404, 200, 404, 404]


@pytest.mark.django_db
def test_the_two_languages_of_a_real_page_ask_for_one_section_only(member: Membership) -> None:
    folder = needs.corpus() / "ovhcloud"
    french = make_edition(
        (folder / "instances.fr.md").read_text(), organisation=member.organisation
    )
    english = make_edition(
        (folder / "instances.en.md").read_text(), organisation=member.organisation
    )

    translation = translation_of(french, english)

    unsure = {each.own.number for each in translation.sections if each.own and not each.is_sure}
    assert translation.total == 58
    assert unsure <= {"3.1.5"}
