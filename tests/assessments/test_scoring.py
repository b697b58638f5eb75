"""The arithmetic of coverage."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import COVERED, GAP, Counts, counts_of, percent, total

NUMBERS = st.integers(min_value=0, max_value=500)


@st.composite
def any_counts(draw: st.DrawFn) -> Counts:
    """Draw counts that add up."""
    covered, partial, gap, not_applicable, unanswered = (draw(NUMBERS) for _ in range(5))
    duties = covered + partial + gap + not_applicable + unanswered
    return Counts(duties, covered, partial, gap, not_applicable)


@given(any_counts())
def test_it_is_one_hundred_percent_only_when_all_that_applies_is_covered(counts: Counts) -> None:
    declared = counts.declared_percent

    assert (declared == 100) == (counts.applicable > 0 and counts.not_covered == 0)


@given(any_counts())
def test_it_is_all_answered_only_when_nothing_is_left(counts: Counts) -> None:
    progress = counts.progress_percent

    assert (progress == 100) == (counts.duties > 0 and counts.unanswered == 0)


@given(any_counts())
def test_every_duty_is_counted_once(counts: Counts) -> None:
    coverages = ("covered", "partial", "gap", "not_applicable", "unanswered")

    assert sum(counts.of(coverage) for coverage in coverages) == counts.duties
    assert counts.covered + counts.not_covered == counts.applicable


@given(st.lists(any_counts(), max_size=6))
def test_the_total_of_sections_is_that_of_their_duties(sections: list[Counts]) -> None:
    together = total(sections)

    assert together.duties == sum(each.duties for each in sections)
    assert together.covered == sum(each.covered for each in sections)
    assert together.unanswered == sum(each.unanswered for each in sections)


def test_percentages_round_down() -> None:
    assert percent(199, 200) == 99
    assert percent(1, 3) == 33


def test_nothing_in_scope_has_no_percentage() -> None:
    empty = Counts()

    assert empty.declared_percent is None
    assert empty.progress_percent is None
    assert Counts(2, not_applicable=2).declared_percent is None
    assert Counts(2, not_applicable=2).progress_percent == 100


def test_partial_counts_as_nothing_and_unanswered_stays_in_the_denominator() -> None:
    counts = Counts(duties=4, covered=1, partial=2)

    assert counts.declared_percent == 25
    assert counts.unanswered == 1


def test_counts_come_from_the_codes_that_occur() -> None:
    counts = counts_of({COVERED: 2, GAP: 1, "unanswered": 4})

    assert counts == Counts(duties=7, covered=2, gap=1)
