"""Mutants through every importer, and what a campaign makes of a reader that breaks a rule."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzzing import unruly
from tests.fuzzing.campaign import Tally, rows, run, saved
from tests.fuzzing.importers import IMPORTERS
from tests.fuzzing.measuring import Measured
from tests.fuzzing.sources import made
from tests.fuzzing.unruly import NUMBERS
from tests.fuzzing.watching import Outcome, Watched
from tests.needs import examples


@pytest.mark.parametrize("importer", IMPORTERS)
def test_mutants_are_read_or_refused_by_name(importer: str) -> None:
    mutants = [made(importer, "suite", number) for number in range(examples(200))]

    words = [IMPORTERS[importer].read(mutant) for mutant in mutants]

    assert all(words)


@pytest.mark.thorough
def test_mutants_are_read_or_refused_in_limited_processes() -> None:
    tally = run(list(IMPORTERS), mutants=100, seed="2", seconds=60, processes=2)

    assert [(each.importer, each.number, each.defect) for each in tally.defects] == []
    assert tally.count == 100


@pytest.mark.parametrize("importer", IMPORTERS)
def test_the_same_number_is_the_same_mutant(importer: str) -> None:
    mutants = [made(importer, "suite", number) for number in (1, 2, 1)]

    assert mutants[0] == mutants[2]


@pytest.mark.parametrize("importer", IMPORTERS)
def test_a_file_that_nothing_was_done_to_is_read(importer: str) -> None:
    of = IMPORTERS[importer]

    words = {of.read(file) for file in of.seeds()}

    assert "read" in words


@pytest.mark.thorough
def test_a_reader_that_breaks_a_rule_is_found_and_the_others_are_read_on() -> None:
    with Watched(unruly.__name__) as watched:
        outcomes = {each.number: each for each in watched.outcomes("a", "b", range(len(NUMBERS)))}

    words = {NUMBERS[number]: each.word for number, each in outcomes.items()}
    assert words == {
        "good": "read",
        "raises": "ZeroDivisionError",
        "endless": "ended",
        "memory": "memory",
        "killed": "ended",
        "leaves": "ended",
        "good again": "read",
    }
    found = {NUMBERS[number]: each.defect for number, each in outcomes.items() if each.defect}
    assert "good" not in found
    assert "SIGPROF: more than" in found["endless"]
    assert "MB more than before" in found["memory"]
    assert "SIGSEGV" in found["killed"]
    assert "status 3" in found["leaves"]


def test_what_broke_a_rule_is_kept_with_the_command_that_reads_it_again(tmp_path: Path) -> None:
    outcome = Outcome("working copy", "7", 12, "KeyError", defect="Traceback")

    told = saved(outcome, tmp_path)

    text = told.read_text()
    assert 'python -m tests.fuzzing.child "working copy" 7 12' in text
    assert "KeyError\nTraceback" in text
    kept = tmp_path / "working-copy-7-12.bytes"
    assert kept.read_bytes() == made("working copy", "7", 12).content


def test_the_figures_count_files_defects_and_the_worst() -> None:
    tally = Tally()
    tally.add(Outcome("csv", "1", 1, "read", 0.5, 3))
    tally.add(Outcome("xlsx", "1", 2, "KeyError", 0.1, 9, defect="Traceback"))

    figures = list(rows(tally, "1").values())

    assert figures == [
        "2, seed 1 (csv 1, xlsx 1)",
        "1 of 2",
        "1",
        "0.50 s (limit 5 s)",
        "9 MB (limit 200 MB)",
    ]


@pytest.mark.parametrize(("make", "least"), [(lambda: b"x" * 90_000_000, 80), (lambda: b"", 0)])
def test_memory_is_measured_though_it_is_given_back(make: Callable[[], bytes], least: int) -> None:
    with Measured() as measured:
        make()

    assert least <= measured.megabytes < least + 40
