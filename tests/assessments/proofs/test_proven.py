"""What is proven, and what only was: CONTRACTS.md, "Counting"."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import Membership, Organisation
from accounts.rights import Role
from assessments.models import Answer, Assessment, Review, evidence_shown_to
from assessments.scoring import Counts, Proven
from assessments.selectors.proofs.counting import (
    ProofNumbers,
    assessment_proven,
    proof_numbers,
    quarter_after,
    section_proven,
)
from assessments.services.answering import AnswerValues
from assessments.words.proofs import (
    attached_words,
    forecast_words,
    proven_part,
    proven_rest,
    proven_words,
    validity_words,
)
from evidence.models import Evidence
from evidence.services import withdraw_evidence
from tests.assessments.proofs.proving import TODAY, TOMORROW, YESTERDAY, attach, cover
from tests.builders import NOW, make_answers, make_assessment, make_member, make_reader
from tests.builders.evidence import make_evidence

pytestmark = pytest.mark.django_db


def test_covered_with_an_owner_and_a_proof_is_proven_until_its_last_day() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, other = cover(assessment, by=member, number=2)
    attach(make_evidence(by=member, valid_until=TODAY), row, by=member)
    attach(make_evidence(by=member), other, by=member)

    today, tomorrow = (
        sum(section_proven(assessment, on=day).values(), Proven()) for day in (TODAY, TOMORROW)
    )

    assert today == Proven(proven=2, stale=0)
    assert tomorrow == Proven(proven=1, stale=1)


def _unowned(row: Answer) -> None:
    Answer.objects.filter(pk=row.pk).update(owner_membership=None)


def _to_recheck(row: Answer) -> None:
    Answer.objects.filter(pk=row.pk).update(is_to_recheck=True)


def _partial(row: Answer) -> None:
    Answer.objects.filter(pk=row.pk).update(coverage="partial", gap_since=TODAY)


def _switched_off(row: Answer) -> None:
    Answer.objects.filter(pk=row.pk).update(is_switched_off=True)


def _four_eyes(row: Answer) -> None:
    Organisation.objects.filter(pk=row.organisation_id).update(has_four_eyes=True)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_unowned, id="nobody has it"),
        pytest.param(_to_recheck, id="to recheck"),
        pytest.param(_partial, id="partial"),
        pytest.param(_switched_off, id="switched off"),
        pytest.param(_four_eyes, id="four eyes, and nobody accepted it"),
    ],
)
def test_a_proof_alone_proves_nothing(spoil: Callable[[Answer], None]) -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    attach(make_evidence(by=member), row, by=member)

    spoil(row)

    assert proof_numbers(assessment, on=TODAY).total.proven == 0


def test_under_four_eyes_what_a_reviewer_accepted_is_proven() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    attach(make_evidence(by=member), row, by=member)
    reviewed = {"review": Review.ACCEPTED, "submitted_at": NOW, "reviewed_at": NOW}
    Answer.objects.filter(pk=row.pk).update(**reviewed)
    _four_eyes(row)

    found = proof_numbers(assessment, on=TODAY)

    assert found.total == Proven(proven=1)


def test_withdrawn_evidence_proves_nothing_and_is_not_stale_either() -> None:
    member = make_member()
    assessment = make_assessment(member)
    (row,) = cover(assessment, by=member)
    evidence = make_evidence(by=member)
    attach(evidence, row, by=member)

    withdraw_evidence(evidence=evidence, reason="Wrong", revision=1, by=member, at=NOW)

    assert proof_numbers(assessment, on=TODAY).total == Proven()


def test_each_assessment_is_counted_apart() -> None:
    member = make_member()
    proven, bare = make_assessment(member), make_assessment(member)
    attach(make_evidence(by=member), *cover(proven, by=member, number=2), by=member)
    cover(bare, by=member)

    found = assessment_proven(Assessment.objects.all(), on=TODAY)

    assert found == {proven.pk: Proven(proven=2), bare.pk: Proven()}


@pytest.mark.parametrize(
    ("day", "later"),
    [
        pytest.param(date(2026, 11, 23), date(2027, 3, 1), id="in a month"),
        pytest.param(date(2026, 12, 1), date(2027, 3, 1), id="on its first day"),
        pytest.param(date(2026, 8, 31), date(2026, 12, 1), id="on its last day"),
    ],
)
def test_a_forecast_is_for_the_first_of_a_month_a_quarter_away(day: date, later: date) -> None:
    assert quarter_after(day) == later


def test_a_forecast_says_what_expires_until_then_if_nothing_is_done() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, other, _ = cover(assessment, by=member, number=3)
    attach(make_evidence(by=member, valid_until=TOMORROW), row, by=member)
    attach(make_evidence(by=member), other, by=member)

    found = proof_numbers(assessment, on=TODAY)

    assert (found.later, found.later_on) == (Proven(1), date(2027, 3, 1))
    said = forecast_words(found.total, found.later, Counts(3, 3), on=found.later_on)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "66 % proven today, 33 % on 1 March 2027 if nothing is done"
    )
    assert forecast_words(Proven(1), Proven(1), Counts(3, 3), on=TODAY) == ""


def test_proofs_about_to_expire_are_counted_once_whatever_they_prove() -> None:
    member = make_member()
    assessment = make_assessment(member)
    rows = cover(assessment, by=member, number=2)
    attach(make_evidence(by=member, valid_until=TOMORROW), *rows, by=member)
    make_evidence(by=member, valid_until=TOMORROW)

    found = proof_numbers(assessment, on=TODAY)

    assert found.expiring == 1
    assert found.freshness == "1 proof expires within 30 days"


def test_stale_duties_and_ending_proofs_are_said_together() -> None:
    numbers = ProofNumbers({1: Proven(3, 2), None: Proven(0, 1)}, 2, Proven(), TOMORROW)

    assert numbers.freshness == (
        "3 duties whose proofs have all expired · 2 proofs expire within 30 days"
    )


@pytest.mark.parametrize(
    ("proven", "counts", "said"),
    [
        pytest.param(
            Proven(199), Counts(200, 200), "199 of 200 (99\N{NO-BREAK SPACE}%)", id="rounded down"
        ),
        pytest.param(Proven(), Counts(2, 0, not_applicable=2), "nothing in scope", id="empty"),
    ],
)
def test_proven_is_said_with_its_denominator(proven: Proven, counts: Counts, said: str) -> None:
    assert proven_words(proven, counts) == said


def test_a_section_in_which_nothing_is_covered_says_nothing_of_proofs() -> None:
    assert proven_part(Proven(), Counts(3, 0, gap=3)) == ""
    assert proven_part(Proven(1), Counts(3, 2)) == "1 of 3 proven"


def test_without_denominator_there_is_no_rest_of_the_sentence() -> None:
    assert proven_rest(Proven(), Counts()) == ""
    assert proven_rest(Proven(1), Counts(3, 2)).startswith("1 of 3 proven (33")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(None, "does not expire", id="never"),
        pytest.param(0, "expires today", id="today"),
        pytest.param(1, "expires in 1 day, on 23 November 2026", id="tomorrow"),
        pytest.param(30, "expires in 30 days, on 22 December 2026", id="soon"),
        pytest.param(31, "valid until 23 December 2026", id="later"),
        pytest.param(-2, "expired 2 days ago, on 20 November 2026", id="over"),
    ],
)
def test_validity_is_said_in_days_when_it_is_near(days: int | None, said: str) -> None:
    until = None if days is None else TODAY + days * (TOMORROW - TODAY)

    assert validity_words(until, on=TODAY) == said


def test_what_proves_nothing_says_so() -> None:
    assert attached_words(0) == "attached to no duty"
    assert attached_words(2) == "attached to 2 duties"


def _attached(by: Membership, assessment: Assessment, **about: Any) -> Evidence:
    (row,) = cover(assessment, by=by)
    evidence = make_evidence(by=by, **about)
    attach(evidence, row, by=by)
    return evidence


def test_an_auditor_sees_what_proves_a_row_of_an_assessment_shared_with_them() -> None:
    manager = make_member()
    shared, other = make_assessment(manager), make_assessment(manager)
    auditor = make_reader(Role.AUDITOR, shared)
    evidence = _attached(manager, shared)
    _attached(manager, other)
    make_evidence(by=manager)

    assert list(evidence_shown_to(auditor.user)) == [evidence]
    assert evidence_shown_to(manager.user).count() == 3


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"is_visible_to_auditor": False}, id="hidden"),
        pytest.param({"confidentiality": "secret", "is_visible_to_auditor": False}, id="secret"),
    ],
)
def test_an_auditor_does_not_see_what_is_not_for_auditors(about: dict[str, object]) -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    auditor = make_reader(Role.AUDITOR, assessment)
    _attached(manager, assessment, **about)

    assert not evidence_shown_to(auditor.user).exists()


def test_an_auditor_does_not_see_what_was_withdrawn_or_proves_a_row_out_of_play() -> None:
    manager = make_member()
    assessment = make_assessment(manager)
    auditor = make_reader(Role.AUDITOR, assessment)
    withdrawn = _attached(manager, assessment, valid_until=YESTERDAY)
    withdraw_evidence(evidence=withdrawn, reason="Wrong", revision=1, by=manager, at=NOW)
    off = _attached(manager, assessment)
    row = Answer.objects.filter(attachments__evidence=off)
    row.update(is_switched_off=True)

    assert not evidence_shown_to(auditor.user).exists()


def test_a_stranger_sees_no_evidence() -> None:
    make_evidence()

    assert not evidence_shown_to(make_member().user).exists()


def test_answers_that_are_no_duty_are_never_proven() -> None:
    member = make_member()
    assessment = make_assessment(member, has_messages=True)
    make_answers(assessment, *[AnswerValues(coverage="covered")] * 4, by=member)
    row = Answer.objects.get(assessment=assessment, question="receive")
    Answer.objects.filter(pk=row.pk).update(owner_membership=member)
    attach(make_evidence(by=member), row, by=member)

    assert proof_numbers(assessment, on=TODAY).total == Proven()
