"""A reason belongs to "not applicable", whichever side of a merge it comes from."""

from collections.abc import Mapping
from typing import Any

import pytest

from accounts.models import Membership
from assessments.models import Assessment, Intake
from assessments.readers.said import Field, Said, SaidRow, SaidValue
from assessments.services.answering import AnswerValues
from assessments.services.intakes import Source, apply_intake, bring_in, choose
from tests.assessments.returning.books import keys_of, make_world, merge_of, stand, states
from tests.builders import NOW, make_answers

pytestmark = pytest.mark.django_db

Told = Mapping[str, tuple[str, str | None]]
NOT_APPLICABLE = AnswerValues(coverage="not_applicable", reason="no data")


def said(assessment: Assessment, by: Membership, told: Told) -> Intake:
    """Bring in what a file says of the first row: (text, base) by field."""
    values = {Field(name): SaidValue("A1", text, base) for name, (text, base) in told.items()}
    row = SaidRow("A1", str(keys_of(assessment)[0]), "", values)
    return bring_in(assessment=assessment, said=Said((row,)), source=Source("rows"), by=by, at=NOW)


@pytest.mark.parametrize(
    ("here", "told", "expected"),
    [
        pytest.param(
            {},
            {"coverage": ("not_applicable", "unanswered")},
            {"coverage": "unknown"},
            id="no-reason",
        ),
        pytest.param(
            {},
            {"coverage": ("not_applicable", "unanswered"), "reason": ("none here", "")},
            {"coverage": "theirs", "reason": "theirs"},
            id="with-its-reason",
        ),
        pytest.param(
            {}, {"reason": ("none here", "")}, {"reason": "unknown"}, id="reason-of-nothing"
        ),
        pytest.param(
            {},
            {"coverage": ("gap", "unanswered"), "until": ("2027-01-01", "")},
            {"coverage": "theirs", "until_": "unknown"},
            id="date-of-a-gap",
        ),
        pytest.param(
            NOT_APPLICABLE, {"reason": ("", "no data")}, {"reason": "unknown"}, id="reason-cleared"
        ),
        pytest.param(
            NOT_APPLICABLE,
            {"coverage": ("covered", "not_applicable"), "reason": ("", "no data")},
            {"coverage": "theirs"},
            id="both-cleared",
        ),
        pytest.param(
            NOT_APPLICABLE,
            {"reason": ("better", "no data"), "until": ("2027-01-01", "")},
            {"reason": "theirs", "until": "theirs"},
            id="another-reason",
        ),
        pytest.param(
            NOT_APPLICABLE,
            {"coverage": ("not_applicable", "covered"), "reason": ("better", "")},
            {"coverage": "already", "reason": "conflict"},
            id="reasons-of-both",
        ),
        pytest.param(
            {"coverage": "gap"},
            {"coverage": ("not_applicable", "covered"), "reason": ("better", "")},
            {"coverage": "conflict", "reason": "theirs"},
            id="while-nobody-has-decided",
        ),
        pytest.param(
            {"coverage": "gap"},
            {"coverage": ("not_applicable", "covered"), "reason": ("n" * 2_001, "")},
            {"coverage": "unknown", "reason": "unknown"},
            id="its-reason-is-not-understood",
        ),
    ],
)
def test_a_reason_is_taken_with_not_applicable_alone(
    here: AnswerValues, told: Told, expected: dict[str, str]
) -> None:
    manager, assessment = make_world()
    make_answers(assessment, here, by=manager)

    merge = merge_of(said(assessment, manager, told), manager)

    assert states(merge) == {(0, name.strip("_")): state for name, state in expected.items()}


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        pytest.param("theirs", ("not_applicable", "better"), id="theirs"),
        pytest.param("ours", ("gap", ""), id="ours"),
    ],
)
def test_the_reason_goes_with_the_decision_on_the_coverage(
    side: str, expected: tuple[str, str]
) -> None:
    manager, assessment = make_world()
    make_answers(assessment, {"coverage": "gap"}, by=manager)
    told: dict[str, Any] = {
        "coverage": ("not_applicable", "covered"),
        "reason": ("better", ""),
        "note": ("and this", ""),
    }
    intake = said(assessment, manager, told)
    name = merge_of(intake, manager).conflicting[0].conflicts[0].name
    chosen = choose(intake=intake, choices={name: side}, revision=1, by=manager, at=NOW)

    apply_intake(intake=chosen, revision=2, by=manager, at=NOW)

    row = stand(assessment)[0]
    assert ((row["coverage"], row["reason"]), row["note"]) == (expected, "and this")


def test_a_reason_kept_here_while_theirs_is_not_applicable_holds() -> None:
    manager, assessment = make_world()
    make_answers(assessment, NOT_APPLICABLE, by=manager)
    intake = said(assessment, manager, {"reason": ("better", "another")})
    name = merge_of(intake, manager).conflicting[0].conflicts[0].name

    chosen = choose(intake=intake, choices={name: "ours"}, revision=1, by=manager, at=NOW)

    merge = merge_of(chosen, manager)
    assert (merge.undecided, merge.written, merge.conflicts) == (0, (), 1)
