"""Which activity goes with which, on pages that repeat themselves and on large ones."""

import random
from time import process_time
from typing import Any

import pytest

from matrix.comparing import Bucket, compare
from tests.matrix.comparing.rows import counts, lines, make_row, make_rows

ELSEWHERE = ("Exploiter", "Réseau")


def test_the_same_words_in_two_sections_stay_each_in_its_own() -> None:
    old = [make_row("Gérer", line=1), make_row("Gérer", "I", line=2, section=ELSEWHERE)]
    new = [make_row("Gérer", "I", line=5, section=ELSEWHERE), make_row("Gérer", line=9)]

    comparison = compare(old, new)

    assert counts(comparison) == {"unchanged": 2}
    assert lines(comparison.matches) == [(2, 5), (1, 9)]


def test_the_same_words_twice_in_a_section_go_by_letters_and_then_by_order() -> None:
    old = [make_row("Gérer", held, line=line) for line, held in enumerate(["RA", "I", "RA"])]
    new = [make_row("Gérer", held, line=line) for line, held in enumerate(["I", "RA", "RA"])]

    comparison = compare(old, new)

    assert lines(comparison.matches) == [(1, 0), (0, 1), (2, 2)]
    assert counts(comparison) == {"unchanged": 3}


def test_one_of_two_equal_rows_that_goes_is_the_one_of_the_section_that_went() -> None:
    old = [make_row("Gérer", line=1, section=ELSEWHERE), make_row("Gérer", line=2)]

    comparison = compare(old, [make_row("Gérer", line=7)])

    assert lines(comparison.matches) == [(2, 7), (1, None)]


def test_a_letter_that_changed_at_home_goes_before_the_same_words_elsewhere() -> None:
    new = [make_row("Gérer", "I", line=1), make_row("Gérer", "RA", line=2, section=ELSEWHERE)]

    comparison = compare([make_row("Gérer", "RA")], new)

    assert [match.bucket for match in comparison.matches] == [Bucket.ROLE_CHANGED, Bucket.ADDED]


def test_the_same_words_follow_their_section_to_its_new_title() -> None:
    titles = [("Copies",), ("Liens",)]
    old = [
        *make_rows("Gérer", "Tester les copies", section=titles[0], number="1"),
        *make_rows("Gérer", "Ouvrir les liens", section=titles[1], number="2"),
    ]
    new = [
        *make_rows("Gérer", "Ouvrir les liens", section=("Réseau",), number="1"),
        *make_rows("Gérer", "Tester les copies", section=("Sauvegarde",), number="2"),
    ]

    matches = compare(old, new).of(Bucket.MOVED)

    went = {(match.old.section, match.new.section) for match in matches if match.old and match.new}
    assert went == {(("Copies",), ("Sauvegarde",)), (("Liens",), ("Réseau",))}


def test_sections_of_one_title_are_told_by_their_number() -> None:
    old = [make_row("Gérer", line=1, number="2.2"), make_row("Gérer", line=2, number="4.1")]
    new = [make_row("Gérer", line=1, number="4.1"), make_row("Gérer", line=2, number="2.2")]

    assert lines(compare(old, new).matches) == [(2, 1), (1, 2)]


def test_the_best_pair_of_all_is_made_first() -> None:
    old = make_rows(
        "Sauvegarder les machines virtuelles du client",
        "Sauvegarder les machines virtuelles du client chaque semaine",
    )
    new = make_rows("Sauvegarder les machines virtuelles du client chaque semaine écoulée")

    assert lines(compare(old, new).matches) == [(2, 1), (1, None)]


@pytest.mark.parametrize(
    "unlike",
    [{"section": ELSEWHERE}, {"client": "I"}],
    ids=["section", "letters"],
)
def test_of_equally_similar_rows_the_one_of_the_same_place_is_meant(
    unlike: dict[str, Any],
) -> None:
    old = [
        make_row("Restaurer les copies A", line=1, **unlike),
        make_row("Restaurer les copies B", line=2),
    ]

    comparison = compare(old, [make_row("Restaurer les copies C", line=1)])

    assert lines(comparison.of(Bucket.PROPOSED)) == [(2, 1)]


def test_rows_that_all_look_alike_find_a_counterpart_each() -> None:
    old = make_rows(*(f"Tenir le registre numéro {number}" for number in range(60)))
    new = make_rows(*(f"Tenir à jour le registre numéro {number}" for number in range(60)))

    comparison = compare(old, new)

    assert counts(comparison) == {"proposed": 60}
    assert lines(comparison.matches) == [(line, line) for line in range(1, 61)]


def test_rows_left_without_a_free_counterpart_are_removed() -> None:
    old = make_rows(*(f"Tenir le registre numéro {number}" for number in range(60)))
    new = make_rows(*(f"Tenir à jour le registre numéro {number}" for number in range(25)))

    assert counts(compare(old, new)) == {"proposed": 25, "removed": 35}


def test_every_row_of_both_sides_is_there_once_and_always_the_same() -> None:
    chance = random.Random(3)  # noqa: S311
    words = ["sauver", "gérer", "tester", "les", "copies", "liens", "du", "client", "7", "30"]
    sides = [
        make_rows(
            *(" ".join(chance.choices(words, k=chance.randint(0, 6))) for _ in range(80)),
            client=chance.choice(["RA", "I"]),
        )
        for _ in range(2)
    ]

    comparison = compare(*sides)

    assert comparison == compare(*sides)
    assert sorted(m.old.line for m in comparison.matches if m.old) == list(range(1, 81))
    assert [m.new.line for m in comparison.matches if m.new] == list(range(1, 81))


@pytest.mark.thorough
def test_twice_the_rows_take_four_times_the_work_at_most() -> None:
    chance = random.Random(5)  # noqa: S311
    words = ["".join(chance.choices("aeioulmnrst", k=7)) for _ in range(300)]
    texts = [" ".join(chance.choices(words, k=12)) for _ in range(600)]
    spent: list[float] = []

    for size in (300, 600):
        old, new = make_rows(*texts[:size]), make_rows(*(f"{each} plus" for each in texts[:size]))
        began = process_time()
        assert counts(compare(old, new)) == {"proposed": size}
        spent.append(process_time() - began)

    assert spent[1] < 8 * spent[0]  # four, and room for a machine that is busy


def test_nothing_against_nothing_is_nothing() -> None:
    assert compare([], []).matches == ()
