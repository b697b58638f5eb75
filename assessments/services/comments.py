"""Comments on a row: said, deleted by who said it, and marked as read by who is mentioned.

An event holds ids and the SHA-256 of the text, so that what a person said can be erased without
breaking the chain.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from accounts.models import Membership
from assessments.models import Answer, Assessment, Comment, Mention
from assessments.selectors.comments import mentionable, mentioned_in, token
from assessments.services.answering import AssessmentClosed
from audit.services import Happening, append_events
from database.transactions import change


class CommentGone(Exception):
    """The comment is deleted by now, or was never said here."""


class NotTheirComment(Exception):
    """Only who said something takes it away."""


class RowGone(Exception):
    """The row is not in play in this assessment."""


class UnknownMention(Exception):
    """The person is no member who can be mentioned."""


@change
def add_comment(
    *,
    assessment_id: int,
    key: UUID,
    text: str,
    mention_id: int | None,
    by: Membership,
    at: datetime,
) -> Comment:
    """Say something about a row, and mention whom the text names after an @.

    `mention_id` is a membership to mention besides. Names are resolved to members who can be
    mentioned, whatever their case; a name that two of them bear resolves to nobody. What mentions
    the author on this row counts as read: they answer it.

    Raises `AssessmentClosed`, `RowGone` and `UnknownMention`.
    """
    answer = _answer(assessment_id, key, by)
    members = list(mentionable(by.organisation))
    if mention_id is not None and mention_id not in {member.pk for member in members}:
        raise UnknownMention
    text = _resolved(text.replace("\r\n", "\n"), members)
    if mention_id is not None and mention_id not in mentioned_in(text):
        text = f"{token(mention_id)} {text}"
    comment = Comment.objects.create(
        organisation_id=by.organisation_id, answer=answer, author=by, text=text, created_at=at
    )
    named = {member.pk for member in members} & mentioned_in(text)
    _mention(comment, named)
    read_mentions(key=key, by=by, at=at)
    _tell("comment-added", comment, key, named, by, at)
    return comment


@change
def delete_comment(*, comment_id: int, key: UUID, by: Membership, at: datetime) -> None:
    """Take away what `by` said of a row. Raises `CommentGone` and `NotTheirComment`."""
    said = Comment.objects.about(key).filter(organisation_id=by.organisation_id, pk=comment_id)
    comment = said.first()
    if comment is None:
        raise CommentGone
    if comment.author_id != by.pk:
        raise NotTheirComment
    _tell("comment-deleted", comment, key, (), by, at)
    comment.delete()


def read_mentions(*, key: UUID, by: Membership, at: datetime) -> int:
    """Mark what mentions `by` on a row as read, and return how many were not.

    No event: that somebody read something is nobody else's affair.
    """
    unread = Mention.objects.of_member(by).unread().filter(comment__answer__key=key)
    return unread.update(read_at=at)


def _answer(assessment_id: int, key: UUID, by: Membership) -> Answer:
    rows = Answer.objects.in_play().filter(organisation_id=by.organisation_id, key=key)
    answer = rows.filter(assessment_id=assessment_id).select_related("assessment").first()
    if answer is None:
        raise RowGone
    if answer.assessment.state != Assessment.State.ACTIVE:
        raise AssessmentClosed
    return answer


def _resolved(text: str, members: Iterable[Membership]) -> str:
    """Write ids for names after an @, the longest name first: "@Ann Lee" is not "@Ann"."""
    by_name: dict[str, list[int]] = {}
    for member in members:
        by_name.setdefault(str(member.user).casefold(), []).append(member.pk)
    alone = {name: pks[0] for name, pks in by_name.items() if len(pks) == 1}
    names = "|".join(re.escape(name) for name in sorted(alone, key=len, reverse=True))
    if not names:
        return text
    return re.sub(
        rf"(?<!\w)@({names})(?!\w)",
        lambda found: token(alone[found[1].casefold()]),
        text,
        flags=re.IGNORECASE,
    )


def _mention(comment: Comment, named: Collection[int]) -> None:
    Mention.objects.bulk_create(
        Mention(organisation_id=comment.organisation_id, comment=comment, membership_id=pk)
        for pk in sorted(named)
        if pk != comment.author_id
    )


def _tell(
    verb: str,
    comment: Comment,
    key: UUID,
    named: Collection[int],
    by: Membership,
    at: datetime,
) -> None:
    digest = sha256(comment.text.encode(errors="surrogatepass")).hexdigest()
    told = {"comment": comment.pk, "text_sha256": digest, "mentions": sorted(named)}
    append_events(
        organisation_id=comment.organisation_id,
        happenings=[Happening(verb, "answer", str(key), new=told)],
        actor_id=by.user_id,
        at=at,
    )
