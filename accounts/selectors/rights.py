"""The table of rights in words, generated from the one that decides."""

from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.models import Membership
from accounts.rights import RIGHTS, WIDENED, Action, Role, may
from accounts.words import ACTIONS


@dataclass(frozen=True, slots=True)
class RightsCell:
    """Whether one role may take one action here.

    `by_setting` is True where the organisation's setting decides, whether it is on or off.
    """

    role: str
    is_allowed: bool
    by_setting: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class RightsLine:
    """One action, in words, with a cell for each role in the order of the table."""

    action: Action
    name: Promise
    cells: tuple[RightsCell, ...]


def rights_table(membership: Membership) -> tuple[RightsLine, ...]:
    """Return who may do what in the organisation of `membership`. Asks the database nothing."""
    return tuple(
        RightsLine(action, ACTIONS[action], tuple(_cell(membership, action, r) for r in Role))
        for action in RIGHTS
    )


def _cell(membership: Membership, action: Action, role: Role) -> RightsCell:
    is_on = membership.organisation.contributors_answer_any
    without = may(role, action)
    return RightsCell(
        role=role,
        is_allowed=may(role, action, contributors_answer_any=is_on),
        by_setting=action in WIDENED
        and without != may(role, action, contributors_answer_any=True),
        is_own=role == membership.role,
    )
