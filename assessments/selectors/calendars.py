"""The due dates of one person, in every organisation they work in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.models import Membership, User
from assessments.selectors.duties import OPEN_COVERAGES
from assessments.selectors.mine import MyRow, my_duties


@dataclass(frozen=True, slots=True)
class DueDate:
    """A row that is open and has a date: an entry of a calendar.

    `revision` grows with each change of the row, and with nothing else.
    """

    key: UUID
    revision: int
    due_on: date
    activity: str
    about: str
    organisation_slug: str
    assessment_id: int


def due_dates(user: User, *, on: date) -> tuple[DueDate, ...]:
    """Return what is open and dated of a person and their teams, the earliest first.

    In the language they read. Five queries for each organisation they are a member of now.
    """
    members = Membership.objects.current().filter(user=user).select_related("organisation", "user")
    found = []
    for member in members.order_by("pk"):
        mine = my_duties(member, language=user.language, on=on)
        found += [
            _due(row, member, row.due_on) for row in mine.rows if _is_open(row) and row.due_on
        ]
    return tuple(sorted(found, key=lambda due: (due.due_on, due.key)))


def _is_open(row: MyRow) -> bool:
    return row.is_duty and row.coverage in OPEN_COVERAGES


def _due(row: MyRow, member: Membership, due_on: date) -> DueDate:
    return DueDate(
        key=row.key,
        revision=row.revision,
        due_on=due_on,
        activity=row.activity.text,
        about=f"{row.assessment} · {member.organisation.name}",
        organisation_slug=member.organisation.slug,
        assessment_id=row.assessment.pk,
    )
