"""Which row is which activity: never a wrong one, and asked where it cannot be told."""

import random

import pytest

from assessments.readers.trackers import (
    Certainty,
    KnownActivity,
    TrackerRow,
    match_rows,
    places_of,
)
from tests.assessments.trackers.reading import activities, seed

LETTERS = "abcdefghijklmnopqrstuvwxyzé"


def known_as(*texts: str, places: str = "") -> tuple[KnownActivity, ...]:
    """Return activities of these texts, all in one place."""
    return tuple(
        KnownActivity(str(number), (text,), places_of(places)) for number, text in enumerate(texts)
    )


def match_of(text: str, *meant: str) -> tuple[Certainty, int | None]:
    """Return what became of one row beside activities of these texts."""
    found = match_rows([TrackerRow(1, text)], known_as(*meant))[0]
    return found.certainty, found.activity


def mistyped(text: str, chance: random.Random) -> str:
    """Return a text with a slip in one word of ten: a letter less, more, other, or swapped."""
    words = []
    for word in text.split(" "):
        place, slip = chance.randrange(len(word)), chance.random()
        letter = chance.choice(LETTERS)
        kinds = (
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
        )
        words.append(chance.choice(kinds) if slip < 0.1 else word)
    return " ".join(words)


def test_shuffled_and_mistyped_rows_of_the_bundled_matrix_are_never_matched_wrong() -> None:
    chance = random.Random(5)  # noqa: S311  # slips of the pen
    order = list(range(len(seed().activities)))
    chance.shuffle(order)
    rows = [
        TrackerRow(line, mistyped(seed().activities[each].text, chance))
        for line, each in enumerate(order)
    ]

    found = match_rows(rows, activities())

    matched = [(match, each) for match, each in zip(found, order, strict=True) if match.activity]
    assert all(match.activity == each for match, each in matched)
    assert len(matched) >= 0.75 * len(order)
    assert all(
        each in match.candidates
        for match, each in zip(found, order, strict=True)
        if match.activity is None
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("gérer les accèss", "Gérer les accès", id="letter too many"),
        pytest.param("Gérer les sauvegrades", "Gérer les sauvegardes", id="letters swapped"),
        pytest.param("Gérer la sauvegarde", "Gérer la sauvegardes", id="plural"),
        pytest.param("Gérer lesaccès", "Gérer les accès", id="blank forgotten"),
        pytest.param("férer les accès", "Gérer les accès", id="first letter"),
    ],
)
def test_a_slip_of_the_pen_is_the_same_activity(text: str, meant: str) -> None:
    assert match_of(text, meant) == (Certainty.SPELLING, 0)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("Export virtual machines", "Import virtual machines", id="another word"),
        pytest.param("Gérer les accès non gérés", "Gérer les accès ou gérés", id="small word"),
        pytest.param("Use the unmanaged service", "Use the managed service", id="prefix"),
        pytest.param("Suivre un état anormal", "Suivre un état normal", id="prefix of a letter"),
        pytest.param("Garder les copies 7 jours", "Garder les copies 3 jours", id="number"),
        pytest.param("Gérer les accès", "Gérer les accès physiques des équipes", id="beginning"),
        pytest.param("Gérer mais les acces Gérer", "Gérer les accès mais", id="other order"),
    ],
)
def test_what_is_only_similar_is_asked(text: str, meant: str) -> None:
    assert match_of(text, meant, "Tout autre chose") == (Certainty.UNSURE, None)


def test_a_word_of_the_page_is_no_slip_for_another_one() -> None:
    matched = match_of("Gérer les grades", "Gérer les gardes", "Donner des grades aux agents")

    assert matched == (Certainty.UNSURE, None)


def test_an_activity_with_one_wording_in_two_languages_is_one_activity() -> None:
    loop = KnownActivity("1", ("Tester l’API", "Tester l'API"), frozenset())

    found = match_rows([TrackerRow(1, "tester l api")], [loop])[0]

    assert (found.certainty, found.activity) == (Certainty.SAME, 0)


def test_what_shares_no_word_is_matched_with_nothing() -> None:
    assert match_of("Croissants", "Gérer les accès") == (Certainty.NONE, None)


def test_the_number_before_a_text_tells_its_section() -> None:
    here, there = known_as("Tester", places="3.1 A"), known_as("Tester", places="3.2 B")
    both = (here[0], KnownActivity("9", there[0].texts, there[0].places))

    found = match_rows([TrackerRow(1, "3.2 – Tester", places_of("3.2 B"))], both)[0]

    assert (found.certainty, found.activity) == (Certainty.SAME, 1)


def test_one_wording_in_two_places_is_asked_where_the_place_is_not_said() -> None:
    both = (*known_as("Tester", places="3.1"), *known_as("Tester", places="3.2"))

    found = match_rows([TrackerRow(1, "Tester")], both)[0]

    assert (found.certainty, found.candidates) == (Certainty.UNSURE, (0, 1))


def test_rows_of_one_wording_in_one_place_are_told_by_their_order() -> None:
    twins = known_as("Tester", "Tester", places="3.1")
    rows = [TrackerRow(line, "Tester", places_of("3.1")) for line in (4, 7)]

    found = match_rows(rows, twins)

    assert [match.activity for match in found] == [0, 1]


def test_two_similar_rows_in_one_place_are_not_told_by_their_order() -> None:
    two = known_as("Tester les copies du soir", "Tester les copies du matin", places="3.1")
    rows = [TrackerRow(line, "Tester les copies", places_of("3.1")) for line in (4, 7)]

    found = match_rows(rows, two)

    assert [match.certainty for match in found] == [Certainty.UNSURE] * 2


def test_what_a_person_chose_stands_and_what_names_nothing_is_forgotten() -> None:
    rows = [TrackerRow(line, text) for line, text in enumerate(["Un", "Deux", "Trois"], start=1)]
    found = match_rows(rows, known_as("Un", "Deux", "Trois"), chosen={1: "", 2: "0", 3: "gone"})

    assert [(match.certainty, match.activity) for match in found] == [
        (Certainty.NONE, None),
        (Certainty.CHOSEN, 0),
        (Certainty.SAME, 2),
    ]


def test_the_same_activity_chosen_twice_is_open_again() -> None:
    rows = [TrackerRow(1, "Un"), TrackerRow(2, "Rien")]

    found = match_rows(rows, known_as("Un"), chosen={2: "0"})

    assert {match.certainty for match in found} == {Certainty.TWICE}
