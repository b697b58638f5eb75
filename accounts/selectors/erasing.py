"""What stands in the way of erasing a person, and what it touches."""

from dataclasses import dataclass

from accounts.models import Membership, User
from accounts.rights import Action, Role, may


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that a person belongs to now.

    `is_last` tells that nobody else there would manage people, `hands_over` that the person may
    have duties to give to others.
    """

    membership_id: int
    organisation_id: int
    name: str
    slug: str
    is_last: bool
    hands_over: bool


def places_of(user: User) -> tuple[Place, ...]:
    """Return where a person is a member, by name. Two queries."""
    mine = Membership.objects.filter(user=user, ended_at=None).select_related("organisation")
    others = Membership.objects.current().administrators().exclude(user=user)
    led = others.filter(organisation__in=mine.values("organisation"))
    led_by_others = set(led.values_list("organisation_id", flat=True))
    return tuple(
        Place(
            membership_id=member.pk,
            organisation_id=member.organisation_id,
            name=member.organisation.name,
            slug=member.organisation.slug,
            is_last=member.role == Role.ADMINISTRATOR
            and member.organisation_id not in led_by_others,
            hands_over=may(member.role, Action.ANSWER_OWN),
        )
        for member in mine.order_by("organisation__name", "pk")
    )
