"""The arithmetic of coverage (CONTRACTS.md, "Counting"). Pure Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COVERED = "covered"
PARTIAL = "partial"
GAP = "gap"
NOT_APPLICABLE = "not_applicable"
UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties stand in which coverage. Rows that are not duties are counted elsewhere."""

    duties: int = 0
    covered: int = 0
    partial: int = 0
    gap: int = 0
    not_applicable: int = 0

    @property
    def unanswered(self) -> int:
        """Return the duties nobody has answered."""
        return self.duties - self.answered

    @property
    def answered(self) -> int:
        """Return the duties with an answer; not applicable is one."""
        return self.covered + self.partial + self.gap + self.not_applicable

    @property
    def not_covered(self) -> int:
        """Return the duties that apply and are not covered: what may be overdue."""
        return self.applicable - self.covered

    @property
    def applicable(self) -> int:
        """Return the denominator of declared coverage: unanswered stays in."""
        return self.duties - self.not_applicable

    @property
    def declared_percent(self) -> int | None:
        """Return covered / applicable, rounded down; None when nothing is applicable."""
        return percent(self.covered, self.applicable)

    @property
    def progress_percent(self) -> int | None:
        """Return answered / duties, rounded down; None when nothing is in scope."""
        return percent(self.answered, self.duties)

    def of(self, coverage: str) -> int:
        """Return the number of one coverage by its code."""
        number: int = getattr(self, coverage)
        return number

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        return Counts(
            self.duties + other.duties,
            self.covered + other.covered,
            self.partial + other.partial,
            self.gap + other.gap,
            self.not_applicable + other.not_applicable,
        )

    def __sub__(self, other: "Counts") -> "Counts":
        """Return what is left without a part of these counts."""
        return Counts(
            self.duties - other.duties,
            self.covered - other.covered,
            self.partial - other.partial,
            self.gap - other.gap,
            self.not_applicable - other.not_applicable,
        )


@dataclass(frozen=True, slots=True)
class Proven:
    """How many of the covered duties are proven, and of how many every proof has expired.

    Both are of a day, and share the denominator of declared coverage.
    """

    proven: int = 0
    stale: int = 0

    def percent_of(self, counts: Counts) -> int | None:
        """Return proven / applicable, rounded down; None when nothing is applicable."""
        return percent(self.proven, counts.applicable)

    def __add__(self, other: "Proven") -> "Proven":
        """Return both together."""
        return Proven(self.proven + other.proven, self.stale + other.stale)


NOTHING_PROVEN = Proven()


@dataclass(frozen=True, slots=True)
class OpinionCounts:
    """How many of the `duties` in scope have an auditor's opinion, by result."""

    duties: int
    by_result: Mapping[str, int]

    @property
    def stated(self) -> int:
        """Return how many have one, whatever it says."""
        return sum(self.by_result.values())

    @property
    def without(self) -> int:
        """Return how many have none."""
        return self.duties - self.stated


def percent(part: int, whole: int) -> int | None:
    """Return 100 × part / whole rounded down (199 of 200 is 99), None for an empty whole."""
    return 100 * part // whole if whole else None


def counts_of(by_coverage: Mapping[str, int]) -> Counts:
    """Return `Counts` from a number for each coverage code that occurs."""
    return Counts(
        duties=sum(by_coverage.values()),
        covered=by_coverage.get(COVERED, 0),
        partial=by_coverage.get(PARTIAL, 0),
        gap=by_coverage.get(GAP, 0),
        not_applicable=by_coverage.get(NOT_APPLICABLE, 0),
    )


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of `counts`."""
    return sum(counts, Counts())
