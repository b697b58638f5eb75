"""The rows of an assessment as a reviewer sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, ngettext

from accounts.dates import date_format
from accounts.models import Membership, TeamMember
from accounts.rights import Action
from assessments.models import CONFIRMED, Answer, AnswerQuerySet, Assessment, Coverage, Review
from assessments.selectors.duties import DutyRow, rows_of
from assessments.words.fields import field_name
from matrix.selectors import PrintedEdition, PrintedSection

_REVIEW_ALONG: Final = ("submitted_by__user", "reviewed_by__user")


@dataclass(frozen=True, slots=True)
class Since:
    """A field that says something else than when the row was confirmed last, both in words."""

    label: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row, and where its review stands.

    `changes` are those since it was last accepted or signed, () for a row that is as it was and
    for one that is `is_new`: never confirmed. `is_barred` tells that four eyes are asked for and
    the reader answered or submitted it.
    """

    duty: DutyRow
    review: str
    submitted_by: str
    submitted_at: datetime | None
    reviewed_by: str
    reviewed_at: datetime | None
    reason: str
    changes: tuple[Since, ...]
    is_new: bool
    is_barred: bool

    @property
    def seen(self) -> str:
        """Return the row as a form names it, with the revision it was read at."""
        return f"{self.duty.key}:{self.duty.revision}"

    @property
    def is_unchanged(self) -> bool:
        """Tell whether it says what it said when it was last accepted or signed."""
        return not self.is_new and not self.changes

    @property
    def is_submittable(self) -> bool:
        """Tell whether the reader may hand it to a reviewer as it is."""
        is_before = self.review in {Review.NONE, Review.SENT_BACK}
        return self.duty.is_answered and is_before and self.duty.is_writable

    @property
    def is_waiting(self) -> bool:
        """Tell whether it waits for a reviewer."""
        return self.review == Review.SUBMITTED

    @property
    def review_text(self) -> str:
        """Return where the review stands, in the reader's language."""
        return str(Review(self.review).label)


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """The rows of one section that wait for a reviewer."""

    section: PrintedSection | None
    rows: tuple[ReviewRow, ...]

    @property
    def pk(self) -> int:
        """Return the section's id, 0 for rows that stand before the first heading."""
        return self.section.section_id if self.section else 0

    @property
    def key(self) -> str:
        """Return the same as text, for the names of fields."""
        return str(self.pk)

    @property
    def acceptable(self) -> tuple[ReviewRow, ...]:
        """Return the rows the reader may accept."""
        return tuple(row for row in self.rows if not row.is_barred)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Every row in play, by where its review stands."""

    rows: tuple[ReviewRow, ...]

    @property
    def sections(self) -> tuple[ReviewSection, ...]:
        """Return what waits for a reviewer, by section in printed order."""
        grouped = groupby(self.waiting, key=lambda row: row.duty.section)
        return tuple(ReviewSection(section, tuple(rows)) for section, rows in grouped)

    @property
    def waiting(self) -> tuple[ReviewRow, ...]:
        """Return the rows that wait for a reviewer."""
        return self._of(Review.SUBMITTED)

    @property
    def acceptable(self) -> tuple[ReviewRow, ...]:
        """Return those of them that the reader may accept."""
        return tuple(row for row in self.waiting if not row.is_barred)

    @property
    def unchanged(self) -> tuple[ReviewRow, ...]:
        """Return those that say what was accepted or signed before."""
        return tuple(row for row in self.acceptable if row.is_unchanged)

    @property
    def returned(self) -> tuple[ReviewRow, ...]:
        """Return the rows that were sent back."""
        return self._of(Review.SENT_BACK)

    @property
    def unsubmitted(self) -> tuple[ReviewRow, ...]:
        """Return the answered rows that nobody was asked to look at."""
        return tuple(row for row in self._of(Review.NONE) if row.duty.is_answered)

    @property
    def unsubmitted_apart(self) -> tuple[tuple[ReviewRow, ...], tuple[ReviewRow, ...]]:
        """Return those of them to look at, and those that say what was confirmed before."""
        rows = self.unsubmitted
        return (
            tuple(row for row in rows if not row.is_unchanged),
            tuple(row for row in rows if row.is_unchanged),
        )

    @property
    def submittable(self) -> tuple[ReviewRow, ...]:
        """Return those of them that the reader may submit."""
        return tuple(row for row in self.unsubmitted if row.is_submittable)

    @property
    def still_true(self) -> tuple[ReviewRow, ...]:
        """Return those that say what was confirmed before: one look, and they are submitted."""
        return tuple(row for row in self.submittable if row.is_unchanged)

    @property
    def accepted(self) -> int:
        """Return how many are accepted."""
        return len(self._of(Review.ACCEPTED))

    @property
    def answered(self) -> int:
        """Return the denominator: rows that say something."""
        return sum(1 for row in self.rows if row.duty.is_answered)

    @property
    def unanswered(self) -> int:
        """Return how many rows say nothing."""
        return len(self.rows) - self.answered

    @property
    def lead(self) -> str:
        """Return the beginning of the sentence: "25 of 34 answers accepted"."""
        if not self.answered:
            return gettext("Nothing is answered yet")
        return ngettext(
            "%(n)s of %(total)s answers accepted",
            "%(n)s of %(total)s answers accepted",
            self.accepted,
        ) % {"n": self.accepted, "total": self.answered}

    @property
    def rest(self) -> str:
        """Return what follows: ", 6 submitted, 2 sent back"; "" when all are accepted."""
        waiting, returned, before = map(len, (self.waiting, self.returned, self.unsubmitted))
        parts = [
            (ngettext("%(n)s submitted", "%(n)s submitted", waiting), waiting),
            (ngettext("%(n)s sent back", "%(n)s sent back", returned), returned),
            (ngettext("%(n)s not submitted", "%(n)s not submitted", before), before),
        ]
        return "".join(f", {text % {'n': n}}" for text, n in parts if n)

    def _of(self, review: Review) -> tuple[ReviewRow, ...]:
        return tuple(row for row in self.rows if row.review == review)


def review_page(
    assessment: Assessment, *, printed: PrintedEdition, reader: Membership, on: date
) -> ReviewPage:
    """Return every row in play as a reviewer sees it, in printed order. One query."""
    answers = Answer.objects.of_assessment(assessment)
    rows = review_rows(answers, assessment=assessment, printed=printed, reader=reader, on=on)
    return ReviewPage(rows)


def review_rows(
    answers: AnswerQuerySet,
    *,
    assessment: Assessment,
    printed: PrintedEdition,
    reader: Membership,
    on: date,
) -> tuple[ReviewRow, ...]:
    """Return `answers` with their review, in printed order. One query."""
    is_in_team = TeamMember.objects.filter(team=OuterRef("owner_team"), membership=reader)
    found = list(
        answers.select_related("owner_membership__user", "owner_team", "changed_by__user")
        .select_related(*_REVIEW_ALONG)
        .annotate(is_my_teams=Exists(is_in_team))
        .in_printed_order()
    )
    duties = rows_of(found, assessment=assessment, printed=printed, reader=reader, on=on)
    return tuple(_row(answer, duty, reader) for answer, duty in zip(found, duties, strict=True))


def review_of(duty: DutyRow, *, reader: Membership) -> ReviewRow | None:
    """Return a row that was read already with its review; None once it is gone. One query."""
    answer = Answer.objects.select_related(*_REVIEW_ALONG).filter(key=duty.key).first()
    return _row(answer, duty, reader) if answer else None


def _row(answer: Answer, duty: DutyRow, reader: Membership) -> ReviewRow:
    has_four_eyes = reader.organisation.has_four_eyes
    return ReviewRow(
        duty=duty,
        review=answer.review,
        submitted_by=_name(answer.submitted_by),
        submitted_at=answer.submitted_at,
        reviewed_by=_name(answer.reviewed_by),
        reviewed_at=answer.reviewed_at,
        reason=answer.review_reason,
        changes=tuple(_changes(answer)),
        is_new=not answer.confirmed,
        is_barred=not reader.may(Action.REVIEW)
        or (has_four_eyes and answer.is_own_work_of(reader)),
    )


def _name(member: Membership | None) -> str:
    return str(member) if member else ""


def _changes(answer: Answer) -> Iterable[Since]:
    if not answer.confirmed:
        return
    for name in CONFIRMED:
        then, now = answer.confirmed.get(name), answer.said[name]
        if then != now:
            yield Since(field_name(name), confirmed_text(name, then), confirmed_text(name, now))


def confirmed_text(name: str, value: Any) -> str:
    """Return a value that a reviewer confirms in words, "–" for none."""
    if not value:
        return "–"
    if name == "coverage":
        return str(Coverage(value).label)
    return date_format(date.fromisoformat(value), "DATE_FORMAT") if name == "until" else str(value)
