"""Eight processes write into one assessment at once, undisturbed and killed.

`make chaos` runs the same with 1,000 answers for each process and 100 kills (SECURITY.md).
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NamedTuple

import pytest

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.services.answering import ANSWERED, AnswerValues
from assessments.services.counting import recount
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.assessments.writer import CONFLICT
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
)
from tests.figures import keep
from tests.messages import ROOT
from tests.needs import is_required
from tests.processes import environment

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

PROCESSES = 8
ROWS = 12
EDITS = int(os.environ.get("REMIT_EDITS", "15"))
KILLS = int(os.environ.get("REMIT_KILLS", "3" if is_required("whole") else "1"))
BEFORE_A_KILL = 40  # answers acknowledged, all processes together
IS_CAMPAIGN = "REMIT_KILLS" in os.environ
# From a kill to the next answer that is kept (SECURITY.md). The start of a new process is timed
# where the machine has nothing else to do.
READY_SECONDS = 5.0

Writer = subprocess.Popen[str]


class Kept(NamedTuple):
    """An answer that a process was told is kept."""

    key: str
    revision: int
    note: str


@contextmanager
def writers(
    assessment: Assessment, by: Membership, *, edits: int, round_: int = 0
) -> Iterator[list[Writer]]:
    """Have processes write; whichever still runs at the end is killed.

    Each has a number of its own, in every round, so that no two ever write the same note.
    """
    fixed = [str(assessment.pk), str(by.pk)]
    started = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.assessments.writer", *fixed, str(number), str(edits)],
            env=environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(round_ * PROCESSES, (round_ + 1) * PROCESSES)
    ]
    try:
        yield started
    finally:
        for each in started:
            each.kill()


def kept_of(lines: Iterable[str]) -> list[Kept]:
    """Return what was acknowledged; a line that a kill cut short is none, nor is a conflict."""
    found = [line.split() for line in lines if line.endswith("\n") and line.strip() != CONFLICT]
    return [Kept(key, int(revision), note) for key, revision, note in found]


def assert_all_is_there(assessment: Assessment, kept: list[Kept]) -> None:
    """Compare what was acknowledged with answers, events, counters and the chain."""
    events = Event.objects.filter(verb=ANSWERED)
    rows = {str(row.key): row for row in Answer.objects.filter(assessment=assessment)}
    assert {each.note for each in kept} <= {event.new["note"] for event in events}
    assert len({(each.key, each.revision) for each in kept}) == len(kept)
    assert all(rows[each.key].revision >= each.revision for each in kept)
    assert [
        each for each in kept
        if rows[each.key].revision == each.revision and rows[each.key].note != each.note
    ] == []  # fmt: skip
    assert sum(row.revision - 1 for row in rows.values()) == events.count()
    assert recount(assessment=assessment, at=NOW) is None
    assert verify_chain(chain_of(assessment.organisation_id)).broken_at is None


def test_no_answer_of_eight_processes_is_lost() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(ROWS)))

    with writers(assessment, member, edits=EDITS) as started:
        outcomes = [each.communicate() for each in started]

    lines = [line for out, _ in outcomes for line in out.splitlines(keepends=True)]
    kept = kept_of(lines)
    assert [(each.returncode, errors) for each, (_, errors) in zip(started, outcomes, strict=True)
            ] == [(0, "")] * PROCESSES  # fmt: skip
    assert len(kept) == PROCESSES * EDITS == Event.objects.filter(verb=ANSWERED).count()
    assert_all_is_there(assessment, kept)
    if IS_CAMPAIGN:
        figures = {
            f"answers of {PROCESSES} processes at once, kept": f"{len(kept)}: 0 lost",
            "conflicts, each told to the one who came later": str(len(lines) - len(kept)),
        }
        keep("make chaos", figures)


@pytest.mark.asvs("2.3.3")
def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_done() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(ROWS)))
    kept: list[Kept] = []
    free, started_anew = [0.0], [0.0]

    for round_ in range(KILLS):
        with writers(assessment, member, edits=0, round_=round_) as started:
            early = [_first_lines(each) for each in started]
        killed_at = monotonic()
        make_answers(assessment, AnswerValues(note=f"after kill {round_}"), by=member)
        free.append(monotonic() - killed_at)
        rest = [list(each.stdout or ()) for each in started]
        kept += kept_of(line for lines in [*early, *rest] for line in lines)
        for each in started:
            each.wait()
            each.communicate()
        kept += _kept_by_a_new_process(assessment, member, number=-round_ - 1)
        started_anew.append(monotonic() - killed_at)

    assert len(kept) >= KILLS * BEFORE_A_KILL
    assert_all_is_there(assessment, kept)
    assert max(free) <= READY_SECONDS
    if IS_CAMPAIGN:
        _keep_figures(kept, free, started_anew)
        assert max(started_anew) <= READY_SECONDS


def _first_lines(process: Writer) -> list[str]:
    assert process.stdout is not None
    lines: list[str] = []
    while len(kept_of(lines)) < BEFORE_A_KILL // PROCESSES:
        line = process.stdout.readline()
        assert line, process.communicate()
        lines.append(line)
    return lines


def _kept_by_a_new_process(assessment: Assessment, by: Membership, *, number: int) -> list[Kept]:
    command = [sys.executable, "-m", "tests.assessments.writer"]
    arguments = [str(each) for each in (assessment.pk, by.pk, number, 1)]
    done = subprocess.run(  # noqa: S603
        [*command, *arguments],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return kept_of(done.stdout.splitlines(keepends=True))


def _keep_figures(kept: list[Kept], free: list[float], started_anew: list[float]) -> None:
    figures = {
        f"kills of {PROCESSES} processes that write": str(KILLS),
        "answers acknowledged before a kill": f"{len(kept)}: 0 lost",
        "chain and counters after the kills": "hold",
        "the database takes the next answer": f"within {max(free):.2f} s",
        "a new process starts and has kept an answer": f"within {max(started_anew):.2f} s",
    }
    keep("make chaos", figures)
