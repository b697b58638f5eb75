"""Whom a tracker means by an owner."""

import pytest

from assessments.readers.trackers import Person, names_of

PEOPLE = (
    Person("marie@example.org", "Marie Dupont", ("Marie Dupont", "marie@example.org"), "MD"),
    Person("m.petit@example.org", "Marc Petit", ("Marc Petit", "m.petit@example.org"), "MP"),
    Person("marc.roy@example.org", "Marc Roy", ("Marc Roy", "marc.roy@example.org"), "MR"),
    Person("Réseau", "Réseau", ("Réseau",), "R"),
)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        pytest.param("marie dupont", "marie@example.org", id="full name"),
        pytest.param("Dupont Marie", "marie@example.org", id="turned round"),
        pytest.param("MARIE", "marie@example.org", id="first name"),
        pytest.param("M. Dupont", "marie@example.org", id="letter and name"),
        pytest.param("MD", "marie@example.org", id="initials"),
        pytest.param("Marie@Example.org", "marie@example.org", id="address"),
        pytest.param("m.petit", "m.petit@example.org", id="before the @"),
        pytest.param("Marc R.", "marc.roy@example.org", id="name and letter"),
        pytest.param("reseau", "Réseau", id="team"),
        pytest.param("Marc", "", id="two of one name"),
        pytest.param("M", "", id="one letter"),
        pytest.param("Marie Curie", "", id="somebody else"),
        pytest.param("Marie / Marc", "", id="two people"),
        pytest.param("???", "", id="no word"),
    ],
)
def test_an_owner_is_the_one_person_it_can_mean(text: str, person: str) -> None:
    names = names_of([text, "-"], PEOPLE)

    assert [name.guess for name in names] == [person]


def test_spellings_of_one_owner_are_one_and_the_most_frequent_comes_first() -> None:
    names = names_of(["Zoé", "Marie", "marie", "-", ""], PEOPLE)

    assert [(name.text, name.count) for name in names] == [("Marie", 2), ("Zoé", 1)]
