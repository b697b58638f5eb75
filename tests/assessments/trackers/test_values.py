"""Words of state and dates, as people type them."""

from datetime import date

import pytest

from assessments.readers.trackers import words_of
from assessments.readers.trackers.values import coverage_of, day_of, is_month_first


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (
            "covered",
            "Fait|FAITE|ok|Oui.|Done|yes|terminé|✓|✔️|☑ ok|✅ ✅|100 %|x|Fait le 12/03/2026|1",
        ),
        ("partial", "En cours|en-cours|WIP|Partiel|50%|0.5|0,5|🟠|in progress"),
        ("gap", "Non|KO|À faire|todo|TODO|not started|✗|❌|0 %|0|Non fait|Écart"),
        ("not_applicable", "N/A|n.a.|NA|Sans objet|hors périmètre|out of scope|⚪"),
        ("", "mystère|voir Marie|fait partiellement|non concluant|–|"),
    ],
    ids=["covered", "partial", "gap", "not applicable", "nobody knows"],
)
def test_a_word_of_state_is_known_in_both_languages(coverage: str, words: str) -> None:
    read = {word: coverage_of(word) for word in words.split("|")}

    assert set(read.values()) == {coverage}, read


def test_spellings_of_one_word_are_one_and_the_most_frequent_comes_first() -> None:
    words = words_of(["Non", "Fait", "fait ", "FAIT.", "-", "", "voir"])

    assert [(word.text, word.count, word.guess) for word in words] == [
        ("Fait", 3, "covered"),
        ("Non", 1, "gap"),
        ("voir", 1, ""),
    ]


def test_a_cross_beside_ticks_is_a_gap_and_alone_what_is_done() -> None:
    beside, alone = words_of(["✓", "x"]), words_of(["x", ""])

    assert {word.text: word.guess for word in beside} == {"✓": "covered", "x": "gap"}
    assert {word.text: word.guess for word in alone} == {"x": "covered"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31 08:00:00", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("1.2.26", date(2026, 2, 1)),
        ("31-12-26", date(2026, 12, 31)),
        ("31 décembre 2026", date(2026, 12, 31)),
        ("31/02/2026", None),
        ("fin 2026", None),
        ("avant le 31 décembre 2026", None),
        ("46000", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_is_typed_here_or_not_at_all(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("dates", "is_first"),
    [
        pytest.param(["12/31/2026", "01/02/2027"], True, id="one can be nothing else"),
        pytest.param(["12/31/2026", "31/12/2026"], False, id="both ways"),
        pytest.param(["01/02/2027", "demain"], False, id="nobody knows"),
    ],
)
def test_a_column_writes_the_month_first_only_where_it_must(
    dates: list[str], is_first: bool
) -> None:
    assert is_month_first(dates) is is_first
    assert day_of("01/02/2027", month_first=is_first) == (
        date(2027, 1, 2) if is_first else date(2027, 2, 1)
    )
