"""Many people answer at once, on whichever engine the tests run."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.services.answering import ANSWERED, Entry, Recorded, record_answers
from assessments.services.counting import recount
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, make_assessment, make_edition, make_member, make_page

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8
EDITS = 12
COVERAGES = ("covered", "partial", "gap")


def at_once(work: Callable[[int], int]) -> list[int]:
    """Run `work` in as many threads, each with a connection of its own; raise what they raise."""

    def closing(number: int) -> int:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(closing, range(THREADS)))


def edit(assessment: Assessment, by: Membership, key: UUID, revision: int, turn: int) -> Recorded:
    """Change one row so that it differs from what it was."""
    entry = Entry(key, revision, {"coverage": COVERAGES[turn % 3], "note": f"turn {turn}"})
    return record_answers(assessment_id=assessment.pk, entries=[entry], by=by, at=NOW)


def assert_nothing_is_lost(assessment: Assessment, changes: int) -> None:
    """Compare events, revisions, counters and chain with the number of changes acknowledged."""
    revisions = Answer.objects.of_assessment(assessment).values_list("revision", flat=True)
    assert sum(revision - 1 for revision in revisions) == changes
    assert Event.objects.filter(verb=ANSWERED).count() == changes
    assert recount(assessment=assessment, at=NOW) is None
    assert verify_chain(chain_of(assessment.organisation_id)).broken_at is None


@pytest.mark.thorough
def test_edits_of_different_rows_are_all_kept() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(THREADS)))
    keys = list(Answer.objects.of_assessment(assessment).values_list("key", flat=True))

    def work(number: int) -> int:
        saved = [edit(assessment, member, keys[number], turn + 1, turn) for turn in range(EDITS)]
        return sum(len(recorded.saved) for recorded in saved)

    assert sum(at_once(work)) == THREADS * EDITS
    assert_nothing_is_lost(assessment, THREADS * EDITS)


@pytest.mark.thorough
def test_of_edits_of_the_same_row_each_is_kept_or_reported_stale() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(2)))
    keys = list(Answer.objects.of_assessment(assessment).values_list("key", flat=True))

    def work(number: int) -> int:
        kept, revision = 0, 1
        for turn in range(EDITS // 2):
            recorded = edit(assessment, member, keys[turn % 2], revision, number * EDITS + turn)
            kept += len(recorded.saved)
            assert len(recorded.saved) + len(recorded.stale) == 1
            revision = Answer.objects.get(key=keys[(turn + 1) % 2]).revision
        return kept

    kept = sum(at_once(work))

    assert 2 <= kept <= THREADS * EDITS // 2
    assert_nothing_is_lost(assessment, kept)


@pytest.mark.thorough
def test_batches_over_the_same_rows_do_not_block_each_other_for_good() -> None:
    member = make_member()
    assessment = make_assessment(member, edition=make_edition(make_page(6)))
    keys = list(Answer.objects.of_assessment(assessment).values_list("key", flat=True))

    def work(number: int) -> int:
        kept = 0
        for turn in range(EDITS // 4):
            turned = keys[number % 6 :] + keys[: number % 6]
            now = dict(Answer.objects.filter(key__in=turned).values_list("key", "revision"))
            values = {"note": f"{number} {turn}"}
            entries = [Entry(key, now[key], {"note": values["note"]}) for key in turned]
            recorded = record_answers(
                assessment_id=assessment.pk, entries=entries, by=member, at=NOW
            )
            kept += len(recorded.saved)
        return kept

    assert_nothing_is_lost(assessment, sum(at_once(work)))
