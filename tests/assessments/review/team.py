"""A team that reviews: who answers, who looks a second time, and their rows."""

from dataclasses import dataclass

from accounts.models import Membership, Organisation
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues
from assessments.services.reviewing import Reviewed, Seen, accept_rows, submit_rows
from tests.builders import NOW, make_answers, make_assessment, make_member

COVERED = AnswerValues(coverage="covered", note="Seen on site")
GAP = AnswerValues(coverage="gap", note="Nobody does it")


@dataclass(frozen=True)
class ReviewTeam:
    """An assessment with three duties, its contributor, and the manager who reviews."""

    assessment: Assessment
    contributor: Membership
    manager: Membership

    @property
    def rows(self) -> list[Answer]:
        """Read the rows in printed order."""
        return list(Answer.objects.of_assessment(self.assessment).in_printed_order())

    def answer(self, *changes: AnswerValues, by: Membership | None = None) -> list[Answer]:
        """Have the first rows answered, and return all rows."""
        make_answers(self.assessment, *changes, by=by or self.contributor)
        return self.rows

    def submit(self, *rows: Answer, by: Membership | None = None) -> Reviewed:
        """Have rows submitted as they are now."""
        return submit_rows(
            assessment_id=self.assessment.pk,
            rows=seen(*(rows or self.rows)),
            by=by or self.contributor,
            at=NOW,
        )

    def accept(self, *rows: Answer, by: Membership | None = None) -> Reviewed:
        """Have rows accepted as they are now."""
        return accept_rows(
            assessment_id=self.assessment.pk,
            rows=seen(*(rows or self.rows)),
            by=by or self.manager,
            at=NOW,
        )


def seen(*rows: Answer) -> list[Seen]:
    """Return rows at the revision at which they were read."""
    return [Seen(row.key, row.revision) for row in rows]


def make_team(*, has_four_eyes: bool = False) -> ReviewTeam:
    """Make an assessment with a contributor and a manager."""
    manager = make_member(Role.MANAGER)
    if has_four_eyes:
        ask_four_eyes(manager.organisation)
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    return ReviewTeam(make_assessment(manager), contributor, manager)


def ask_four_eyes(organisation: Organisation) -> None:
    """Switch four eyes on."""
    organisation.has_four_eyes = True
    organisation.save(update_fields=["has_four_eyes"])
