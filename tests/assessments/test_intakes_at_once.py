"""Files applied by several people and processes at once, undisturbed and killed."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Membership
from assessments.models import Answer, Assessment, Intake
from assessments.readers.said import Field, Said, SaidRow, SaidValue
from assessments.services.answering import ANSWERED
from assessments.services.counting import recount
from assessments.services.intakes import Source, StillUndecided, apply_intake, bring_in
from assessments.services.intakes.applying import APPLIED
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, make_assessment, make_edition, make_member, make_page
from tests.messages import ROOT
from tests.needs import is_required
from tests.processes import environment

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

PROCESSES = 2
ROWS = 12
BEFORE_A_KILL = 3  # batches acknowledged, by each process
KILLS = 2 if is_required("whole") else 1


def note_of_every_row(assessment: Assessment, note: str) -> Said:
    """Return a file that gives every row a note, where the export had none."""
    keys = Answer.objects.of_assessment(assessment).values_list("key", flat=True)
    values = {Field.NOTE: SaidValue("A1", note, "")}
    return Said(tuple(SaidRow("A1", str(key), "", values) for key in keys))


def assert_each_batch_is_whole(assessment: Assessment) -> None:
    """Compare files that say they are applied with events, rows, counters and the chain."""
    of_answers = Event.objects.filter(verb=ANSWERED)
    batches = Counter(of_answers.values_list("batch", flat=True))
    applied = Intake.objects.filter(state=Intake.State.APPLIED)
    assert dict(applied.values_list("batch", "rows")) == batches
    assert set(batches.values()) <= {ROWS}
    assert Event.objects.filter(verb=APPLIED).count() == applied.count()
    revisions = Answer.objects.of_assessment(assessment).values_list("revision", flat=True)
    assert set(revisions) == {len(batches) + 1}
    assert recount(assessment=assessment, at=NOW) is None
    assert verify_chain(chain_of(assessment.organisation_id)).broken_at is None


def test_of_two_people_who_apply_at_once_one_is_asked() -> None:
    first = make_member()
    second = make_member(organisation=first.organisation)
    assessment = make_assessment(first, edition=make_edition(make_page(ROWS)))
    drafts = [
        bring_in(
            assessment=assessment,
            said=note_of_every_row(assessment, f"of {member.pk}"),
            source=Source("rows"),
            by=member,
            at=NOW,
        )
        for member in (first, second)
    ]
    together = Barrier(2)

    def apply(intake: Intake, by: Membership) -> int:
        try:
            together.wait()
            return apply_intake(intake=intake, revision=1, by=by, at=NOW).number
        except StillUndecided as undecided:
            return -undecided.number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(apply, drafts, (first, second)))

    assert sorted(outcomes) == [-ROWS, ROWS]
    assert_each_batch_is_whole(assessment)


def test_a_double_click_applies_once() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(ROWS)))
    said = note_of_every_row(assessment, "once")
    intake = bring_in(assessment=assessment, said=said, source=Source("rows"), by=member, at=NOW)
    together = Barrier(2)

    def apply(_click: int) -> bool:
        try:
            together.wait()
            return apply_intake(intake=intake, revision=1, by=member, at=NOW).is_repeated
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(apply, range(2)))

    assert sorted(outcomes) == [False, True]
    assert_each_batch_is_whole(assessment)


def test_a_kill_leaves_every_file_applied_whole_or_not_at_all() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(ROWS)))
    kept: list[str] = []

    for number in range(KILLS):
        started = [
            subprocess.Popen(  # noqa: S603
                [
                    *(sys.executable, "-m", "tests.assessments.intake_writer"),
                    *(str(assessment.pk), str(member.pk), f"{number}{process}"),
                ],
                env=environment(),
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for process in range(PROCESSES)
        ]
        try:
            kept += [_batch(each) for each in started for _ in range(BEFORE_A_KILL)]
        finally:
            for each in started:
                each.kill()
                each.communicate()

    assert len(kept) == KILLS * PROCESSES * BEFORE_A_KILL
    known = set(Intake.objects.filter(state="applied").values_list("batch", flat=True))
    assert set(kept) <= known
    assert not Intake.objects.drafts().exists()
    assert_each_batch_is_whole(assessment)


def _batch(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    return line.split()[0]
