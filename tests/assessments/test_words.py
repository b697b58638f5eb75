"""Counts in words, in both languages."""

import pytest
from django.utils import translation

from assessments import words
from assessments.scoring import COVERED, GAP, NOT_APPLICABLE, PARTIAL, UNANSWERED, Counts

MIXED = Counts(duties=36, covered=25, partial=3, gap=6)
ONE_OF_EACH = Counts(duties=5, covered=1, partial=1, gap=1, not_applicable=1)
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "counts", "expected"),
    [
        pytest.param(
            "en", MIXED, "25 of 36 duties covered (69 %), 3 partial, 6 gaps, 2 unanswered", id="en"
        ),
        pytest.param(
            "fr",
            MIXED,
            "25 tâches sur 36 couvertes (69 %), 3 partielles, 6 écarts, 2 non renseignées",
            id="fr",
        ),
        pytest.param(
            "en",
            ONE_OF_EACH,
            "1 of 4 duties covered (25 %), 1 partial, 1 gap, 1 unanswered",
            id="en one of each",
        ),
        pytest.param(
            "fr",
            ONE_OF_EACH,
            "1 tâche sur 4 couverte (25 %), 1 partielle, 1 écart, 1 non renseignée",
            id="fr one of each",
        ),
        pytest.param("en", Counts(1, 1), "1 of 1 duty covered (100 %)", id="en only one"),
        pytest.param("fr", Counts(1, 1), "1 tâche sur 1 couverte (100 %)", id="fr only one"),
        pytest.param("en", Counts(2), "0 of 2 duties covered (0 %), 2 unanswered", id="en none"),
        pytest.param(
            "fr", Counts(2), "0 tâche sur 2 couverte (0 %), 2 non renseignées", id="fr none"
        ),
        pytest.param("en", Counts(), "Nothing in scope: no activity is yours.", id="en empty"),
        pytest.param(
            "fr",
            Counts(),
            f"Rien dans le périmètre{SPACE}: aucune activité n’est à votre charge.",
            id="fr empty",
        ),
        pytest.param(
            "en",
            Counts(2, not_applicable=2),
            "Nothing applies: all 2 duties are not applicable",
            id="en nothing applies",
        ),
        pytest.param(
            "fr",
            Counts(1, not_applicable=1),
            f"Rien ne s’applique{SPACE}: la seule tâche est sans objet",
            id="fr nothing applies",
        ),
    ],
)
def test_the_sentence_prints_its_denominator(language: str, counts: Counts, expected: str) -> None:
    with translation.override(language):
        said = words.sentence(counts)

    assert said == expected.replace(" %", f"{SPACE}%")


@pytest.mark.parametrize(
    ("language", "counts", "expected"),
    [
        pytest.param(
            "en",
            Counts(5, 2, 1, 1),
            "2 of 5 covered, 1 partial, 1 gap, 1 unanswered",
            id="en",
        ),
        pytest.param(
            "fr",
            Counts(5, 2, 1, 1),
            "2 sur 5 couvertes, 1 partielle, 1 écart, 1 non renseignée",
            id="fr",
        ),
        pytest.param(
            "en", Counts(3, 1, not_applicable=2), "1 of 1 covered, 2 not applicable", id="en apart"
        ),
        pytest.param(
            "fr", Counts(3, 1, not_applicable=2), "1 sur 1 couverte, 2 sans objet", id="fr apart"
        ),
        pytest.param(
            "en", Counts(1, not_applicable=1), "1 not applicable", id="en no denominator"
        ),
        pytest.param("fr", Counts(1, not_applicable=1), "1 sans objet", id="fr no denominator"),
        pytest.param("en", Counts(), "no duty", id="en empty"),
        pytest.param("fr", Counts(), "aucune tâche", id="fr empty"),
    ],
)
def test_a_section_says_its_counts(language: str, counts: Counts, expected: str) -> None:
    with translation.override(language):
        said = words.section_words(counts)

    assert said == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", "2 not applicable, out of the count", id="en"),
        pytest.param("fr", "2 sans objet, hors du compte", id="fr"),
    ],
)
def test_what_is_not_applicable_is_said_apart(language: str, expected: str) -> None:
    with translation.override(language):
        said = words.apart(Counts(3, 1, not_applicable=2))

    assert said == expected


def test_nothing_is_said_apart_when_the_sentence_says_it_all() -> None:
    said = [words.apart(Counts(3, 1)), words.apart(Counts(2, not_applicable=2))]

    assert said == ["", ""]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param(
            "en",
            ["25 of 36 (69 %)", "34 of 36 answered (94 %)", "3 late out of 11 duties not covered"],
            id="en",
        ),
        pytest.param(
            "fr",
            [
                "25 sur 36 (69 %)",
                "34 sur 36 renseignées (94 %)",
                "3 en retard sur 11 tâches non couvertes",
            ],
            id="fr",
        ),
    ],
)
def test_shares_print_their_denominator(language: str, expected: list[str]) -> None:
    with translation.override(language):
        said = [
            words.declared_words(MIXED),
            words.progress_words(MIXED),
            words.overdue_words(3, MIXED.not_covered),
        ]

    assert said == [each.replace(" %", f"{SPACE}%") for each in expected]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", "nothing in scope", id="en"),
        pytest.param("fr", "rien dans le périmètre", id="fr"),
    ],
)
def test_a_share_of_nothing_is_not_a_number(language: str, expected: str) -> None:
    with translation.override(language):
        said = {words.declared_words(Counts()), words.progress_words(Counts())}

    assert said == {expected}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", "Consulted or informed, counted apart: 1 of 2 covered, 1 gap", id="en"),
        pytest.param(
            "fr",
            f"Consulté ou informé, compté à part{SPACE}: 1 sur 2 couverte, 1 écart",
            id="fr",
        ),
    ],
)
def test_messages_are_on_a_line_of_their_own(language: str, expected: str) -> None:
    with translation.override(language):
        said = words.messages_words(Counts(2, 1, gap=1))

    assert said == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param(
            "en",
            ["2 covered", "2 partial", "2 gaps", "2 unanswered", "2 not applicable"],
            id="en",
        ),
        pytest.param(
            "fr",
            ["2 couvertes", "2 partielles", "2 écarts", "2 non renseignées", "2 sans objet"],
            id="fr",
        ),
    ],
)
def test_every_coverage_has_its_word(language: str, expected: list[str]) -> None:
    coverages = [COVERED, PARTIAL, GAP, UNANSWERED, NOT_APPLICABLE]

    with translation.override(language):
        said = [words.number_of(coverage, 2) for coverage in coverages]

    assert said == expected
