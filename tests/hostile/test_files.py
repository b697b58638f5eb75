"""Every hostile file is read, or refused by name, by its importer in a process under limits."""

from collections.abc import Iterator

import pytest

from tests.fuzzing.importers import IMPORTERS
from tests.fuzzing.sources import HOSTILE, hostile_files, made
from tests.fuzzing.watching import Watched

# SECURITY.md, "Figures to reach".
AT_LEAST = {
    "xlsx": 300,
    "working copy": 300,
    "tracker": 500,
    "csv": 200,
    "markdown": 200,
    "html": 100,
    "evidence": 150,
    "name": 100,
}


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    """Have one process read them."""
    with Watched() as process:
        yield process


@pytest.mark.thorough
@pytest.mark.parametrize("importer", AT_LEAST)
def test_there_are_enough_of_them(importer: str) -> None:
    assert len(hostile_files(importer)) >= AT_LEAST[importer]


@pytest.mark.parametrize("importer", AT_LEAST)
def test_some_are_read_or_refused_by_name(importer: str) -> None:
    numbers = range(7, len(hostile_files(importer)), 100)

    words = [IMPORTERS[importer].read(made(importer, HOSTILE, number)) for number in numbers]

    assert all(words)


@pytest.mark.thorough
@pytest.mark.parametrize("importer", AT_LEAST)
def test_each_is_read_or_refused_by_name_in_little_time_and_memory(
    importer: str, watched: Watched
) -> None:
    whats = list(hostile_files(importer))

    outcomes = list(watched.outcomes(importer, HOSTILE, range(len(whats))))

    assert len(outcomes) == len(whats)
    assert {whats[each.number]: each.defect for each in outcomes if each.defect} == {}
