"""Handing duties over: what is offered to a successor, row by row, and what came of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation, Team
from accounts.rights import Action
from assessments.models.answers import Answer


class HandOverReason(models.TextChoices):
    """Why duties go to somebody else; those of a holiday come back."""

    LEAVE = "leave", _("leaves")
    HOLIDAY = "holiday", _("is on holiday")
    REORGANISATION = "reorganisation", _("has other work now")


class OfferState(models.TextChoices):
    """What came of one row that was offered."""

    WAITING = "waiting", pgettext_lazy("hand-over", "waiting")
    # The successor said yes; the owner changes on the day the hand-over starts.
    AGREED = "agreed", pgettext_lazy("hand-over", "accepted for later")
    ACCEPTED = "accepted", pgettext_lazy("hand-over", "accepted")
    REFUSED = "refused", pgettext_lazy("hand-over", "refused")
    # The row had another owner, or its assessment was signed, when it was to change hands.
    GONE = "gone", pgettext_lazy("hand-over", "changed meanwhile")
    RETURNED = "returned", pgettext_lazy("hand-over", "back from the holiday")


class HandOverState(models.TextChoices):
    """How far a hand-over is: the first of these that is true of it."""

    WAITING = "waiting", _("waits for the successor")
    TO_COME = "to_come", _("accepted, starts later")
    AWAY = "away", _("until the holiday ends")
    DONE = "done", pgettext_lazy("hand-over", "done")


def rows_in(*states: str) -> Exists:
    """Return the condition that a hand-over has a row in one of these states."""
    rows = HandOverRow.objects.filter(hand_over=OuterRef("pk"), state__in=states)
    return Exists(rows)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """The vocabulary of hand-overs."""

    def of_member(self, member: Membership) -> Self:
        """Keep those a member has to do with: all of them for whoever assigns any row."""
        theirs = self.filter(organisation_id=member.organisation_id)
        if member.may(Action.ASSIGN_ANY):
            return theirs
        sides = Q(from_membership=member) | Q(proposed_by=member)
        return theirs.filter(sides | Q(pk__in=theirs.offered_to(member).values("pk")))

    def offered_to(self, member: Membership) -> Self:
        """Keep those whose successor is a member, or a team they are in."""
        teams = Team.objects.filter(members=member).values("pk")
        return self.filter(Q(to_membership=member) | Q(to_team__in=teams))

    def waiting(self) -> Self:
        """Keep those of which a row still waits for the successor."""
        return self.filter(rows_in(OfferState.WAITING))

    def in_state(self, state: str) -> Self:
        """Keep those that are in a `HandOverState`."""
        if state == HandOverState.WAITING:
            return self.waiting()
        decided = self.exclude(rows_in(OfferState.WAITING))
        if state == HandOverState.TO_COME:
            return decided.agreed()
        begun = decided.exclude(rows_in(OfferState.AGREED))
        is_away = Q(reason=HandOverReason.HOLIDAY, ended_at=None) & Q(rows_in(OfferState.ACCEPTED))
        return begun.filter(is_away) if state == HandOverState.AWAY else begun.exclude(is_away)

    def agreed(self) -> Self:
        """Keep those of which a row is accepted and goes on the day they start."""
        return self.filter(rows_in(OfferState.AGREED))


class HandOver(models.Model):
    """Rows of one member offered to another one or to a team, with the reason.

    Accepted rows change hands at once, or from the day `starts_on`. A holiday has its last day in
    `ends_on`; `ended_at` is when its rows came back.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    from_membership = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    to_membership = models.ForeignKey(
        Membership, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    to_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=16, choices=HandOverReason)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_membership=None) | Q(to_team=None), name="hand_over_one_successor"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=HandOverReason.values), name="hand_over_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(reason="holiday", ends_on__isnull=False)
                | (~Q(reason="holiday") & Q(ends_on=None, ended_at=None)),
                name="hand_over_holiday_ends",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="hand_over_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_membership_id}: {self.reason}"

    @property
    def to(self) -> tuple[int | None, int | None]:
        """Return the ids of the successor's membership and of the team; one is None."""
        return self.to_membership_id, self.to_team_id

    def starts_after(self, day: date) -> bool:
        """Tell whether nothing changes hands on `day` yet."""
        return self.starts_on is not None and self.starts_on > day


class HandOverRow(models.Model):
    """One row of a hand-over. A row waits, or is about to go, in one hand-over at a time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="rows")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "answer"], name="hand_over_row_once"),
            models.UniqueConstraint(
                fields=["answer"],
                condition=Q(state__in=["waiting", "agreed"]),
                name="hand_over_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OfferState.values), name="hand_over_row_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="hand_over_row_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.state}"
