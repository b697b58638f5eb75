"""Sign-offs as they are read: the list, one with its frozen rows, and whether its hash holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from accounts.models import Membership, Team
from assessments.models import (
    Answer,
    Assessment,
    AssessmentQuerySet,
    Coverage,
    Question,
    Review,
    SignOff,
)
from assessments.scoring import Proven
from assessments.words.limits import limit_words
from audit.sealing import canonical

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of people and teams by id; who is gone is not in them."""

    members: Mapping[int, str]
    teams: Mapping[int, str]

    def owner(self, row: Row) -> str:
        """Return the owner of a row, "" without one."""
        member, team = row["owner_membership_id"], row["owner_team_id"]
        return self.members.get(member, "") if member else self.teams.get(team, "")


@dataclass(frozen=True, slots=True)
class SignedProof:
    """A proof of a row as it was when it was signed. `sha256` is "" for what is no file."""

    title: str
    sha256: str
    valid_until: date | None

    def __str__(self) -> str:
        return f"{self.title} ({self.sha256[:12]})" if self.sha256 else self.title


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One row as it was signed, in words."""

    key: UUID
    number: str
    section: str
    activity: str
    letters: str
    question: str
    coverage: str
    reason: str
    until: date | None
    note: str
    owner: str
    due_on: date | None
    review: str
    reviewed_by: str
    proofs: tuple[SignedProof, ...] = ()

    @property
    def coverage_text(self) -> str:
        """Return the coverage in the reader's language."""
        return str(Coverage(self.coverage).label)

    @property
    def question_text(self) -> str:
        """Return the question in the reader's language."""
        return str(Question(self.question).label)

    @property
    def review_text(self) -> str:
        """Return where the review stood, in the reader's language."""
        return str(Review(self.review).label)


@dataclass(frozen=True, slots=True)
class Signed:
    """A sign-off with its frozen rows. `holds` tells whether the hash is that of the rows."""

    sign_off: SignOff
    rows: tuple[SignedRow, ...]
    holds: bool

    @property
    def language(self) -> str:
        """Return the language of the provider's text."""
        return str(self.sign_off.snapshot["edition"]["language"])

    @property
    def proven(self) -> Proven | None:
        """Return how many duties were proven; None of a sign-off from before it was kept."""
        kept = self.sign_off.snapshot.get("proven")
        return Proven(**kept) if kept else None

    @property
    def limits(self) -> tuple[str, ...]:
        """Return what limits it, in words."""
        return limits_in_words(self.sign_off.limits)


def limits_in_words(limits: Mapping[str, int]) -> tuple[str, ...]:
    """Return limits in words, in the order in which they were found."""
    order = [code for code in _ORDER if code in limits]
    others = [code for code in limits if code not in _ORDER]
    return tuple(limit_words(code, limits[code]) for code in (*order, *others))


# PostgreSQL keeps no order of keys.
_ORDER = (
    "unanswered",
    "gaps_open",
    "gaps_accepted",
    "not_reviewed",
    "accepted_alone",
    "to_recheck",
    "switched_off",
    "four_eyes_off",
    "newer_edition",
)


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """How many rows wait for a reviewer, and the sign-off that is in force."""

    waiting: int
    in_force: SignOff | None


def standing_of_review(assessment: Assessment) -> ReviewStanding:
    """Return where the review of an assessment stands. One query."""
    if assessment.state != Assessment.State.ACTIVE:
        return ReviewStanding(0, sign_off_in_force(assessment))
    return ReviewStanding(Answer.objects.of_assessment(assessment).submitted().count(), None)


def sign_offs_of(assessment: Assessment) -> tuple[SignOff, ...]:
    """Return the sign-offs of an assessment, the latest first, without their rows. One query."""
    return tuple(SignOff.objects.of_assessment(assessment).light().latest_first())


def latest_sign_offs(assessments: AssessmentQuerySet) -> dict[int, SignOff]:
    """Return the last sign-off of each assessment that has one, without their rows. One query."""
    found = SignOff.objects.filter(assessment__in=assessments.values("pk")).light()
    return {each.assessment_id: each for each in reversed(found.latest_first())}


def sign_off_in_force(assessment: Assessment) -> SignOff | None:
    """Return the sign-off that closes an assessment to changes, None while it is open."""
    if assessment.state == Assessment.State.ACTIVE:
        return None
    return SignOff.objects.of_assessment(assessment).in_force().light().first()


def read_sign_off(sign_off: SignOff, *, with_all_proofs: bool = False) -> Signed:
    """Return a sign-off with its rows, and compute its hash anew. At most three queries.

    Unless `with_all_proofs`, only those proofs are told that auditors were to see.
    """
    rows = sign_off.snapshot["rows"]
    names = names_of(rows, organisation_id=sign_off.organisation_id)
    found = sha256(canonical(sign_off.snapshot)).hexdigest()
    told = tuple(_row(row, names, with_all_proofs=with_all_proofs) for row in rows)
    return Signed(sign_off, told, found == sign_off.sha256)


def names_of(rows: Iterable[Row], *, organisation_id: int) -> Names:
    """Return the names of everybody that frozen rows mention. Two queries."""
    rows = list(rows)
    people = {row[name] for row in rows for name in ("owner_membership_id", "reviewed_by_id")}
    teams = {row["owner_team_id"] for row in rows}
    members = Membership.objects.filter(
        organisation_id=organisation_id, pk__in=people - {None}
    ).select_related("user")
    found = Team.objects.filter(organisation_id=organisation_id, pk__in=teams - {None})
    return Names({each.pk: str(each) for each in members}, dict(found.values_list("pk", "name")))


def _row(row: Row, names: Names, *, with_all_proofs: bool) -> SignedRow:
    return SignedRow(
        key=UUID(row["key"]),
        number=row["number"],
        section=row["section"],
        activity=row["activity"],
        letters=row["letters"],
        question=row["question"],
        coverage=row["coverage"],
        reason=row["reason"],
        until=_day(row["until"]),
        note=row["note"],
        owner=names.owner(row),
        due_on=_day(row["due_on"]),
        review=row["review"],
        reviewed_by=names.members.get(row["reviewed_by_id"], ""),
        proofs=tuple(
            SignedProof(each["title"], each["sha256"], _day(each["valid_until"]))
            for each in row.get("proofs", ())
            if with_all_proofs or each["is_visible_to_auditor"]
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
