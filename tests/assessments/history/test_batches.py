"""One action is one sentence, however many rows it changed."""

import pytest

from assessments.words.batches import Tally, batch_sentence, batch_words


@pytest.mark.parametrize(
    ("tallies", "said"),
    [
        pytest.param(
            [Tally("answer-changed", "covered", 12)],
            "Karim answered 12 rows: covered",
            id="all alike",
        ),
        pytest.param(
            [Tally("answer-changed", "gap", 4), Tally("answer-changed", "covered", 8)],
            "Karim answered 12 rows: 8 covered, 4 gaps",
            id="two answers",
        ),
        pytest.param(
            [Tally("answer-changed", "covered", 2), Tally("answer-changed", "", 1)],
            "Karim answered 3 rows: 2 covered",
            id="some only noted",
        ),
        pytest.param(
            [Tally("answer-changed", "", 3)], "Karim: 3 rows changed", id="nothing in common"
        ),
        pytest.param(
            [Tally("answer-change-undone", "gap", 2)],
            "Karim: 2 changes taken back",
            id="taken back",
        ),
        pytest.param(
            [Tally("answer-switched-on", "", 1), Tally("answer-switched-off", "", 2)],
            "Karim: 2 rows switched off, 1 row switched on",
            id="options",
        ),
    ],
)
def test_an_action_says_how_many_rows_it_changed(tallies: list[Tally], said: str) -> None:
    assert batch_sentence("Karim", tallies) == said


def test_what_every_row_got_is_said_once() -> None:
    tallies = [Tally("answer-changed", "", 3)]

    said = batch_sentence("Karim", tallies, shared=["Owner: Léa", "Due"])

    assert said == "Karim changed 3 rows: Owner: Léa, Due"


def test_what_is_no_row_is_counted_as_an_event() -> None:
    tallies = [Tally("answer-archived", "", 2), Tally("moon-reached", "", 1)]

    assert batch_words(tallies) == "2 rows archived, 1 event"
