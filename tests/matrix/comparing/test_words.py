"""The word diff of two wordings."""

import pytest

from matrix.comparing import word_changes
from matrix.comparing.words import MAX_WORDS


def test_words_are_marked_whole() -> None:
    changes = word_changes("Export data following QCOW2 format", "Export data in QCOW3 format")

    assert [(each.op, each.old, each.new) for each in changes] == [
        ("equal", "Export data", "Export data"),
        ("replace", " following QCOW2", " in QCOW3"),
        ("equal", " format", " format"),
    ]


def test_words_come_and_go() -> None:
    changes = word_changes("Keep all logs", "Do keep logs")

    assert [(each.op, each.old.strip(), each.new.strip()) for each in changes] == [
        ("insert", "", "Do"),
        ("equal", "Keep", "keep"),
        ("delete", "all", ""),
        ("equal", "logs", "logs"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("  a b\u00a0: c ", "a d\u00a0: c"),
        ("Gérer\nles accès", "les droits"),
        ("Same words.", "same words"),
        (" ", "x"),
    ],
)
def test_the_runs_are_both_texts_as_they_were(old: str, new: str) -> None:
    changes = word_changes(old, new)

    assert "".join(each.old for each in changes) == old
    assert "".join(each.new for each in changes) == new


def test_typography_is_not_marked() -> None:
    assert [each.op for each in word_changes("L’accès, œuvre", "L'acces oeuvre")] == ["equal"]


@pytest.mark.parametrize(("last", "op"), [("End.", "equal"), ("other", "replace")])
def test_a_text_beyond_measure_is_shown_whole(last: str, op: str) -> None:
    words = "word " * MAX_WORDS

    [change] = word_changes(words + "end", words + last)

    assert change.op == op
