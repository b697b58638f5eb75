"""Whether an option is bought, and the rows that depend on it."""

from dataclasses import replace

import pytest
from django.conf import settings

from accounts.rights import Role
from assessments.models import Answer, Assessment, DayCount, OptionChoice
from assessments.selectors.options import options_of, switched_off_count
from assessments.services.answering import (
    AnswerValues,
    AssessmentClosed,
    Entry,
    record_answers,
)
from assessments.services.counting import recount
from assessments.services.options import (
    ChoiceStale,
    OptionDecision,
    OptionReasonMissing,
    OptionUnknown,
    decide_option,
    regroup_option,
    remove_option,
)
from assessments.services.starting import Terms, copy_assessment
from audit.models import Event
from audit.selectors import verify_chains
from matrix.bundles import OptionTerms
from matrix.models import Option
from matrix.selectors import printed_edition
from matrix.services import group_option, load_file
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
)

pytestmark = pytest.mark.django_db

SEED = settings.FIXTURE_DIR / "public-cloud-instances.fr.json"
BOUGHT = OptionDecision(is_bought=True, reason="Contract 2026-14", revision=0)


@pytest.fixture
def assessment() -> Assessment:
    """Return an assessment on the seed, with its three pairs."""
    return make_assessment(edition=load_file(path=SEED, at=NOW).edition)


@pytest.fixture
def option(assessment: Assessment) -> Option:
    """Return the option the three pairs depend on."""
    return assessment.edition.options.get()


def decide(assessment: Assessment, option: Option, decision: OptionDecision) -> int:
    """Decide as a manager of the assessment's organisation."""
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    return decide_option(
        assessment_id=assessment.pk, option_id=option.pk, decision=decision, by=manager, at=NOW
    )


def off(assessment: Assessment) -> list[int]:
    """Return the lines of the rows that are switched off."""
    rows = Answer.objects.all_of(assessment).filter(is_switched_off=True)
    return list(rows.order_by("activity__line").values_list("activity__line", flat=True))


def test_undecided_every_row_is_on(assessment: Assessment) -> None:
    assert off(assessment) == []
    assert Answer.objects.of_assessment(assessment).duties().count() == 36


@pytest.mark.parametrize(
    ("is_bought", "lines", "duties"),
    [
        pytest.param(True, [69, 90, 135], 33, id="bought"),
        pytest.param(False, [91, 136], 34, id="not bought"),
    ],
)
def test_a_decision_switches_one_row_of_each_pair_off(
    assessment: Assessment, option: Option, is_bought: bool, lines: list[int], duties: int
) -> None:
    changed = decide(assessment, option, replace(BOUGHT, is_bought=is_bought))

    assert off(assessment) == lines
    assert changed == len(lines)
    assert DayCount.objects.get(assessment=assessment).duties == duties
    assert switched_off_count(assessment) == 36 - duties


def test_a_row_that_comes_back_has_its_answer(assessment: Assessment, option: Option) -> None:
    by = make_member(Role.MANAGER, organisation=assessment.organisation)
    make_answers(assessment, *[AnswerValues(coverage="covered", note="n")] * 36, by=by)

    decide(assessment, option, BOUGHT)
    decide(assessment, option, OptionDecision(is_bought=None, reason="", revision=1))

    rows = Answer.objects.of_assessment(assessment)
    assert rows.filter(coverage="covered", note="n").count() == 36
    assert not OptionChoice.objects.exists()


def test_a_decision_and_each_row_it_switches_are_told_as_one_batch(
    assessment: Assessment, option: Option
) -> None:
    decide(assessment, option, BOUGHT)

    chain = f"organisation:{assessment.organisation_id}"
    told = Event.objects.filter(chain=chain).order_by("sequence")
    batch = told.filter(verb="option-decided").get().batch
    verbs = told.filter(batch=batch).values_list("verb", flat=True)
    assert list(verbs) == ["option-decided", *["answer-switched-off"] * 3]
    assert told.get(verb="option-decided").new["reason"] == "Contract 2026-14"
    assert all(chain.broken_at is None for chain in verify_chains())


def test_counters_equal_a_recount_after_each_decision(
    assessment: Assessment, option: Option
) -> None:
    for revision, is_bought in enumerate((True, False)):
        decide(assessment, option, replace(BOUGHT, is_bought=is_bought, revision=revision))

        assert recount(assessment=assessment, at=NOW) is None


@pytest.mark.parametrize("revision", [1, 7])
def test_a_stale_decision_changes_nothing(
    assessment: Assessment, option: Option, revision: int
) -> None:
    with pytest.raises(ChoiceStale):
        decide(assessment, option, replace(BOUGHT, revision=revision))

    assert off(assessment) == []


def test_the_same_decision_again_writes_nothing(assessment: Assessment, option: Option) -> None:
    decide(assessment, option, BOUGHT)

    changed = decide(assessment, option, replace(BOUGHT, revision=1))

    assert changed == 0
    assert Event.objects.filter(verb="option-decided").count() == 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_decision_needs_a_reason(assessment: Assessment, option: Option, reason: str) -> None:
    with pytest.raises(OptionReasonMissing):
        decide(assessment, option, replace(BOUGHT, reason=reason))


def test_a_closed_assessment_stays_as_it_is(assessment: Assessment, option: Option) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")

    with pytest.raises(AssessmentClosed):
        decide(assessment, option, BOUGHT)


def test_options_of_others_and_of_other_editions_are_unknown(assessment: Assessment) -> None:
    foreign = make_member()
    terms = OptionTerms("own", {"fr": "x"}, {})
    edition = assessment.edition
    theirs = group_option(edition=edition, terms=terms, organisation=foreign.organisation, at=NOW)
    elsewhere = group_option(edition=make_edition(), terms=terms, at=NOW)

    for option in (theirs, elsewhere):
        with pytest.raises(OptionUnknown):
            decide(assessment, option, BOUGHT)


def test_grouping_anew_switches_rows_as_they_are_grouped_now(assessment: Assessment) -> None:
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    one, other = assessment.edition.activities.filter(line__in=[26, 27]).order_by("line")
    terms = OptionTerms("own", {"fr": "À nous"}, {one.pk: ("not_bought", None)})
    edition = assessment.edition
    option = regroup_option(edition=edition, terms=terms, by=manager, at=NOW)
    decide(assessment, option, BOUGHT)
    assert off(assessment) == [one.line]

    terms = replace(terms, rows={other.pk: ("not_bought", None)})
    regroup_option(edition=edition, terms=terms, by=manager, at=NOW)

    assert off(assessment) == [other.line]


def test_grouping_the_same_rows_again_tells_nothing(assessment: Assessment) -> None:
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    row = assessment.edition.activities.get(line=26)
    terms = OptionTerms("own", {"fr": "À nous"}, {row.pk: ("not_bought", None)})
    option = regroup_option(edition=assessment.edition, terms=terms, by=manager, at=NOW)
    decide(assessment, option, BOUGHT)
    events = Event.objects.count()

    regroup_option(edition=assessment.edition, terms=terms, by=manager, at=NOW)

    assert Event.objects.count() == events
    assert off(assessment) == [row.line]


def test_an_option_that_switches_nothing_is_decided_all_the_same(assessment: Assessment) -> None:
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    row = assessment.edition.activities.get(line=26)
    terms = OptionTerms("own", {"fr": "À nous"}, {row.pk: ("bought", None)})
    option = regroup_option(edition=assessment.edition, terms=terms, by=manager, at=NOW)

    changed = decide(assessment, option, BOUGHT)

    assert changed == 0
    assert assessment.option_choices.get().is_bought


def test_an_option_that_goes_leaves_every_row_on(assessment: Assessment) -> None:
    manager = make_member(Role.MANAGER, organisation=assessment.organisation)
    row = assessment.edition.activities.get(line=26)
    terms = OptionTerms("own", {"fr": "À nous"}, {row.pk: ("not_bought", None)})
    option = regroup_option(edition=assessment.edition, terms=terms, by=manager, at=NOW)
    decide(assessment, option, BOUGHT)

    remove_option(option=option, by=manager, at=NOW)

    assert off(assessment) == []
    assert recount(assessment=assessment, at=NOW) is None


@pytest.mark.parametrize("with_answers", [True, False])
def test_a_copy_has_the_same_rows_on_and_off(
    assessment: Assessment, option: Option, with_answers: bool
) -> None:
    decide(assessment, option, BOUGHT)
    by = make_member(Role.MANAGER, organisation=assessment.organisation)
    terms = Terms("Elsewhere", assessment.starts_on, assessment.ends_on)

    copy = copy_assessment(
        source=assessment, terms=terms, with_answers=with_answers, by=by, at=NOW
    )

    assert off(copy) == off(assessment) == [69, 90, 135]
    assert copy.option_choices.get().reason == "Contract 2026-14"
    assert DayCount.objects.get(assessment=copy).duties == 33


def test_a_row_that_is_off_cannot_be_answered(assessment: Assessment, option: Option) -> None:
    by = make_member(Role.MANAGER, organisation=assessment.organisation)
    decide(assessment, option, BOUGHT)
    row = Answer.objects.all_of(assessment).get(activity__line=69)
    entry = Entry(row.key, row.revision, AnswerValues(coverage="covered"))

    recorded = record_answers(assessment_id=assessment.pk, entries=[entry], by=by, at=NOW)

    assert recorded.missing == (row.key,)


def test_what_is_shown_of_an_option_has_its_pairs_and_who_decided(
    assessment: Assessment, option: Option
) -> None:
    decide(assessment, option, BOUGHT)
    printed = printed_edition(assessment.edition, language="en")

    [state] = options_of(assessment, printed=printed, language="en")

    assert (state.name, state.value, state.revision) == ("Automated Backups", "yes", 1)
    assert [row.activity.line for row in state.without_it] == [69, 90, 135]
    assert [row.is_switched_off for row in state.without_it] == [True] * 3
    assert [row.is_in_scope for row in state.with_it] == [False, True, True]
    assert state.decided_by
