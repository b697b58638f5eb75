"""A row to talk about, and who does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import mail

from accounts.models import Digest, Membership, User
from accounts.rights import Role
from assessments.models import Answer, Assessment, Comment
from assessments.selectors.comments import Talk, talk_about
from assessments.services.comments import add_comment
from tests.builders import NOW, make_assessment, make_member, make_organisation, make_user


@dataclass(frozen=True)
class Row:
    """The first row of an assessment, with who manages it and who works on it."""

    assessment: Assessment
    key: UUID
    manager: Membership
    contributor: Membership

    def say(
        self,
        text: str,
        *,
        by: Membership | None = None,
        mention: Membership | None = None,
        at: datetime = NOW,
    ) -> Comment:
        """Comment on the row, as the manager if nobody else is named."""
        return add_comment(
            assessment_id=self.assessment.pk,
            key=self.key,
            text=text,
            mention_id=mention.pk if mention else None,
            by=by or self.manager,
            at=at,
        )

    def talk(self, reader: Membership | None = None) -> Talk:
        """Return what a reader sees, the manager if nobody else is named."""
        talk = talk_about(self.key, assessment=self.assessment, reader=reader or self.manager)
        assert talk is not None
        return talk

    def texts(self, reader: Membership | None = None) -> list[str]:
        """Return the comments as their readers read them."""
        lines = self.talk(reader).lines
        return ["".join(part.text for part in line.parts) for line in lines]


def make_row() -> Row:
    """Make an organisation with a manager, a contributor called Karim Benali, and a row."""
    organisation = make_organisation()
    manager = make_member(organisation=organisation, user=make_user("Jeanne Goff"))
    contributor = make_member(
        Role.CONTRIBUTOR, organisation=organisation, user=make_user("Karim Benali")
    )
    assessment = make_assessment(manager)
    key = Answer.objects.of_assessment(assessment).in_printed_order()[0].key
    return Row(assessment, key, manager, contributor)


def make_reader() -> Membership:
    """Make a contributor called Karim Benali, who reads English and is written to every day."""
    member = make_member(Role.CONTRIBUTOR, user=make_user("Karim Benali", language="en"))
    User.objects.filter(pk=member.user_id).update(digest=Digest.DAILY)
    member.user.refresh_from_db()
    return member


def text_of_mail() -> str:
    """Return the text of the one mail there is."""
    (sent,) = mail.outbox
    return str(sent.body)
