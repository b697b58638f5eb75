"""Comments: what members say to each other about a row. An auditor never reads them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from assessments.models.answers import Answer

LONGEST = 2_000


class CommentQuerySet(models.QuerySet["Comment"]):
    """The vocabulary of comments."""

    def about(self, key: object) -> Self:
        """Keep what was said of the row with this key."""
        return self.filter(answer__key=key)

    def by_time(self) -> Self:
        """Order as they were said."""
        return self.order_by("created_at", "id")


class Comment(models.Model):
    """What a member said about a row. It is deleted by who wrote it, and never reworded.

    Whom it mentions stands in `text` as `@{id}`, the id of a membership, and in `Mention`: names
    are looked up when it is read, so that a person can be erased.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=LONGEST)
    created_at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.pk}"


class MentionQuerySet(models.QuerySet["Mention"]):
    """The vocabulary of mentions."""

    def of_member(self, membership: Membership) -> Self:
        """Keep the mentions of one member."""
        return self.filter(membership=membership)

    def unread(self) -> Self:
        """Keep those the member has not marked as read."""
        return self.filter(read_at=None)


class Mention(models.Model):
    """A member named in a comment, and when they said that they have read it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "membership"], name="mention_once"),
        ]
        indexes = [
            models.Index(
                fields=["membership"], condition=Q(read_at=None), name="mention_unread_by_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.comment_id}"
