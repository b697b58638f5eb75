"""What a move to another edition would do to each answer: the rules, and no query.

The rules are CONTRACTS.md, "Between editions", and PRODUCT.md, "Upgrade to a new edition".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy

from assessments.models import Answer, Coverage, Question
from matrix.comparing.results import Bucket, Comparison, Match
from matrix.selectors import question_of


class Group(models.TextChoices):
    """The six buckets of the page, worst first."""

    BECAME_YOURS = "became_yours", pgettext_lazy("activities", "Became yours")
    NEW = "new", pgettext_lazy("activities", "New")
    REWORDED = "reworded", pgettext_lazy("activities", "Reworded")
    ROLE_CHANGED = "role_changed", pgettext_lazy("activities", "Role changed")
    GONE = "gone", pgettext_lazy("activities", "Removed, or no longer yours")
    UNCHANGED = "unchanged", pgettext_lazy("activities", "Unchanged")


class Choice(StrEnum):
    """What a person says of a row that changed: still true, ask again, another activity."""

    KEEP = "keep"
    REOPEN = "reopen"
    SEPARATE = "separate"


class Outcome(StrEnum):
    """What becomes of an answer.

    `carried` as it is, `recheck` as it is and to be looked at, `kept` because a person said so;
    `reopened` with note, owner and date; `archived`; `opened` for a new row; `separated` is the
    old one archived and a new one opened.
    """

    CARRIED = "carried"
    RECHECK = "recheck"
    KEPT = "kept"
    REOPENED = "reopened"
    ARCHIVED = "archived"
    OPENED = "opened"
    SEPARATED = "separated"


@dataclass(frozen=True, slots=True)
class Planned:
    """One activity of either edition that has an answer, or is to get one.

    `question` is what the new edition asks there, "" for nothing in scope. A row that `is_asked`
    waits for a person's choice; without one it is asked again.
    """

    group: Group
    match: Match
    answer: Answer | None
    question: str

    @property
    def is_asked(self) -> bool:
        """Tell whether a person has something to decide here.

        Not where nothing was said, and not where the client's part is new: that is asked anew.
        """
        is_changed = self.match.bucket in {Bucket.PROPOSED, Bucket.ROLE_CHANGED}
        is_open = self.group in {Group.REWORDED, Group.ROLE_CHANGED}
        return is_changed and is_open and self._says_something

    @property
    def may_keep(self) -> bool:
        """Tell whether "still true" can carry it: "covered" never over a changed letter set."""
        is_covered = self.answer is not None and self.answer.coverage == Coverage.COVERED
        return not (is_covered and self.has_new_letters)

    @property
    def has_new_letters(self) -> bool:
        """Tell whether the client's letters differ between both sides."""
        return has_new_letters(self.match)

    def outcome(self, choice: str = "") -> Outcome:
        """Return what becomes of the answer when a person says `choice`, "" for nothing."""
        if self.answer is None:
            return Outcome.OPENED
        if self.group is Group.GONE:
            return Outcome.SEPARATED if self.question else Outcome.ARCHIVED
        if self.is_asked:
            return self._decided(choice)
        if self.group is Group.BECAME_YOURS and self._says_something:
            return Outcome.REOPENED
        is_respelt = self.match.bucket is Bucket.REWORDED
        is_answered = self.answer.coverage != Coverage.UNANSWERED
        return Outcome.RECHECK if is_respelt and is_answered else Outcome.CARRIED

    def _decided(self, choice: str) -> Outcome:
        if choice == Choice.SEPARATE:
            return Outcome.SEPARATED
        return Outcome.KEPT if choice == Choice.KEEP and self.may_keep else Outcome.REOPENED

    @property
    def _says_something(self) -> bool:
        said = self.answer
        is_answered = said is not None and said.coverage != Coverage.UNANSWERED
        return is_answered or bool(said and (said.note or said.internal_note))


def plan_of(
    comparison: Comparison, answers: Iterable[Answer], *, has_messages: bool
) -> tuple[Planned, ...]:
    """Return what is to happen, in the order of the comparison.

    `answers` are those of the assessment without archived ones; the keys of the comparison are
    ids of activities. Activities that concern no answer on either side are left out.
    """
    by_activity = {answer.activity_id: answer for answer in answers}
    return tuple(_planned(comparison, by_activity, has_messages))


def has_new_letters(match: Match) -> bool:
    """Tell whether the client's letters differ between the two sides of a match."""
    old = match.old.client if match.old else ""
    new = match.new.client if match.new else ""
    return set(old) != set(new)


def _planned(
    comparison: Comparison, answers: Mapping[int, Answer], has_messages: bool
) -> Iterator[Planned]:
    for match in comparison.matches:
        answer = answers.get(match.old.key) if match.old else None
        question = question_of(match.new.client) if match.new else ""
        if question == Question.RECEIVE and not has_messages:
            question = ""
        if answer is not None or question:
            yield Planned(_group(match, question), match, answer, question)


def _group(match: Match, question: str) -> Group:
    if match.becomes_yours:
        return Group.BECAME_YOURS
    if match.old is None:
        return Group.NEW
    if not question or match.no_longer_yours:
        return Group.GONE
    if has_new_letters(match):
        return Group.ROLE_CHANGED
    is_reworded = match.bucket in {Bucket.REWORDED, Bucket.PROPOSED}
    return Group.REWORDED if is_reworded else Group.UNCHANGED
