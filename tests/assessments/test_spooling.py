"""A long sequence on disk is as good as one in memory."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.readers.spooling import Spool
from tests.needs import examples


@given(st.lists(st.text(max_size=5), max_size=40), st.integers(1, 7))
@settings(max_examples=examples(100), deadline=None)
def test_it_says_what_a_list_says(things: list[str], block: int) -> None:
    with Spool[str](block=block) as spool:
        spool.extend(things)

        assert list(spool) == things
        assert len(spool) == len(things)
        assert [spool[place] for place in range(-len(things), len(things))] == things * 2
        assert spool[1:-1] == things[1:-1]
        assert (spool.index(things[-1]) if things else 0) == (
            things.index(things[-1]) if things else 0
        )


def test_it_is_gone_through_several_times_at_once() -> None:
    with Spool[int](block=2) as spool:
        spool.extend(range(5))

        assert list(zip(spool, spool, strict=True)) == [(each, each) for each in range(5)]


def test_beyond_its_end_there_is_nothing() -> None:
    with Spool[int](block=2) as spool:
        spool.extend(range(4))

        with pytest.raises(IndexError):
            spool[4]


def test_a_changed_one_takes_its_place() -> None:
    spool = Spool[int](block=2)
    spool.extend(range(5))

    doubled = spool.changed(lambda each: 2 * each)

    assert list(doubled) == [0, 2, 4, 6, 8]
    with pytest.raises(ValueError, match="closed"):
        list(spool)
    doubled.close()


def test_a_cleared_one_begins_again() -> None:
    with Spool[int](block=2) as spool:
        spool.extend(range(5))

        spool.clear()
        spool.extend([7, 8, 9])

        assert list(spool) == [7, 8, 9]
