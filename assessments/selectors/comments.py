"""What members say to each other about a row, and what mentions one of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q
from django.utils.translation import get_language, gettext

from accounts.models import Membership, MembershipQuerySet, Organisation
from accounts.rights import RIGHTS, Action
from assessments.models import Assessment, Comment, Mention
from assessments.selectors.duties import DutyRow
from matrix.models import ActivityLabel

SHOWN: Final = 20
_TOKEN: Final = re.compile(r"@\{(\d{1,18})\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a comment: words, or with `is_person` the name of who is mentioned."""

    text: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment. `who` and `initials` are "" when its author is erased.

    `is_unread` when it mentions the reader, who has not marked it as read.
    """

    comment_id: int
    who: str
    initials: str
    at: datetime
    parts: tuple[Part, ...]
    is_own: bool
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """The comments on a row, oldest first, and whom its reader can mention, (id, name)."""

    lines: tuple[CommentLine, ...]
    members: tuple[tuple[int, str], ...]
    is_writable: bool

    @property
    def has_unread(self) -> bool:
        """Tell whether a comment mentions the reader and is not marked as read."""
        return any(line.is_unread for line in self.lines)

    @property
    def is_shown(self) -> bool:
        """Tell whether there is something to read, or something to write with."""
        return bool(self.lines) or self.is_writable


@dataclass(frozen=True, slots=True)
class MentionLine:
    """An unread comment that mentions a member, and the row it is about, as printed."""

    organisation: Organisation
    assessment: Assessment
    key: UUID
    activity: str
    language: str
    who: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """What mentions a member and is unread, newest first: `total`, of which `lines` are shown."""

    lines: tuple[MentionLine, ...]
    total: int


def token(membership_id: int) -> str:
    """Return how a text holds a mention."""
    return f"@{{{membership_id}}}"


def mentioned_in(text: str) -> set[int]:
    """Return the ids that a text mentions."""
    return {int(found) for found in _TOKEN.findall(text)}


def mentionable(organisation: Organisation) -> MembershipQuerySet:
    """Return who can be mentioned, by name: members who have a page of their own duties."""
    members = Membership.objects.of_organisation(organisation).current()
    return members.filter(role__in=RIGHTS[Action.ANSWER_OWN]).by_name()


def talk_about(key: UUID, *, assessment: Assessment, reader: Membership) -> Talk | None:
    """Return the comments on a row, None for whom internal notes are hidden from.

    Three queries, whatever their number.
    """
    if not reader.may(Action.READ_INTERNAL_NOTES):
        return None
    found = (
        Comment.objects.about(key)
        .filter(organisation=reader.organisation_id)
        .select_related("author__user")
        .prefetch_related("mentions__membership__user")
        .by_time()
    )
    is_active = assessment.state == Assessment.State.ACTIVE
    is_writable = is_active and reader.may(Action.ANSWER_OWN)
    members = mentionable(reader.organisation) if is_writable else ()
    return Talk(
        lines=tuple(_line(comment, reader) for comment in found),
        members=tuple((each.pk, str(each.user)) for each in members if each.pk != reader.pk),
        is_writable=is_writable,
    )


def with_comments(
    rows: Sequence[DutyRow], *, assessment: Assessment, reader: Membership
) -> tuple[DutyRow, ...]:
    """Return rows of an assessment with the number of their comments. One query.

    None, and no comments, for whom internal notes are hidden from.
    """
    if not reader.may(Action.READ_INTERNAL_NOTES):
        return tuple(rows)
    is_unread = Q(mentions__membership=reader, mentions__read_at=None)
    counted = (
        Comment.objects.filter(answer__assessment=assessment)
        .values_list("answer__key")
        .annotate(said=Count("pk", distinct=True), unread=Count("mentions", filter=is_unread))
    )
    found = {key: (said, unread) for key, said, unread in counted}
    return tuple(_counted(row, *found.get(row.key, (0, 0))) for row in rows)


def unread_mentions(reader: Membership) -> Mentions:
    """Return what mentions a member and is unread, in rows that are in play. Four queries."""
    unread = (
        Mention.objects.of_member(reader)
        .unread()
        .filter(
            comment__answer__archived_by=None,
            comment__answer__is_switched_off=False,
        )
    )
    newest = unread.select_related(
        "comment__author__user",
        "comment__answer__activity__edition",
        "comment__answer__assessment__edition__matrix__provider",
    ).order_by(F("comment__created_at").desc(), "-pk")
    shown = list(newest.prefetch_related("comment__mentions__membership__user")[:SHOWN])
    labels = _labels([each.comment.answer.activity_id for each in shown])
    lines = tuple(_mention(each, reader, labels) for each in shown)
    return Mentions(lines, unread.count() if len(shown) == SHOWN else len(shown))


def _counted(row: DutyRow, said: int, unread: int) -> DutyRow:
    if not said:
        return row
    return replace(row, comments=said, has_unread_mention=bool(unread))


def _line(comment: Comment, reader: Membership) -> CommentLine:
    mine = [each for each in comment.mentions.all() if each.membership_id == reader.pk]
    return CommentLine(
        comment_id=comment.pk,
        who=_who(comment),
        initials=comment.author.user.initials if comment.author else "",
        at=comment.created_at,
        parts=tuple(_parts(comment.text, _names(comment))),
        is_own=comment.author_id == reader.pk,
        is_unread=any(each.read_at is None for each in mine),
    )


def _labels(activities: Sequence[int]) -> dict[int, ActivityLabel]:
    # The reader's language comes first (CONTRACTS.md, "Language").
    found = ActivityLabel.objects.filter(
        activity__in=activities, label_set__language=get_language() or ""
    )
    return {each.activity_id: each for each in found.select_related("label_set")}


def _mention(
    mention: Mention, reader: Membership, labels: Mapping[int, ActivityLabel]
) -> MentionLine:
    comment = mention.comment
    activity = comment.answer.activity
    label = labels.get(activity.pk)
    return MentionLine(
        organisation=reader.organisation,
        assessment=comment.answer.assessment,
        key=comment.answer.key,
        activity=label.text if label else activity.text,
        language=label.label_set.language if label else activity.edition.language,
        who=_who(comment),
        at=comment.created_at,
        text="".join(part.text for part in _parts(comment.text, _names(comment))),
    )


def _who(comment: Comment) -> str:
    return str(comment.author.user) if comment.author else ""


def _names(comment: Comment) -> dict[int, str]:
    # Who mentions themselves has no mention of it.
    author = {comment.author_id: _who(comment)} if comment.author_id else {}
    return author | {
        each.membership_id: str(each.membership.user) for each in comment.mentions.all()
    }


def _parts(text: str, names: Mapping[int, str]) -> Iterator[Part]:
    gone = gettext("somebody who is no longer here")
    # Split by a pattern with one group: words, id, words, id, words.
    for number, piece in enumerate(_TOKEN.split(text)):
        if number % 2:
            yield Part(f"@{names.get(int(piece), gone)}", is_person=True)
        elif piece:
            yield Part(piece)
