"""Two organisations on one edition, and who may see what of them."""

from dataclasses import dataclass

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from tests.builders import (
    make_assessment,
    make_edition,
    make_former_member,
    make_member,
    make_share,
)


@dataclass(frozen=True)
class World:
    """An organisation with two assessments, one of them shared with an auditor, and another."""

    manager: Membership
    auditor: Membership
    former: Membership
    shared: Assessment
    kept: Assessment
    stranger: Membership
    foreign: Assessment


def make_world() -> World:
    """Make it. All assessments are of one bundled edition."""
    manager, stranger, edition = make_member(), make_member(), make_edition()
    shared, kept = (make_assessment(manager, edition=edition) for _ in range(2))
    auditor = make_member(Role.AUDITOR, organisation=manager.organisation)
    make_share(shared, auditor)
    return World(
        manager=manager,
        auditor=auditor,
        former=make_former_member(organisation=manager.organisation),
        shared=shared,
        kept=kept,
        stranger=stranger,
        foreign=make_assessment(stranger, edition=edition),
    )
